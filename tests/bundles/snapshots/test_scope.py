"""T12 and T7 for snapshots: nothing outside the grant is in one; cut off at any transaction it ends as undisturbed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrage
import pytest

from db import Store
from db.identity import new_id
from db.sync import Plan, pack, resume, unpack
from db.sync.deeds.snapshots import pieces
from db.sync.exchange.taking.stage import pairs_of
from db.sync.log import apply as applying
from db.sync.log import proof
from db.sync.peers import peers
from tests.bundles.post import shown
from tests.bundles.snapshots.conftest import Start


def said(path: Path, receiver: Store) -> tuple[set[tuple[str, int]], bytes]:
    """The partitions of a snapshot, and every byte of it once it is opened and unpressed."""
    content = path.read_bytes()
    identities = [pyrage.x25519.Identity.from_str(pair.age) for pair in pairs_of(receiver)]
    stream = pyrage.decrypt(content[content.rindex(b"age-encryption.org/v1") :], identities)
    with receiver.connection(immediate=False) as connection:
        office = peers.office(connection)
    assert office is not None
    parts, plain = set[tuple[str, int]](), [content, stream]
    while stream:
        length, kind = int.from_bytes(stream[:4], "little"), stream[4:5]
        if kind == b"N":
            piece = pieces.unseal(stream[5 : 5 + length], office.public)
            parts.add(piece.part)
            plain += [covered.compacted or b"" for covered in piece.covered]
        stream = stream[5 + length :]
    return parts, b"".join(plain)


def test_nothing_outside_the_grant_is_in_a_snapshot(start: Start) -> None:
    office, village = start.township, start.village.scope
    other = new_id()
    canaries = [f"金丝雀{n}号{new_id()[-12:]}" for n in range(50)]
    with office.write("核对") as session:
        db = session.connection()
        for n, word in enumerate(canaries):
            scope, compartment = ((other, 0), (other, 1), (village, 2))[n % 3]
            db.exec_driver_sql(
                "INSERT INTO household(id, scope, compartment, household_no, address) VALUES (?, ?, ?, ?, ?)",
                (new_id(), scope, compartment, str(n), word),
            )
        db.exec_driver_sql(
            "INSERT INTO household(id, scope, compartment, hidden, address) VALUES (?, ?, 1, 0, '调解里的')",
            (new_id(), village),
        )
    made = pack(office, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))
    parts, plain = said(made.path, start.laptop)
    assert parts <= {(village, 0), (village, 1), (office.scope, 0)}
    assert "桃溪村1号".encode() in plain
    assert "调解里的".encode() in plain  # the laptop may read mediation, and is the only one who can open the file
    for word in (*canaries, other):
        assert word.encode() not in plain
    (report,) = unpack(start.laptop, [made.path])
    assert report.result == "taken"


class Cut(BaseException):
    """The power is gone."""


def test_cut_off_before_any_transaction_it_ends_as_if_undisturbed(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "OPS_A_TRANSACTION", 4)
    made = pack(start.township, start.folder / "new", start.laptop.device_id, plan=Plan(snapshot=True))
    honest, done = applying._Run._some, [0]

    def some(self: Any, ready: Any) -> int:
        done[0] += 1
        if done[0] % 2:
            raise Cut
        return honest(self, ready)

    monkeypatch.setattr(applying._Run, "_some", some)
    with pytest.raises(Cut):
        unpack(start.laptop, [made.path])
    cuts = 1
    while True:
        with start.laptop.connection(immediate=False) as connection:
            assert connection.exec_driver_sql("SELECT applying FROM sync_state").scalar() == 0
        try:
            resume(start.laptop)
            break
        except Cut:
            cuts += 1
    assert cuts >= 3
    found, expected = shown(start.laptop), shown(start.township)
    assert {n: r for n, r in found.items() if n not in ("cadre", "heads")} == {
        n: r for n, r in expected.items() if n not in ("cadre", "heads")
    }
    assert proof.differences(start.laptop) == []
    monkeypatch.setattr(applying._Run, "_some", honest)
    assert unpack(start.laptop, [made.path])[0].result == "known"
    assert shown(start.laptop) == found
