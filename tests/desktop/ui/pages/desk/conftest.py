"""A village, its township, and a matter of every kind between them, made once; tests get copies."""

import pytest

from db.actions.corrections import correct
from db.store import surroundings
from tests.bundles.desk.conftest import Desk, desk
from tests.bundles.post import Forge, copied, district, enrolled, exchange, forge
from tests.conftest import CHEAP, StillClock
from tests.land_makers import make_contractor

__all__ = ["desk", "district", "enrolled", "forge"]
KINDS = ("words", "fact", "facts", "deleted", "person", "collected", "unanswered", "lost")


class OneWay(Desk):
    """While matters are made a stick need only go up; what the office knows comes down at the end."""

    def meet(self):
        exchange(self.village, self.township, self.stick)


def same_code(desk):
    """Two contractors with one code, beside the one of the certificate."""
    ids = [make_contractor(desk.village, name, no=no) for name, no in (("李林峰", "011"), ("罗冬林", "012"))]
    desk.meet()
    correct(desk.village, "contractor", ids[0], {"contractor_code": "430499101201010009"})
    correct(desk.township, "contractor", ids[1], {"contractor_code": "430499101201010009"})


@pytest.fixture(scope="session")
def quarrels(district, tmp_path_factory):
    """The stores of a village and its township with every kind of matter open."""
    folder = tmp_path_factory.mktemp("quarrels")
    around = surroundings(profile=folder / "profile", clock=StillClock(), cost=CHEAP)
    with copied(district, folder, around) as (village, township):
        made = OneWay(village, township, folder / "usb", Forge(village, township, folder))
        made.meet()
        for kind in KINDS:
            getattr(made, f"_{kind}")()
        same_code(made)
        for sender, receiver in ((village, township), (township, village)) * 2:
            exchange(sender, receiver, folder / "usb")
    return folder


@pytest.fixture
def everything(quarrels, tmp_path, around):
    """Every kind of matter open at both ends."""
    with copied(quarrels, tmp_path, around) as (village, township):
        yield Desk(village, township, tmp_path / "usb", Forge(village, township, tmp_path))


@pytest.fixture
def quiet(qtbot):
    """quiet(page): every answer has come."""
    return lambda page: qtbot.waitUntil(lambda: page.desk.jobs.quiet, timeout=20_000)
