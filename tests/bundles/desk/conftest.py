"""A matter of every kind between a village and its township, made as it happens: both wrote, neither knew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from db import Store
from db.actions.certificates import NewCertificateEvent, record_certificate_event
from db.actions.corrections import correct, remove
from db.actions.households import NewPerson, add_person
from db.actions.requests import NewReply, NewStep, answer_request, take_step
from db.models import Village
from db.sync.exchange.taking.unpack import release
from db.sync.matters import DeskItem, items
from tests.bundles.post import Forge, exchange, shown
from tests.land_makers import make_case, make_certificate, make_contractor
from tests.makers import id_number, make_household, make_request, make_visit


@dataclass
class Desk:
    """Two stores and the stick between them."""

    village: Store
    township: Store
    stick: Path
    forge: Forge

    def meet(self) -> None:
        """A stick there and one back; afterwards both show the same."""
        exchange(self.village, self.township, self.stick)
        exchange(self.township, self.village, self.stick)
        assert shown(self.village) == shown(self.township)

    def only(self, store: Store | None = None) -> DeskItem:
        """The one item that stands open, the same at both ends."""
        (here,), (there,) = items(self.village), items(self.township)
        assert (here.id, here.kind, here.lines) == (there.id, there.kind, there.lines)
        return there if store is self.township else here

    def only_at(self, store: Store) -> DeskItem:
        """The one item open at one end, whatever the other knows."""
        (found,) = items(store)
        return found

    def empty(self) -> bool:
        """Whether nothing is open at either end."""
        return not items(self.village) and not items(self.township)

    # --- one matter of each kind ---

    def make(self, kind: str) -> DeskItem:
        """A matter of that kind, known to both ends."""
        self.meet()
        getattr(self, f"_{kind}")()
        self.meet()
        return self.only()

    def _household(self, *names: str, no: str = "031") -> str:
        home = make_household(self.village, *(names or ("李林峰", "王秀英")), no=no, group="三组")
        self.meet()
        return home

    def _words(self) -> None:
        visit = make_visit(self.village, self._household(), "问了收成。")
        self.meet()
        correct(self.village, "visit", visit, {"talk": "晚稻快收了，想清机耕道口的石头。"})
        correct(self.township, "visit", visit, {"talk": "晚稻快收了，担心收割机进不来。"})

    def _fact(self) -> None:
        home = self._household()
        correct(self.village, "household", home, {"phone": "13800000001"})
        correct(self.township, "household", home, {"phone": "13800000002"})

    def _facts(self) -> None:
        home = self._household()
        with self.village.read() as session:
            query = "SELECT id FROM person WHERE household_id = ? ORDER BY position"
            person = session.connection().exec_driver_sql(query, (home,)).first()[0]
        correct(self.village, "person", person, {"phone": "13800000001", "position": 3, "education": "10"})
        correct(self.township, "person", person, {"phone": "13800000002", "position": 4, "education": "20"})

    def _deleted(self) -> None:
        home = self._household()
        remove(self.village, "household", home)
        correct(self.township, "household", home, {"address": "三组新屋"})

    def _person(self) -> None:
        first, second = self._household(no="031"), self._household("王秀英", no="032")
        for store, home in ((self.village, first), (self.township, second)):
            add_person(store, NewPerson(household_id=home, name="李小红", id_no=id_number()))

    def _collected(self) -> None:
        certificate = make_certificate(self.village, make_case(self.village), certificate_code="430499101201030031J")
        self.meet()
        for store, name in ((self.village, "李林峰"), (self.township, "王秀兰")):
            record_certificate_event(
                store,
                NewCertificateEvent(
                    certificate_id=certificate, event="collected", collector_name=name, on_date=store.today()
                ),
            )

    def _unanswered(self) -> None:
        request = make_request(self.village, self._household())
        reply = answer_request(self.village, NewReply(request_id=request, content="已经修好。")).id
        self.meet()
        remove(self.village, "reply", reply)
        take_step(self.township, NewStep(request_id=request, step="closed"))

    def _code(self) -> None:
        make_contractor(self.village, "李林峰", no="001")
        make_contractor(self.village, "罗冬林", no="002")
        self.meet()
        with self.village.read() as session:
            query = "SELECT id FROM contractor ORDER BY contractor_code"
            ids = [row[0] for row in session.connection().exec_driver_sql(query)]
        correct(self.village, "contractor", ids[0], {"contractor_code": "430499101201010009"})
        correct(self.township, "contractor", ids[1], {"contractor_code": "430499101201010009"})

    def _lost(self) -> None:
        home = self._household()
        self._household("罗冬林", no="032")
        remove(self.village, "household", home)
        make_visit(self.township, home, "去看了。")

    def moved(self) -> DeskItem:
        """A household visible in two villages, at the office."""
        home = self._household()
        other = "0f" * 16
        with self.township.write("村") as session:
            session.add(Village(id=other, scope=self.township.scope, name="石桥村"))
        twin = self.forge.segment((home, ["031", "石桥村三组"]), part=(other, 0))
        exchange_forged(self.township, self.forge.bundle(twin))
        release(self.township, [twin.hash])
        (found,) = items(self.township)
        return found


def exchange_forged(store: Store, path: Path) -> None:
    """A file made by hand, taken in."""
    from db.sync import unpack

    unpack(store, [path])


KINDS = {
    "words": "field", "fact": "field", "facts": "field", "deleted": "deleted_but_edited",
    "person": "duplicate_identity", "collected": "rule:double_collected", "unanswered": "rule:closed_without_reply",
    "code": "rule:same_contractor_code", "lost": "dangling_ref",
}  # fmt: skip


@pytest.fixture
def desk(enrolled: tuple[Store, Store], forge: Forge, tmp_path: Path) -> Desk:
    """A village and its township, and nothing to decide yet."""
    return Desk(*enrolled, tmp_path / "usb", forge)


@pytest.fixture
def matter(desk: Desk) -> Callable[[str], DeskItem]:
    """matter("words"): a matter of that kind, open at both ends."""
    return desk.make
