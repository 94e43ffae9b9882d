"""What is declared of a field (db/models/fields.py), for whoever shows, asks, checks, reads or writes its values."""

from db.fields.checking import kept, kept_together, proved
from db.fields.declared import columns_of, declared, editable, followers, listed, noun_of, target
from db.fields.wording import (
    field_words,
    moment_words,
    noun_words,
    plain_words,
    shown_numbers,
    typed_value,
)
from db.rules.values import NOTHING

__all__ = [
    "NOTHING",
    "columns_of",
    "declared",
    "editable",
    "field_words",
    "followers",
    "kept",
    "kept_together",
    "listed",
    "moment_words",
    "noun_of",
    "noun_words",
    "plain_words",
    "proved",
    "shown_numbers",
    "target",
    "typed_value",
]
