"""The merge desk: what a person must decide, largest damage first; how it is settled and taken back (sync.md §10)."""

from db.bundles.desk.answers import Answer, Ask
from db.bundles.desk.bulk import Choice, Rule, preview, rules, settle_all
from db.bundles.desk.evidence import Line, Party
from db.bundles.desk.items import DeskItem, item, items, open_count
from db.bundles.desk.keeping import resolve
from db.bundles.desk.settling import Settlement, settle
from db.bundles.desk.twins import Pair, merged_pairs
from db.bundles.desk.undoing import Decided, decided, decided_today, take_back

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
