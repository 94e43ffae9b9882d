"""Papers go only to those who may read a record that names them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import Store
from db.actions.corrections import bring_back
from db.actions.papers import remove_paper
from db.blobs import shelf, standing
from db.check import check
from db.identity import new_id
from db.models import Attachment
from db.queries.papers import paper
from db.sync import Wish, pack, unpack
from db.sync.exchange import blobs
from tests.bundles.opened import open_bundle
from tests.bundles.papers.sheets import contents, frames_in, hang, lose, paper_of, states
from tests.bundles.post import exchange, join
from tests.dispute_makers import make_dispute

Pair = tuple[Store, Store]


def test_papers_of_a_mediation_go_only_to_those_it_was_granted(
    enrolled: Pair, make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township = enrolled
    second = make_store("village", name="桃溪村二号", region_code="430499101201")
    join(township, second, Wish(mediation=False))
    general, secret = paper_of(1, 4000), paper_of(2, 4000)
    home = hang(village, tmp_path, general)
    dispute = make_dispute(village)
    hidden = hang(village, tmp_path, secret, noun="dispute", record_id=dispute)
    exchange(village, township, tmp_path / "up")
    assert states(township, [home, hidden]) == ["here", "here"]
    to_second = pack(township, tmp_path / "down", "桃溪村二号")
    _kinds, _inner, papers = frames_in(to_second.path, second)
    assert list(papers.values()) == [general]
    unpack(second, [to_second.path])
    assert states(second, [home, hidden]) == ["here", "absent"]
    lose(township, hidden)
    standing.verify_all(township)
    _kinds, inner, _papers = frames_in(pack(township, tmp_path / "down", "桃溪村二号").path, second)
    assert inner.blobs_want == []  # not even its name


def test_papers_of_an_accusation_go_up_locked_and_to_nobody_else(enrolled: Pair, tmp_path: Path) -> None:
    village, township = enrolled
    exchange(village, township, tmp_path / "first")
    exchange(township, village, tmp_path / "first")
    content = paper_of(3, 4000)
    blob = shelf.put(village, [content])
    with village.write("检举") as session:
        session.add(Attachment(id=new_id(), compartment=2, noun="request", record_id=new_id(), sha256=blob.sha256))
    with village.connection() as connection:
        standing.note_here(connection, blob, "application/pdf")
    packed = pack(village, tmp_path / "up")
    assert packed.papers == packed.records == 0  # nobody reads of it in a report
    kinds, _inner, papers = frames_in(packed.path, township)
    assert (kinds, papers) == ("HCCCE", {})
    assert open_bundle(packed.path, township).papers == {blob.sha256: content}
    unpack(township, [packed.path])
    assert shelf.content(township, blob.sha256) == content
    with township.connection() as connection:
        blobs.keep_wanted(connection, village.device_id, [bytes.fromhex(blob.sha256)])
    assert open_bundle(pack(township, tmp_path / "down", "桃溪村").path, village).papers == {}


def test_asking_for_a_paper_of_another_village_brings_nothing(
    enrolled: Pair, make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township = enrolled
    other = make_store("village", name="石桥村", region_code="430499101202")
    join(township, other)
    one = hang(village, tmp_path, paper_of(4, 4000))
    exchange(village, township, tmp_path / "up")
    with township.connection() as connection:
        blobs.keep_wanted(connection, other.device_id, [bytes.fromhex(paper(village, one).sha256)])
    packed = pack(township, tmp_path / "down", "石桥村")
    assert packed.papers == 0
    assert frames_in(packed.path, other)[2] == {}


def test_a_paper_taken_down_is_not_sent_and_one_put_up_again_is(
    three: tuple[Store, Store, list[str]], tmp_path: Path
) -> None:
    village, township, ids = three
    pack(village, tmp_path / "lost")  # sealed: what comes and goes between two seals leaves no trace at all
    remove_paper(village, ids[0])
    packed = pack(village, tmp_path / "up")
    assert packed.papers == 2
    unpack(township, [packed.path])
    bring_back(village, "attachment", ids[0])
    for _trip in range(2):
        exchange(village, township, tmp_path / "up")
        exchange(township, village, tmp_path / "down", "桃溪村")
    assert states(township, ids) == ["here"] * 3


def test_a_paper_taken_away_for_good_does_not_come_back(three: tuple[Store, Store, list[str]], tmp_path: Path) -> None:
    village, township, ids = three
    packed = pack(village, tmp_path / "up")
    unpack(township, [packed.path])
    standing.purge(township, paper(township, ids[0]).sha256)
    unpack(township, [pack(village, tmp_path / "up").path])
    assert states(township, ids) == ["purged", "here", "here"]
    assert check(township) == []


def test_a_new_laptop_gets_what_even_the_office_had_to_ask_for(
    three: tuple[Store, Store, list[str]], make_store: Callable[..., Store], tmp_path: Path
) -> None:
    village, township, ids = three
    exchange(village, township, tmp_path / "up")
    lose(township, ids[1])
    standing.verify_all(township)
    new = make_store("village", name="桃溪村新", region_code="430499101201")
    join(township, new)
    assert exchange(township, new, tmp_path / "down", "桃溪村新").papers == 2
    assert states(new, ids) == ["here", "missing", "here"]
    exchange(new, township, tmp_path / "up")
    exchange(township, village, tmp_path / "down", "桃溪村")
    exchange(village, township, tmp_path / "up")
    exchange(township, new, tmp_path / "down", "桃溪村新")
    assert contents(new, ids) == contents(village, ids)
