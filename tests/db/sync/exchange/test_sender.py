"""What a bundle proves of its sender before it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from db import Store
from db.sync.envelope import header as hd
from db.sync.envelope.disk import Disk
from db.sync.envelope.write import Draft, write_bundle
from db.sync.errors import BundleError
from db.sync.exchange.sender import card_of, inspect
from db.sync.peers import enrol


@pytest.fixture
def bundle(village: Store, township: Store, tmp_path: Path) -> Path:
    header = hd.Header(
        bundle_id="b", kind="receipt", sender=village.device_id, sender_name="桃溪村\u202e", to=township.scope,
        to_name="云岭镇", office=township.scope, card=enrol.device_card(village), file_no=17,
        made_at="2026-11-21T13:40:08.123Z", app="0.1.0", schema=1, n_segments=0, plain_bytes=0,
    )  # fmt: skip
    card, _words = enrol.card_words(enrol.make_card(township).encode())
    draft = Draft(header, hd.Inner(bundle_id="", header=b""), [], 0, [card.box])
    assert village.pair is not None
    return write_bundle(tmp_path / "a.bjb", draft, village.pair, Disk()).path


def test_a_bundle_tells_what_everybody_may_know(bundle: Path) -> None:
    told = inspect(bundle)
    assert told == {
        "format": 1, "bundle_id": "b", "from": "桃溪村", "to": "云岭镇", "made_at": "2026-11-21T13:40:08.123Z",
        "file_no": 17, "kind": "receipt", "segments": 0, "bytes": bundle.stat().st_size, "signature": "valid",
        "app": "0.1.0", "part": [1, 1], "missing": 0,
    }  # fmt: skip


def test_a_store_says_whether_it_knows_the_sender(bundle: Path, village: Store, township: Store) -> None:
    assert inspect(bundle, township)["signature"] == "unknown_sender"
    enrol.accept_device(township, enrol.make_card(village).encode())
    assert inspect(bundle, township)["signature"] == "valid"


def test_an_altered_header_is_invalid_and_a_cut_file_says_what_is_missing(bundle: Path) -> None:
    content = bundle.read_bytes()
    at = content.index("云岭镇".encode())
    bundle.write_bytes(content[:at] + "白石镇".encode() + content[at + 9 :])
    assert inspect(bundle)["signature"] == "invalid"
    bundle.write_bytes(content[:-7])
    assert inspect(bundle)["missing"] == 7


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        inspect(tmp_path / "none.bjb")
    assert caught.value.code == "NO_FILE"


def test_only_a_computers_own_card_counts(bundle: Path, village: Store, township: Store) -> None:
    from db.sync.envelope.read import open_head

    head = open_head(bundle)
    assert card_of(head).id == village.device_id
    office = msgspec.structs.replace(head.header, card=b"nonsense")
    for header in (office, msgspec.structs.replace(head.header, card=_office_card(township))):
        raw = msgspec.msgpack.encode(header)
        assert village.pair is not None
        wrong: Any = type(head)(header, raw, village.pair.sign(hd.LABEL_HEADER, raw), head.size)
        with pytest.raises(BundleError):
            card_of(wrong)


def _office_card(township: Store) -> bytes:
    from db.sync.peers import papers

    return papers.from_text(enrol.make_card(township).encode())[1]
