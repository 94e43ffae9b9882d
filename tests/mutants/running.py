"""Mutants run in children of a process that is warm; a test that fails, or never ends, has killed its mutant."""

from __future__ import annotations

import ast
import functools
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from tests.mutants.naming import chosen, is_loose, users
from tests.mutants.places import Mutant, mutants_of
from tests.mutants.record import FLAGS, TOP, Listener, function_of, quietly

KILLED, SURVIVED, TIMEOUT, STILLBORN, UNJUDGED = 1, 0, -1, 3, 4
SECONDS = 4.0  # of tests for one mutant, as they took when they were recorded
Tests = dict[str, tuple[float, frozenset[str]]]
Verdicts = dict[str, int]


def in_child(deed: Callable[[], int], cpu: float) -> int:
    """What a deed in a child comes to: its number, or TIMEOUT after so many seconds of work."""
    import resource  # Windows has none, nor fork

    pid = os.fork()
    if pid:
        _pid, status = os.waitpid(pid, 0)
        return TIMEOUT if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    answer = KILLED
    try:
        for which, name, limit in (
            (signal.ITIMER_PROF, signal.SIGPROF, cpu),
            (signal.ITIMER_REAL, signal.SIGALRM, cpu * 10),
        ):
            signal.signal(name, signal.SIG_DFL)
            signal.setitimer(which, limit)
        resource.setrlimit(resource.RLIMIT_DATA, (3 << 30, 3 << 30))
        answer = deed()
    finally:
        os._exit(answer)


def each_in_child(deeds: Sequence[Callable[[], None]], width: int, done: Callable[[int], None]) -> None:
    """Runs every deed in a child of its own, so many at a time."""
    running: dict[int, int] = {}
    for at, deed in enumerate(deeds):
        if len(running) >= width:
            done(running.pop(os.wait()[0]))
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            answer = 1
            try:
                deed()
                answer = 0
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(answer)
        running[pid] = at
    while running:
        done(running.pop(os.wait()[0]))


def hush() -> None:
    """What pytest says of the tests of mutants is of no interest."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)


class _AtOnce:
    """A plugin: the first failure ends the child."""

    told: Path | None = None  # where to say which test failed, when none should

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """Killed, unless the test only skipped itself."""
        if call.excinfo is not None and not isinstance(call.excinfo.value, pytest.skip.Exception):
            if self.told is not None:
                self.told.write_text(f"{item.nodeid}: {call.excinfo.exconly()}", encoding="utf-8")
            os._exit(KILLED)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot be imported any more is killed."""
        if report.failed:
            os._exit(KILLED)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield from _codes(inside)


class _Nothing(pytest.Item):
    """What comes after the test that warms: it needs nothing but the session, so only what is the session's stays."""

    def runtest(self) -> None:
        """Nothing."""


class Hot(_AtOnce):
    """A plugin: in place of the run, one function after another is exchanged, and what it needs is run."""

    def __init__(self, mutants: Sequence[Mutant], tests: Tests, listener: Listener) -> None:
        self.mutants, self.tests, self.listener = mutants, tests, listener
        self.verdicts: Verdicts = {}
        self.trouble = ""
        self.left: list[Mutant] = []  # of functions that ran while the modules were imported

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Takes the place of the run."""
        sys.settrace(None)
        at_import = self.listener.functions("")
        items = {item.nodeid: item for item in session.items}
        self._warm(session.items)
        gc.collect()
        known = gc.get_objects()
        gc.freeze()  # children copy less
        ours = {str(TOP / mutant.path) for mutant in self.mutants}
        functions = [f for f in known if isinstance(f, FunctionType) and f.__code__.co_filename in ours]
        caches = [f for f in known if isinstance(f, functools._lru_cache_wrapper)]
        self.caches = [c for c in caches if str(getattr(c, "__module__", "")).split(".")[0] in ("db", "desktop")]
        every = [[items[t] for t in wanted_by(m, self.tests) if t in items] for m in self.mutants]
        most = max(every, key=len, default=[])
        self.told = Path(tempfile.gettempdir()) / "told"
        if in_child(functools.partial(run_items, most), 300) != SURVIVED:
            said = self.told.read_text(encoding="utf-8") if self.told.exists() else "it took too long"
            self.trouble = f"a test fails without any mistake: {said}"
            return True
        self.told = None
        for mutant, wanted in zip(self.mutants, every, strict=True):
            if f"{mutant.path}::{mutant.scope}" in at_import:
                self.left.append(mutant)
                continue
            cpu = 3 + 5 * sum(self.tests[item.nodeid][0] for item in wanted)
            deed = functools.partial(self._child, mutant, functions, wanted)
            self.verdicts[mutant.key] = in_child(deed, cpu) if wanted else SURVIVED
            _sweep(Path(tempfile.gettempdir()))
        return True

    def _warm(self, items: list[pytest.Item]) -> None:
        """One test that makes the stores of which the others get copies."""
        makers = [i for i in items if "make_store" in getattr(i, "fixturenames", ())]
        makers.sort(key=lambda item: self.tests.get(item.nodeid, (99.0,))[0])
        if makers:
            nothing = _Nothing.from_parent(makers[0].session, name="nothing")
            makers[0].config.hook.pytest_runtest_protocol(item=makers[0], nextitem=nothing)

    def _child(self, mutant: Mutant, functions: list[FunctionType], wanted: list[pytest.Item]) -> int:
        try:
            whole = compile(mutant.edited(), str(TOP / mutant.path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError, TypeError):
            return STILLBORN
        if not mutant.hot:
            exchange_constant(mutant)
            for cached in self.caches:
                cached.cache_clear()
            return run_items(wanted)
        new = {(c.co_qualname, c.co_firstlineno): c for c in _codes(whole) if function_of(c) == mutant.scope}
        exchanged = 0
        for function in functions:
            code = new.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if code is not None and function.__code__.co_filename == str(TOP / mutant.path):
                if code.co_freevars != function.__code__.co_freevars:
                    return STILLBORN
                function.__code__ = code
                exchanged += 1
        if not exchanged:
            return STILLBORN
        for cached in self.caches:
            cached.cache_clear()
        return run_items(wanted)


def wanted_by(mutant: Mutant, tests: Tests) -> list[str]:
    """The tests for a mutant: those that run its function, or the functions that name its constant."""
    if mutant.hot:
        return chosen(mutant.path, {f"{mutant.path}::{mutant.scope}"}, tests, SECONDS)
    return chosen(mutant.path, users(mutant.path, mutant.names), tests, SECONDS, mutant.names)


def is_warm(mutant: Mutant) -> bool:
    """Whether a mutant needs no new import."""
    return mutant.hot or (
        bool(mutant.names) and mutant.scope == ",".join(sorted(mutant.names)) and is_loose(mutant.path, mutant.names)
    )


def exchange_constant(mutant: Mutant) -> None:
    """Makes a constant anew, and what is made of it, and puts them wherever the old ones were taken."""
    space = sys.modules[module_name(mutant.path)].__dict__
    changed = set(mutant.names)
    for node in mutant.edited().body:
        if (
            not isinstance(node, ast.Assign | ast.AnnAssign)
            or not {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & changed
        ):
            continue
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        before = {name: space[name] for name in names}
        exec(compile(ast.Module([node], []), mutant.path, "exec", dont_inherit=True), space)
        changed |= names
        for other in [m.__dict__ for m in list(sys.modules.values()) if isinstance(m, ModuleType)]:
            for name, old in before.items():
                if name in other and other[name] is old:
                    other[name] = space[name]


def run_items(items: Sequence[pytest.Item]) -> int:
    """Runs tests one after another; a failure ends the process before this returns."""
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
    return SURVIVED


def _sweep(folder: Path) -> None:
    """Takes away what killed tests left."""
    for base in folder.glob("pytest-of-*/pytest-*/*"):
        if not base.name.startswith(("template", "profile")) and not base.is_symlink():
            shutil.rmtree(base, ignore_errors=True)


class _Wrong(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module with its mistake, and all others as they are."""

    def __init__(self, name: str, code: CodeType | None) -> None:
        self.name, self.code = name, code

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """The module with the mistake; with no code at all, the import is refused."""
        if fullname != self.name:
            return None
        if self.code is None:
            raise ImportError(fullname)
        file = TOP / (fullname.replace(".", "/") + ".py")
        file = file if file.exists() else TOP / fullname.replace(".", "/") / "__init__.py"
        inside = [str(file.parent)] if file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(fullname, file, loader=self, submodule_search_locations=inside)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """As usual."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Runs the wrong text."""
        assert self.code is not None
        exec(self.code, module.__dict__)


def module_name(path: str) -> str:
    """`db/rules/money.py` is db.rules.money."""
    name = path.removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def in_order(files: Iterable[str]) -> list[str]:
    """Tests before doctests, as `pytest` itself takes them: else a module with doctests is imported twice."""
    return [str(TOP / file) for file in sorted(files, key=lambda file: (not file.startswith("tests"), file))]


def run_hot(mutants: Sequence[Mutant], tests: Tests) -> tuple[Verdicts, list[Mutant]]:
    """The mutants inside of functions of one module, in this process, which is warm for them."""
    files = {t.split("::")[0] for m in mutants for t in wanted_by(m, tests)}
    if not files:
        return dict.fromkeys((m.key for m in mutants), SURVIVED), []
    hush()
    quietly()
    listener = Listener()
    listener.on()
    plugin = Hot(mutants, tests, listener)
    pytest.main([*FLAGS, *in_order(files)], plugins=[plugin])
    if len(plugin.verdicts) + len(plugin.left) < len(mutants):
        raise RuntimeError(f"{mutants[0].path}: {plugin.trouble or 'pytest could not run the tests'}")
    return plugin.verdicts, plugin.left


def run_cold(mutants: Sequence[Mutant], tests: Tests) -> Verdicts:
    """The mutants of constants and classes: everything that stands on the module is imported anew for each."""
    hush()
    quietly()
    path = mutants[0].path
    _preload(path)
    verdicts: Verdicts = {}
    first = wanted_by(mutants[0], tests)
    if first and in_child(functools.partial(_cold, None, first), 300) != SURVIVED:
        raise RuntimeError(f"{path}: a test fails without any mistake")
    for mutant in mutants:
        wanted = wanted_by(mutant, tests)
        cpu = 15 + 5 * sum(tests[test][0] for test in wanted)
        verdicts[mutant.key] = in_child(functools.partial(_cold, mutant, wanted), cpu) if wanted else SURVIVED
        _sweep(Path(tempfile.gettempdir()))
    return verdicts


def _preload(path: str) -> None:
    """Imports whatever does not stand on the module."""
    stop = _Wrong(module_name(path), None)
    sys.meta_path.insert(0, stop)
    for file in sorted((TOP / "db").rglob("*.py")):
        if "migrations" not in file.parts:
            try:
                importlib.import_module(module_name(str(file.relative_to(TOP))))
            except ImportError:
                continue
    sys.meta_path.remove(stop)


class _Only(_AtOnce):
    """A plugin: of the files that are collected, only some tests."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = frozenset(wanted)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keeps those that are wanted."""
        items[:] = [item for item in items if item.nodeid in self.wanted]


def _cold(mutant: Mutant | None, wanted: list[str]) -> int:
    if mutant is not None:
        try:
            code = compile(mutant.edited(), str(TOP / mutant.path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError, TypeError):
            return STILLBORN
        sys.meta_path.insert(0, _Wrong(module_name(mutant.path), code))
        importlib.import_module(module_name(mutant.path))  # before pytest, which would rewrite it from the file
    files = in_order({test.split("::")[0] for test in wanted})
    result = pytest.main([*FLAGS, *files], plugins=[_Only(wanted)])
    return SURVIVED if result in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) else KILLED


@dataclass(frozen=True, slots=True)
class Job:
    """Some mutants of one module, hot or cold, and the file for their verdicts."""

    path: str
    keys: frozenset[str]
    hot: bool
    answer: Path

    def run(self, tests: Tests) -> None:
        """In a process of its own, which has not seen the product yet."""
        room = self.answer.with_suffix(".room")
        room.mkdir()
        os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = str(room)
        made = mutants_of(self.path, (TOP / self.path).read_text(encoding="utf-8"))
        mutants = [m for m in made if m.key in self.keys]
        verdicts, left = run_hot(mutants, tests) if self.hot else (run_cold(mutants, tests), [])
        text = json.dumps([verdicts, [m.key for m in left]], ensure_ascii=False)
        self.answer.write_text(text, encoding="utf-8")
        shutil.rmtree(room, ignore_errors=True)

    def read(self) -> tuple[Verdicts, list[str]]:
        """The verdicts, and the mutants that must be run cold."""
        verdicts, left = json.loads(self.answer.read_text(encoding="utf-8"))
        return verdicts, left
