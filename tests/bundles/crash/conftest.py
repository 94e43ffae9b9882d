"""A process whose children die."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bundles.crash.killing import Killer, killing


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """Runs a job in a process of its own that is killed at its k-th commit; answers "killed" or how many there were."""
    with killing() as ask:
        yield ask
