"""Which documents can be printed."""

from importlib import import_module

from desktop.reports import kinds

MODULES = {"household": "household", "diary": "diary", "summary": "summary", "handover": "handover_slip"}


def test_every_kind_has_a_title_and_a_module() -> None:
    assert set(kinds()) == set(MODULES)
    assert all(kinds().values())
    for kind, module in MODULES.items():
        assert hasattr(import_module(f"desktop.reports.{module}"), f"{kind}_report")
