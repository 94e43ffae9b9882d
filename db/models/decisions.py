"""What was settled at the merge desk, why, and how it is taken back; it travels, so that both ends can read it."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Decision(Recorded, table=True):
    """定夺 of one matter of the queue; the answer ``leave`` keeps a matter closed while the same records are concerned.

    It stands in the partition of the record it is about. ``others`` are the further records, comma separated;
    ``undo`` is JSON (db/bundles/desk/undoing.py). A decision taken back is deleted.
    """

    __table_args__ = synced(93)
    matter: str | None = field("fact", 0, index=True)
    kind: str | None = field("fact", 0)
    noun: str | None = field("fact", 0)
    record_id: str | None = field("fact", 1, index=True)
    field_name: str | None = field("fact", 0)
    others: str | None = field("fact", 1)
    title: str | None = field("fact", 1)
    about: str | None = field("fact", 2)
    answer: str | None = field("fact", 0)
    answer_words: str | None = field("fact", 2)
    reason: str | None = field("words", 2)
    undo: str | None = field("fact", 3)
