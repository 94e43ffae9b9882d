"""No word is lost on real books: whoever took an entry off display had it before them."""

from __future__ import annotations

from db.sync.log import ancestry, merge, segment
from tests.bundles.model.stores import RULES, SmallStore


def nobody_was_overruled(store: SmallStore, part: str, ever: dict[bytes, list[bytes]]) -> None:
    """Every write that is no longer live was named by somebody who knew it; so was every write of a hidden row."""
    knows = Knowledge(store, part, ever)
    killers: dict[tuple[merge.Dot, str], list[bytes]] = {}
    writes: dict[tuple[str, str, str], list[tuple[merge.Dot, merge.Value]]] = {}
    for dot, op in knows.ops:
        for write in op.writes:
            writes.setdefault((op.table, op.pk, write.col), []).append((dot, write.value))
            for other in write.replaces:
                killers.setdefault((other, write.col), []).append(dot.segment)
    for (table, pk, col), found in writes.items():
        live = {dot for dot, _ in found if not any(knows.both(k, dot.segment) for k in killers.get((dot, col), ()))}
        assert live, "a field without any entry"
        if RULES[table][col].kind != "clock":
            ((shown,),) = store.rows(f"SELECT {col} FROM {table} WHERE id = ?", pk)
            values = {merge.norm(value) for dot, value in found if dot in live}
            assert merge.norm(shown) in values
            ladder = RULES[table][col].kind == "ladder"
            if len(values) > 1 and not ladder and store.rows(f"SELECT 1 FROM {table} WHERE id = ? AND hidden = 0", pk):
                assert store.rows("SELECT 1 FROM sync_conflict WHERE pk = ? AND col = ?", pk, col), "a word was lost"
    for (table, pk, col), found in writes.items():
        if store.rows(f"SELECT 1 FROM {table} WHERE id = ? AND hidden = 1", pk):
            live = {dot for dot, _ in found if not any(knows.both(k, dot.segment) for k in killers.get((dot, col), ()))}
            if RULES[table][col].kind == "clock":
                continue
            deletions = [dot.segment for dot, op in knows.ops if op.code == merge.DELETE and op.pk == pk]
            known = {dot for dot in live for deletion in deletions if knows.both(deletion, dot.segment)}
            assert known == live, "a row vanished with words its deleter never saw"


class Knowledge:
    """Every op of a partition, and which segments their authors held when they wrote, lost ones too."""

    def __init__(self, store: SmallStore, part: str, ever: dict[bytes, list[bytes]]) -> None:
        self.graph = store.graph(part)
        self.ops = [
            (merge.Dot(name, idx), op) for name in self.graph for idx, op in enumerate(segment.ops(store.body(name)))
        ]
        self.graph |= ever
        self._below: dict[bytes, set[bytes]] = {}

    def both(self, later: bytes, earlier: bytes) -> bool:
        """Whether the author of one segment held the other."""
        if later not in self._below:
            self._below[later] = ancestry.closure(self.graph, self.graph[later])
        return earlier in self._below[later]
