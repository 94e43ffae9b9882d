"""What the place 交接 asks workers to do: the ledger, packing, taking in, enrolling."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import StoreError
from db.sync import Wish, enroll, handover, inspect, make_card, own_words, pack, renew, unpack
from db.sync.errors import BundleError, of_os
from db.sync.exchange.history import HandedIn, file_log, handed_in
from db.sync.exchange.safety import back_up_beside
from db.sync.exchange.sender import sender_card
from db.sync.matters import open_count
from db.sync.matters.quarantine import returned, waiting
from db.sync.peers.enrol import accept_device, card_words
from db.sync.peers.succession import predecessor
from desktop.paths import BUNDLE
from desktop.ui.jobs import Progress

if TYPE_CHECKING:
    from db.store import Store
    from db.sync import HandOver, PackReport, UnpackReport
    from db.sync.exchange.handover import DeviceRow
    from db.sync.exchange.history import FileLine
    from db.sync.peers.enrol import Enrolled

CARD, GRANT = ".card", ".grant"


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One computer of the ledger, and how many changes it handed in and the office took over."""

    row: DeviceRow
    handed: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The hand-over ledger, the files that went and came, and whether this computer may hand over at all.

    ``matters`` wait at the merge desk, ``held`` segments in quarantine; ``returned`` records of ours were not taken.
    """

    handover: HandOver
    enrolled: bool
    devices: tuple[DeviceLine, ...]
    files: tuple[FileLine, ...]
    matters: int
    held: int
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Stranger:
    """A laptop that asks to be let in: its name, its village, and the words the clerk reads out over the telephone.

    ``replaces`` is the id of the computer whose place it takes, ``former`` that one's name; ``proven`` if its key
    vouched for the card.
    """

    path: str
    name: str
    place: str
    words: str
    replaces: str = ""
    former: str = ""
    proven: bool = False


def ledger(store: Store) -> Ledger:
    """Who handed over what, and how many records stand where."""
    found, counted, none = handover(store), handed_in(store), HandedIn(0, 0)
    lines = []
    for row in found.devices:
        count = counted.get(row.id, none)
        lines.append(DeviceLine(row, count.handed, count.accepted))
    not_taken = sum(ours.deeds for ours in returned(store)) if store.role == "village" else 0
    files = tuple(file_log(store))
    return Ledger(found, store.enrolled, tuple(lines), files, open_count(store), waiting(store), not_taken)


@dataclass(frozen=True, slots=True)
class Packed:
    """The bundles on the stick, and what became of the backup that goes along; empty where none was wanted."""

    reports: list[PackReport]
    backup: str = ""


def pack_to(progress: Progress, store: Store, folder: str, names: tuple[str, ...], backup: bool = False) -> Packed:
    """Write a bundle for each receiver (none named: the township) into a folder, each read back; then a backup."""
    made = []
    for name in names or ("",):
        words = _("正在给{name}装盘").format(name=name) if name else _("正在装盘")
        made.append(pack(store, Path(folder), name or None, _Told(progress, words)))
    if not backup:
        return Packed(made)
    return Packed(made, back_up_beside(store, Path(folder), _Told(progress, _("正在顺带备份"))).sentence)


def take_in(progress: Progress, store: Store, paths: tuple[str, ...], salvage: bool = False) -> list[UnpackReport]:
    """Take files in one after another, the older ones first; each with its own verdict.

    ``salvage``: of a truncated or damaged file the part that is intact.
    """
    reports: list[UnpackReport] = []
    files = sorted((Path(path) for path in paths), key=_made_at)
    for number, path in enumerate(files, 1):
        words = _("正在查验并收下 {name}（第 {n} 份，共 {m} 份）")
        told = _Told(progress, words.format(name=path.name, n=number, m=len(files)))
        reports += unpack(store, [path], salvage=salvage, progress=told)
    return reports


def _made_at(path: Path) -> str:
    try:
        return str(inspect(path)["made_at"])
    except StoreError:
        return "~"


class _Told:
    def __init__(self, progress: Progress, words: str) -> None:
        self._progress, self._words = progress, words

    def __call__(self, done: int, total: int) -> None:
        self._progress(done, total, self._words)


def bundles_in(folder: str) -> list[str]:
    """The bundles lying in a folder, for a stick that was plugged in."""
    try:
        return sorted(str(path) for path in Path(folder).iterdir() if path.suffix == BUNDLE)
    except OSError:
        return []


# --- enrolment ------------------------------------------------------------------------------------------------------


def card_text(store: Store) -> tuple[str, str]:
    """This computer's card as a file's text, and its check words to be read out."""
    return make_card(store), own_words(store)


def stranger(store: Store, path: str) -> Stranger:
    """Who asks to be let in with this card."""
    card, words = card_words(_card(path))
    old = predecessor(store, card)
    if old is None:
        return Stranger(path, card.name, card.place.name, words)
    return Stranger(path, card.name, card.place.name, words, old.id, old.name, old.proven)


def let_in(store: Store, path: str, replaces: str = "") -> Enrolled:
    """At the office: let the laptop of a card in, in another's place or not. At a laptop: take the office's grant."""
    if Path(path).suffix == BUNDLE:
        return accept_device(store, _card(path), Wish(replaces=replaces))
    return enroll(store, Path(path), Wish(replaces=replaces))


def renew_sender(store: Store, path: str) -> Enrolled:
    """At the office: the computer a bundle comes from may go on for three years more."""
    card, _content = sender_card(Path(path))
    return renew(store, card.id)


def _card(path: str) -> bytes:
    """A card file; out of a bundle the card of its sender, who signed it."""
    return sender_card(Path(path))[1] if Path(path).suffix == BUNDLE else _read(path)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise BundleError("NO_FILE", name=Path(path).name) from None
    except OSError as error:
        raise of_os(error) from error


def keep_text(path: str, text: str) -> str:
    """Write a card or grant where the cadre wants it; returns its name."""
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise of_os(error) from error
    return Path(path).name
