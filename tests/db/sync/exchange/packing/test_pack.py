"""Who gets a bundle, under which name, with what in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db import Store
from db.sync import inspect, pack, revoke
from db.sync.errors import BundleError
from db.sync.exchange.packing.pack import file_name
from tests.bundles.opened import open_bundle
from tests.bundles.post import add_household, exchange, join


def refusal(store: Store, out: Path, to: str | None = None) -> BundleError:
    with pytest.raises(BundleError) as caught:
        pack(store, out, to)
    return caught.value


def test_files_are_numbered_for_each_receiver(
    enrolled: tuple[Store, Store], make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township = enrolled
    other = make_store("village", name="石桥村", region_code="430499101202")
    join(township, other)
    names = [pack(township, tmp_path, to).path.name for to in ("桃溪村", "桃溪村", "石桥村")]
    assert names == ["云岭镇-桃溪村-第1号.bjb", "云岭镇-桃溪村-第2号.bjb", "云岭镇-石桥村-第1号.bjb"]
    report = pack(village, tmp_path / "named.bjb")
    assert (report.path.name, report.to, report.file_no) == ("named.bjb", "云岭镇", 1)
    assert inspect(report.path)["file_no"] == 1


def test_the_report_counts_what_is_inside(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    village, township = enrolled
    for n in range(3):
        add_household(village, str(n))
    report = pack(village, tmp_path)
    opened = open_bundle(report.path, township)
    assert report.segments == len(opened.heads) == sum(n for _s, _c, n in opened.inner.parts)
    assert report.records == sum(head.n for head in opened.heads) >= 3
    assert report.size == report.path.stat().st_size
    assert inspect(report.path)["kind"] == "up"


def test_names_of_receivers(enrolled: tuple[Store, Store], make_store: Callable[..., Store], tmp_path: Path) -> None:
    village, township = enrolled
    assert pack(township, tmp_path).to == "桃溪村"  # there is only one
    other = make_store("village", name="石桥村", region_code="430499101202")
    join(township, other)
    assert "桃溪村、石桥村" in refusal(township, tmp_path).message
    assert "桃溪村、石桥村" in refusal(township, tmp_path, "白石村").message
    assert pack(township, tmp_path, other.device_id).to == "石桥村"
    assert pack(village, tmp_path, "云岭镇").to == pack(village, tmp_path, "430499101").to == "云岭镇"
    revoke(township, other.device_id)
    assert refusal(township, tmp_path, "石桥村").code == "NO_RECEIVER"


def test_a_laptop_without_a_grant_packs_nothing(village: Store, tmp_path: Path) -> None:
    error = refusal(village, tmp_path)
    assert error.code == "NOT_ENROLLED"
    assert "名片" in error.message
    assert list(tmp_path.glob("*.bjb")) == []


def test_a_township_without_laptops_says_so(township: Store, tmp_path: Path) -> None:
    assert refusal(township, tmp_path).code == "NO_RECEIVER"


def test_renewed_papers_travel_with_the_next_bundle(enrolled: tuple[Store, Store], tmp_path: Path) -> None:
    from datetime import date

    from db.sync import renew
    from db.sync.peers import peers

    village, township = enrolled
    renew(township, village.device_id, date(2031, 1, 1))
    exchange(township, village, tmp_path)
    with village.connection(immediate=False) as connection:
        found = peers.peer(connection, village.device_id)
    assert found is not None
    assert found.grant.not_after == "2031-01-01"


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("桃溪村", "桃溪村-云岭镇-第3号.bjb"),
        ('桃/溪\\村:*?"<>|', "桃溪村-云岭镇-第3号.bjb"),
        ("桃溪村. ", "桃溪村-云岭镇-第3号.bjb"),
        ("村" * 100, "村" * 28 + "-云岭镇-第3号.bjb"),
        ("a\x00\n\u202eb", "ab-云岭镇-第3号.bjb"),
    ],
)
def test_file_names_fit_any_stick(sender: str, expected: str) -> None:
    assert file_name(sender, "云岭镇", 3) == expected


def test_between_two_laptops_of_a_village(
    enrolled: tuple[Store, Store], make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township = enrolled
    second = make_store("village")
    join(township, second)
    first = add_household(village, "8")
    exchange(village, township, tmp_path)
    exchange(township, second, tmp_path, "桃溪村2号机")  # brings the papers of the first, whose work is in it
    direct = add_household(second, "9")
    report = exchange(second, village, tmp_path, "桃溪村")
    assert (report.result, report.code) == ("taken", "")
    with village.connection(immediate=False) as connection:
        found = {row[0] for row in connection.exec_driver_sql("SELECT id FROM household")}
    assert found == {first, direct}
    with village.connection(immediate=False) as connection:
        query = "SELECT count(*) FROM sync_peer WHERE receipt_at IS NOT NULL AND device_id = ?"
        assert connection.exec_driver_sql(query, (second.device_id,)).scalar() == 1
