"""The USB stick: how records travel between laptops, township and county (sync.md)."""

from db.bundles.stick.handover import HandOver, handover, standings
from db.bundles.stick.pack import pack
from db.bundles.stick.reports import PackReport, UnpackReport, exit_code
from db.bundles.stick.shares import Plan
from db.bundles.stick.unpack import release, resume, unpack
from db.bundles.trust.enrol import Enrolled, Wish, enroll, make_card, own_words, renew, revoke
from db.bundles.trust.sender import inspect

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
    "release",
    "renew",
    "resume",
    "revoke",
    "standings",
    "unpack",
]
