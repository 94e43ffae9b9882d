"""The log names nobody."""

import logging

from desktop.logs import start_log, stop_log


def test_the_log_holds_no_names_and_no_numbers(tmp_path):
    path = start_log(tmp_path / "logs")
    assert path is not None
    try:
        logging.getLogger("db.store").warning("李𬭎 430499197401011234 could not be saved, code %s", "DISK_FULL")
        try:
            raise ValueError("张三")
        except ValueError:
            logging.getLogger("x").exception("a bug")
    finally:
        stop_log()
    text = path.read_text("utf-8")
    assert "DISK_FULL" in text
    assert "ValueError" in text
    assert not [word for word in ("李", "𬭎", "4304", "张三") if word in text]


def test_no_place_for_a_log_is_no_reason_to_stop(tmp_path):
    (tmp_path / "logs").write_text("")
    assert start_log(tmp_path / "logs") is None
