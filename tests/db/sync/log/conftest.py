"""A township that keeps a village's records itself."""

from __future__ import annotations

import pytest

from db import Store
from db.models import Village

VILLAGE_ID = "b" * 32


@pytest.fixture
def office(township: Store) -> Store:
    """The township's store, with a village in it."""
    with township.write() as session:
        session.add(Village(id=VILLAGE_ID, scope=VILLAGE_ID, name="桃溪村", region_code="430499101201"))
    return township
