"""What imports what never goes round in a circle: neither files, nor packages that lie side by side."""

from __future__ import annotations

from functools import cache
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.house.sources import OURS

Graph = dict[str, set[str]]


@cache
def _imports() -> grimp.ImportGraph:
    return grimp.build_graph(*OURS, cache_dir=None)


def _files() -> Graph:
    graph = _imports()
    return {name: set(graph.find_modules_directly_imported_by(name)) for name in graph.modules}


def _side_by_side(package: str) -> Graph:
    """The children of a package, each with the children that it, or anything in it, imports."""
    files, children = _files(), _imports().find_children(package)
    found: Graph = {}
    for child in children:
        inside = {name for name in files if name == child or name.startswith(f"{child}.")}
        used = {name for one in inside for name in files[one]}
        others = children - {child}
        found[child] = {o for o in others if any(name == o or name.startswith(f"{o}.") for name in used)}
    return found


def circle(graph: Graph) -> list[str]:
    """One circle, or nothing.

    >>> circle({"a": {"b"}, "b": {"c"}, "c": set()}), sorted(set(circle({"a": {"b"}, "b": {"a"}})))
    ([], ['a', 'b'])
    """
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


@pytest.mark.parametrize("room", OURS)
def test_no_files_import_each_other_in_a_circle(room: str) -> None:
    """An import that stands in a function, or for types alone, counts too."""
    files = _files()
    assert circle({name: used for name, used in files.items() if name.split(".")[0] == room}) == []


PACKAGES = sorted(n for n in _imports().modules if n.startswith("db.sync") and _imports().find_children(n))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_packages_of_sync_import_each_other_in_a_circle(package: str) -> None:
    """Nor do files with packages that lie beside them."""
    assert circle(_side_by_side(package)) == []
