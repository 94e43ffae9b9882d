"""The merge desk: what a person must decide, largest damage first; how it is settled and taken back (sync.md §10)."""

from db.sync.matters.deciding.bulk import Choice, Rule, preview, rules, settle_all
from db.sync.matters.deciding.keeping import resolve
from db.sync.matters.deciding.settling import Settlement, settle
from db.sync.matters.deciding.undoing import Decided, decided, decided_today, take_back
from db.sync.matters.shown.answers import Answer, Ask
from db.sync.matters.shown.evidence import Line, Party
from db.sync.matters.shown.items import DeskItem, item, items, open_count
from db.sync.matters.shown.twins import Pair, merged_pairs

__all__ = [
    "Answer",
    "Ask",
    "Choice",
    "Decided",
    "DeskItem",
    "Line",
    "Pair",
    "Party",
    "Rule",
    "Settlement",
    "decided",
    "decided_today",
    "item",
    "items",
    "merged_pairs",
    "open_count",
    "preview",
    "resolve",
    "rules",
    "settle",
    "settle_all",
    "take_back",
]
