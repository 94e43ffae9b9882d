"""The clear header stays readable for older and newer programs, and says no more than it must."""

import tomllib
from pathlib import Path

import msgspec

from db.sync.envelope import header as hd
from db.sync.log.segment import APP

FIELDS = {
    "fmt", "suite", "bundle_id", "kind", "from", "from_name", "to", "to_name", "office", "card", "file_no", "made_at",
    "app", "schema", "min_reader", "part", "n_segments", "plain_bytes",
}  # fmt: skip


def test_the_clear_header_has_the_fields_of_the_design_and_no_other() -> None:
    assert set(hd.Header.__struct_encode_fields__) == FIELDS


def test_fields_of_a_newer_program_are_passed_over() -> None:
    raw = msgspec.msgpack.encode({"min_reader": 1, "app": "9.9", "colour": "red"})
    assert msgspec.msgpack.decode(raw, type=hd.Version) == hd.Version(min_reader=1, app="9.9")


def test_the_version_is_the_programs() -> None:
    project = Path(__file__).parents[4] / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == APP
