"""The list of mutants that are known to live, each with its reason; it shrinks by itself and grows only by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

LIST = Path(__file__).with_name("survivors.txt")


def read(file: Path = LIST) -> dict[str, str]:
    """{key: reason}; a line without a reason is refused."""
    known: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 4 or not parts[3].strip():
            raise SystemExit(f"{file.name}: place, operator, change and reason, with tabs between them: {line}")
        key = "\t".join(parts[:3])
        if key in known:
            raise SystemExit(f"{file.name}: twice: {line}")
        known[key] = parts[3]
    return known


def gone(known: Iterable[str], modules: Collection[str], made: Collection[str], alive: Collection[str]) -> list[str]:
    """Those of the list that need not stand there: their text is gone, or a test kills them now.

    `modules` were looked through whole, `alive` are those that ran and live; what did not run is left in peace.
    """
    return [key for key in known if key.split("::")[0] in modules and (key not in made or key not in alive)]


def shrink(dead: Collection[str], file: Path = LIST) -> None:
    """Writes the list without some of its lines."""
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "\t".join(line.split("\t")[:3]) not in dead]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
