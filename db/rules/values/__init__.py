"""What a value of a field must be: one rule for every door it comes in by (form, command, ledger, merge desk)."""

from db.rules.values.keeping import NOTHING, day_words, in_words, stored, typed
from db.rules.values.refusing import LONGEST, order_refusal, refusal
from db.rules.values.rule import Kind, ValueRule

__all__ = [
    "LONGEST",
    "NOTHING",
    "Kind",
    "ValueRule",
    "day_words",
    "in_words",
    "order_refusal",
    "refusal",
    "stored",
    "typed",
]
