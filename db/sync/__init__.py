"""The USB stick: how records travel between laptops, township and county (sync.md).

Here the package is put together: exchange is handed the deeds it needs, which stand above it.
"""

from db.sync.deeds import deposit, leaving, withdrawn
from db.sync.deeds.snapshots.covering import Covering
from db.sync.deeds.snapshots.offering import offer
from db.sync.exchange import needs
from db.sync.exchange.handover import HandOver, handover, standings
from db.sync.exchange.packing.pack import pack
from db.sync.exchange.packing.shares import Plan
from db.sync.exchange.reports import PackReport, UnpackReport, exit_code
from db.sync.exchange.sender import inspect
from db.sync.exchange.taking.unpack import resume, unpack
from db.sync.peers.enrol import Enrolled, Wish, enroll, make_card, own_words, renew, revoke

needs.deeds = needs.Deeds(
    offer=offer,
    covering=Covering,
    afterwards=(deposit.settle, withdrawn.settle, leaving.settle),
)

__all__ = [
    "Enrolled",
    "HandOver",
    "PackReport",
    "Plan",
    "UnpackReport",
    "Wish",
    "enroll",
    "exit_code",
    "handover",
    "inspect",
    "make_card",
    "own_words",
    "pack",
    "renew",
    "resume",
    "revoke",
    "standings",
    "unpack",
]
