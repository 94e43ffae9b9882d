"""What was settled at the merge desk, why, and how it is taken back; it travels, so that both ends can read it."""

from __future__ import annotations

from db.models.fields import Recorded, field, synced


class Decision(Recorded, table=True):
    """定夺 of one matter of the queue; the answer ``leave`` keeps a matter closed while the same records are concerned.

    It stands in the partition of the record it is about. ``others`` are the further records, comma separated;
    ``undo`` is JSON (db/sync/matters/deciding/undoing.py). A decision taken back is deleted.
    """

    __table_args__ = synced(93, "定夺")
    matter: str | None = field("fact", 0, "事项", "system", index=True)
    kind: str | None = field("fact", 0, "类别", editable=False)
    noun: str | None = field("fact", 0, "哪类记录", "system")
    record_id: str | None = field("fact", 1, "哪条记录", "system", index=True)
    field_name: str | None = field("fact", 0, "哪一项", "system")
    others: str | None = field("fact", 1, "涉及的记录", "system")
    title: str | None = field("fact", 1, "标题", "system")
    about: str | None = field("fact", 2, "关于谁", "system")
    answer: str | None = field("fact", 0, "怎么定的", "system")
    answer_words: str | None = field("fact", 2, "定成什么", "system")
    reason: str | None = field("words", 2, "理由", editable=False)
    undo: str | None = field("fact", 3, "怎样收回", "system")
