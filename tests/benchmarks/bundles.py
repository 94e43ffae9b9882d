"""100,000 records from one computer to another: raw inserts, four contenders and Baijia, each in fresh processes.

`poe bench bundles [--quick] [--rows 100000] [--laptops 50] [--without morango,pouchdb]`. Nothing fails by the clock.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks._bundles.process import Failed, Figures, fresh
from tests.benchmarks._bundles.rows import PER_HOUSEHOLD
from tests.benchmarks._bundles.table import megabytes, seconds, show, times, words

PEERS = {"session": "apsw session", "geodiff": "pygeodiff", "pouchdb": "PouchDB leveldb", "morango": "morango"}
LAPTOP_ROWS = 2_000


def main(arguments: Sequence[str]) -> None:
    """Runs everything, then prints the tables."""
    parser = argparse.ArgumentParser(prog="poe bench bundles")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--laptops", type=int, default=50)
    parser.add_argument("--quick", action="store_true", help="5,000 rows, 3 laptops, only contenders installed with us")
    parser.add_argument("--without", default="", help="contenders to leave out, with commas")
    wish = parser.parse_args(arguments)
    if wish.quick:
        wish.rows, wish.laptops, wish.without = min(wish.rows, 5_000), min(wish.laptops, 3), "morango,pouchdb"
    households = max(1, wish.rows // PER_HOUSEHOLD)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        raw = _tried("raw", Path(folder), households)
        peers = {
            name: _tried(f"peer_{name}", Path(folder), households)
            for name in PEERS
            if name not in wish.without.split(",")
        }
        own = _own(Path(folder) / "ours", households, wish.laptops)
    print(f"\n{households * PER_HOUSEHOLD} rows, {os.cpu_count()} cores, Python {platform.python_version()}, load "
          + " ".join(f"{load:.1f}" for load in os.getloadavg()))  # fmt: skip
    _speed(raw, peers, own)
    _behaviour(peers, own)
    _steps(own)
    _promises(raw, peers, own, households)


def _tried(module: str, folder: Path, households: int) -> Figures:
    """A contender's figures; none, and a sentence, where it cannot run here."""
    print(f"{module} …", flush=True)
    place = folder / module
    place.mkdir()
    try:
        return fresh(module, place, households, limit=2_400)
    except Failed as error:
        print(f"  {module} was left out: {error}")
        return {}


def _own(folder: Path, households: int, laptops: int) -> dict[str, Figures]:
    """Every step of ours, in its order; each in a process of its own."""
    folder.mkdir()
    found: dict[str, Figures] = {}

    def step(name: str, module: str, *args: object) -> None:
        print(f"ours: {name} …", flush=True)
        found[name] = fresh(module, *args, limit=2_400)

    step("prepare", "ours", "prepare", folder)
    step("fill", "ours", "fill", folder, households)
    step("seal", "ours", "seal", folder)
    step("pack", "ours", "write", folder, "laptop", "up.bjb")
    step("unpack", "ours", "take_in", folder, "office", "up.bjb")
    step("again", "ours", "take_in", folder, "office", "up.bjb")
    step("answer", "ours", "answer", folder)
    step("change", "ours", "change", folder)
    step("pack update", "ours", "write", folder, "laptop", "update.bjb")
    step("unpack update", "ours", "take_in", folder, "office", "update.bjb")
    step("surfaced", "ours", "surfaced", folder)
    step("newcomer", "ours", "newcomer", folder)
    step("pack new laptop", "ours", "write", folder, "office", "down.bjb", "newcomer")
    step("unpack new laptop", "ours", "take_in", folder, "newcomer", "down.bjb")
    step("year", "ours", "year", folder)
    step("pack year", "ours", "write", folder, "laptop", "year.bjb")
    step("unpack year", "ours", "take_in", folder, "office", "year.bjb")
    step("beginners", "ours", "beginners", folder)
    step("pack as log", "ours", "write", folder, "office", "late.bjb", "late", "log")
    step("unpack as log", "ours", "take_in", folder, "late", "late.bjb")
    step("pack as snapshot", "ours", "write", folder, "office", "begin.bjb", "beginner", "snapshot")
    step("unpack as snapshot", "ours", "take_in", folder, "beginner", "begin.bjb")
    step("one row", "network", "one_row", folder)
    step("restored", "network", "restored", folder)
    step("flips", "network", "flips", folder)
    step("capture", "network", "capture", folder)
    step("make laptops", "network", "fifty", folder, laptops, LAPTOP_ROWS // PER_HOUSEHOLD)
    step("laptops", "ours", "take_in", folder, "office", *(f"l{n}.bjb" for n in range(laptops)))
    return found


def _speed(raw: Figures, peers: dict[str, Figures], own: dict[str, Figures]) -> None:
    limit = raw["take_in"]
    lines = [["raw executemany", "–", "–", seconds(limit), "1.0×", "–", seconds(raw["update"]), "–"]]
    for name, found in peers.items():
        if name == "pouchdb" and found:
            found |= {key: found[f"leveldb_{key}"] for key in ("produce", "take_in", "again")}
        taken = found.get("take_in")
        lines.append([
            PEERS[name], seconds(found.get("produce")), megabytes(found.get("bytes")), seconds(taken),
            times(taken, limit), seconds(found.get("again")), seconds(found.get("update")),
            words(found and round(found["peak_mb"])),
        ])  # fmt: skip
    unpack = own["unpack"]
    lines.append([
        "Baijia", seconds(own["seal"]["seal"] + own["pack"]["pack"]), megabytes(own["pack"]["bytes"]),
        seconds(unpack["unpack"]), times(unpack["unpack"], limit), seconds(own["again"]["unpack"]),
        seconds(own["unpack update"]["unpack"]), words(round(unpack["peak_mb"])),
    ])  # fmt: skip
    head = ["speed", "produce s", "MB", "take in s", "of raw", "again s", "update 40% s", "peak MB"]
    show("session and geodiff: zstd-3, unsigned, plain SQLite; PouchDB and morango: on disk", head, lines)


def _behaviour(peers: dict[str, Figures], own: dict[str, Figures]) -> None:
    kinds, flips, back = own["surfaced"]["kinds"], own["flips"], own["restored"]
    lines = [
        [
            PEERS[name], words(found.get("surfaced")), words(found.get("stored")), words(found.get("kept")),
            f"{found['lost_office']} / {found['lost_laptop']}" if "lost_office" in found else "–",
            {"geodiff": "error", "session": f"{words(found.get('again_conflicts'))} asked", "pouchdb": "harmless"}.get(
                name, "–"
            ),
            f"{found['detected']} of {found['flips']}" if "flips" in found else "–",
        ]
        for name, found in peers.items()
        if found
    ]  # fmt: skip
    lines.append([
        "Baijia", words(kinds.get("field")), words(kinds.get("field")), words(own["surfaced"]["kept"]),
        f"{back['lost_office']} / {back['lost_laptop']}", "harmless" if own["again"]["new"] == 0 else "HARMFUL",
        f"{flips['detected']} of {flips['flips']}",
    ])  # fmt: skip
    head = ["behaviour", "1,000 edits seen", "kept for people", "200 words kept", "lost by restore", "twice", "flips"]
    show("lost by restore: records missing at the office / at the restored laptop, of 170", head, lines)


def _steps(own: dict[str, Figures]) -> None:
    parts = ("fill", "seal", "pack", "unpack", "update")
    lines = [
        [
            name,
            " + ".join(f"{part} {seconds(found[part])}" for part in parts if part in found) or "–",
            seconds(sum(found[f"{part}_cpu"] for part in parts if f"{part}_cpu" in found)),
            seconds(found["whole"]), words(round(found["peak_mb"])), words(found.get("bytes")),
        ]
        for name, found in own.items()
    ]  # fmt: skip
    show("Baijia, step by step", ["step", "s", "cpu s", "process s", "peak MB", "bytes"], lines)


def _promises(raw: Figures, peers: dict[str, Figures], own: dict[str, Figures], households: int) -> None:
    unpack, lines = own["unpack"], list[list[str]]()

    def promise(words_: str, value: float, limit: float, shown: Callable[[Any], str] = seconds) -> None:
        kept = value <= limit
        lines.append([words_, shown(value), "kept" if kept else "BROKEN"])

    rows = households * PER_HOUSEHOLD
    memory = max(own[name]["peak_mb"] for name in ("seal", "pack", "unpack", "unpack update", "unpack new laptop"))
    promise("take in, of raw executemany: at most 8", unpack["unpack"] / raw["take_in"], 8)
    promise("the same in processor seconds", unpack["unpack_cpu"] / raw["take_in_cpu"], 8)
    promise("take in, fresh process: at most 10 s", unpack["whole"], 10)
    promise("bytes a record: at most 110", own["pack"]["bytes"] / rows, 110)
    promise("memory of any step: at most 120 MB", memory, 120)
    promise("the same file again: at most 0.2 s", own["again"]["unpack"], 0.2)
    noticed = own["capture"]
    promise("capture on ORM inserts: at most 20 %", noticed["captured inserts"] * 100, 20)
    promise("capture on ORM updates: at most 20 %", noticed["captured updates"] * 100, 20)
    promise("the same, inserts and updates, with the log of who changed what", noticed["logged both"] * 100, 20)
    lines.append(["(updates alone, with that log)", seconds(noticed["logged updates"] * 100), ""])
    promise("the laptops' bundles taken in: at most 20 s", own["laptops"]["unpack"], 20)
    promise("a bundle of one row: at most 3,072 bytes", own["one row"]["bytes"], 3_072, words)
    for name in ("pouchdb", "morango"):
        if peers.get(name):
            promise(
                f"{PEERS[name]} takes 5 times as long (ours of a fifth)",
                unpack["unpack"] / peers[name]["take_in"] * 5, 1,
            )  # fmt: skip
    show("promises (sync.md §24)", ["promise", "measured", ""], lines)
