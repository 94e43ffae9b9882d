"""`poe mutants`: the rules of the house are made wrong on purpose, and the tests must notice.

poe mutants                      the standing sample: some of every module, most of the rules
poe mutants --only PATH ...      all mutants of some modules, or of all modules in a folder
poe mutants --all                all mutants of all modules
poe mutants --write              takes lines out of survivors.txt that need not stand there any more
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.mutants import survivors
from tests.mutants.places import Mutant, mutants_of
from tests.mutants.record import KEPT, TOP, known, record
from tests.mutants.running import (
    KILLED,
    STILLBORN,
    SURVIVED,
    TIMEOUT,
    UNJUDGED,
    Job,
    Tests,
    Verdicts,
    each_in_child,
    is_warm,
)

RULES = ("db/rules",)
OTHERS = (
    "db/queries/totals.py", "db/queries/figures", "db/fields/checking.py", "db/actions", "db/sync/log/merge.py",
    "db/sync/log/rows/folding.py", "db/ledgers/roster/crosscheck.py", "db/ledgers/cells/identity.py",
    "db/ledgers/cells/relations.py",
)  # fmt: skip
WORDS = ("db/rules/codes/spoken.py",)  # a list of words: to copy it into a test would prove nothing
A_RULE, A_MODULE = 80, 25  # mutants of a module that the standing sample takes, of the rules and of the others
SHARE = 85  # percent that must be killed
HOT_CHUNK, COLD_CHUNK = 150, 40


def _modules(roots: Sequence[str]) -> list[str]:
    found = []
    for root in roots:
        path = TOP / root
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        found += [str(file.relative_to(TOP)) for file in files]
    return [path for path in found if path not in WORDS]


def _asked(arguments: argparse.Namespace) -> tuple[list[Mutant], set[str]]:
    """The mutants to run, and the keys of all that there are in these modules."""
    asked, made = [], set()
    for path in _modules(arguments.only or [*RULES, *OTHERS]):
        mutants = mutants_of(path, (TOP / path).read_text(encoding="utf-8"))
        made |= {m.key for m in mutants}
        if arguments.each or not (arguments.all or arguments.only):
            most = arguments.each or (A_RULE if path.startswith(RULES) else A_MODULE)
            mutants = sorted(mutants, key=lambda mutant: mutant.lot)[:most]
        asked += mutants
    if arguments.again:
        last = _last()
        asked = [mutant for mutant in asked if last.get(mutant.key) == SURVIVED]
    return asked, made


def _last() -> Verdicts:
    """What became of every mutant that ever ran here."""
    file = KEPT / "last.json"
    verdicts: Verdicts = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return verdicts


def _ask_tests(parts: list[list[str]], temp: Path, jobs: int) -> list[str]:
    parts = [part for part in parts if part]
    files = [temp / f"heard-{at}.json" for at in range(len(parts))]

    def hear(part: list[str], file: Path) -> None:
        import os

        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(temp)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        file.write_text(record(part), encoding="utf-8")

    deeds = [lambda part=part, file=file: hear(part, file) for part, file in zip(parts, files, strict=True)]
    each_in_child(deeds, jobs, lambda _at: None)
    return [file.read_text(encoding="utf-8") for file in files]


def _run(mutants: list[Mutant], tests: Tests, temp: Path, width: int) -> Verdicts:
    """First what can be exchanged in a warm process, then the rest."""
    verdicts: Verdicts = {}
    cold = {m.key for m in mutants if not is_warm(m)}
    for hot, size in ((True, HOT_CHUNK), (False, COLD_CHUNK)):
        jobs = []
        for path in dict.fromkeys(m.path for m in mutants):
            keys = [m.key for m in mutants if m.path == path and (m.key in cold) != hot]
            for at in range(0, len(keys), size):
                jobs.append(Job(path, frozenset(keys[at : at + size]), hot, temp / f"{hot}-{len(jobs)}.json"))

        def done(at: int, jobs: list[Job] = jobs) -> None:
            found, left = jobs[at].read() if jobs[at].answer.exists() else (dict.fromkeys(jobs[at].keys, UNJUDGED), [])
            verdicts.update(found)
            cold.update(left)
            (KEPT / "last.json").write_text(json.dumps(_last() | verdicts, ensure_ascii=False), encoding="utf-8")
            print(f"\r{len(verdicts)} of {len(mutants)} ", end="", file=sys.stderr, flush=True)

        each_in_child([lambda job=job: job.run(tests) for job in jobs], width, done)
    print(file=sys.stderr)
    return verdicts


def _table(mutants: list[Mutant], verdicts: Verdicts) -> float:
    """What became of the mutants of each module; the share that was killed, in percent."""
    row = "{:<40}{:>7}{:>8}{:>9}{:>9}{:>10}{:>5}"
    print(row.format("module", "made", "killed", "timeout", "survived", "unjudged", "%"))
    counts: dict[str, Counter[int]] = {}
    for mutant in mutants:
        if verdicts[mutant.key] != STILLBORN:
            counts.setdefault(mutant.path, Counter())[verdicts[mutant.key]] += 1
    counts["all"] = sum(counts.values(), Counter())
    share = 100.0
    for path, count in counts.items():
        share = 100 * (count[KILLED] + count[TIMEOUT]) / (count.total() or 1)
        print(
            row.format(
                path, count.total(), count[KILLED], count[TIMEOUT], count[SURVIVED], count[UNJUDGED], f"{share:.0f}"
            )
        )
    return share


def main() -> int:
    """Makes mutants, runs the tests against them and compares those that live with the list."""
    parser = argparse.ArgumentParser(prog="poe mutants", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", metavar="PATH", help="all mutants of these modules or folders")
    parser.add_argument("--all", action="store_true", help="all mutants, not a sample (hours)")
    parser.add_argument("--each", type=int, default=0, help="at most so many of each module")
    parser.add_argument("--write", action="store_true", help="take out of survivors.txt what need not stand there")
    parser.add_argument("--again", action="store_true", help="only those that lived the last time")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--fresh", action="store_true", help="ask again which test runs which function")
    arguments = parser.parse_args()
    began = time.monotonic()
    sys.path.insert(0, str(TOP))
    listed = survivors.read()
    mutants, made = _asked(arguments)
    shared_memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=shared_memory if shared_memory.is_dir() else None) as room:
        temp = Path(room)
        _third_parties()
        tests = known(arguments.fresh, lambda parts: _ask_tests(parts, temp, arguments.jobs))
        verdicts = _run(mutants, tests, temp, arguments.jobs)
    share = _table(mutants, verdicts)
    alive = {key for key, verdict in verdicts.items() if verdict == SURVIVED}
    ran = {mutant.path for mutant in mutants}
    fresh = sorted(alive - listed.keys())
    dead = survivors.gone(listed, ran, made, alive | (made - verdicts.keys()))
    for key in fresh:
        print(f"lives and is not in the list: {key}")
    if arguments.write:
        survivors.shrink(dead)
    else:
        for key in dead:
            print(f"is in the list and need not be (--write takes it out): {key}")
    print(f"{len(alive)} live, {len(fresh)} of them new; {share:.1f} % killed; {time.monotonic() - began:.0f} s")
    unjudged = UNJUDGED in verdicts.values()
    return int(bool(fresh) or unjudged or (bool(dead) and not arguments.write) or share < SHARE)


def _third_parties() -> None:
    """What every child needs and what is not ours is imported once."""
    import hypothesis  # noqa: F401
    import PIL.Image  # noqa: F401
    import pytest  # noqa: F401
    import sqlalchemy.orm  # noqa: F401
    import sqlmodel  # noqa: F401


if __name__ == "__main__":
    raise SystemExit(main())
