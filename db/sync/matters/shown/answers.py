"""The answers a matter can have, each with what follows from it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Final

from db.capture import SyncTable
from db.fields import NOTHING, declared, field_words, noun_words, plain_words
from db.sync.log.rows import queues, references
from db.sync.matters.shown.conflicts import Conflict
from db.sync.matters.shown.evidence import LETTERS, Evidence, Line, Party
from db.sync.matters.shown.records import Records

SIDE: Final = "side:"
"""``side:0`` takes 甲's, ``side:1`` 乙's."""
BOTH, VALUE, LEAVE, MERGE, MERGE_HOMES = "both", "value", "leave", "merge", "merge_homes"
KEEP, DELETE, RESTORE, REMOVE, REOPEN, REPLY = "keep", "delete", "restore", "remove", "reopen", "reply"


@dataclass(frozen=True, slots=True)
class Ask:
    """Something an answer must be told: a field, what it is called, what stands there now."""

    field: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to settle a matter; ``deed`` are the words of the button, ``asks`` what must be filled in first."""

    code: str
    title: str
    consequence: str
    deed: str
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What the answers are made from."""

    matters: Sequence[Conflict]
    evidence: Evidence
    records: Records
    table: SyncTable

    @property
    def matter(self) -> Conflict:
        """The first, and mostly the only one."""
        return self.matters[0]

    @property
    def parties(self) -> tuple[Party, ...]:
        """甲, 乙 …"""
        return self.evidence.parties


def answers_to(case: Case) -> tuple[Answer, ...]:
    """Every way to settle it, the likeliest first."""
    special = {
        queues.FIELD: _fields,
        queues.DELETED_BUT_EDITED: _deletion,
        queues.MOVED_TWICE: _villages,
        references.KIND: _reference,
        "duplicate_identity": _same_person,
        "rule:double_collected": _signed_twice,
        "rule:same_contractor_code": _same_code,
        "rule:closed_without_reply": _unanswered,
    }
    found = special.get(case.matter.kind)
    return found(case) if found else (_leave(_("先这样放着"), _("各处照旧，不再列在这里。")),)


def _leave(title: str, consequence: str) -> Answer:
    return Answer(LEAVE, title, consequence, title)


def _use(party: Party, consequence: str) -> Answer:
    at = LETTERS.index(party.letter)
    title = _("用{letter}").format(letter=party.letter)
    return Answer(f"{SIDE}{at}", title, consequence, _("定为{letter}").format(letter=party.letter))


def _rest(case: Case, party: Party) -> str:
    return "、".join(other.letter for other in case.parties if other is not party)


def _fields(case: Case) -> tuple[Answer, ...]:
    differing = [line for line in case.evidence.lines if line.differs]
    found = [_use(party, _for_party(case, party, differing)) for party in case.parties]
    if all(line.words for line in differing):
        title = _("两段都留")
        found.append(Answer(BOTH, title, _("接成一段，先写的在前，谁的话都不丢。"), _("定为两段都留")))
    rules = [declared(case.matter.table, line.field) for line in differing]
    if any(rule is None or rule.kind == "system" for rule in rules):
        return tuple(found)  # what the program keeps by itself nobody types
    asks = tuple(Ask(line.field, line.label, _shown(case, line)) for line in differing)
    found.append(Answer(VALUE, _("另填"), _("都不对，填第三个值。"), _("定为新填的"), asks))
    return tuple(found)


def _shown(case: Case, line: Line) -> str:
    """What stands there now, as it is typed: the words of a code, a day as 2025-10-21."""
    matter = next(matter for matter in case.matters if matter.col == line.field)
    value = next((side.value for side in matter.sides if side.shown), None)
    rule = declared(matter.table, line.field)
    if value is None or not str(value).strip() or line.field in case.table.refs:
        return ""
    return str(value) if rule is None or rule.kind == "day" else plain_words(matter.table, line.field, value)


def _for_party(case: Case, party: Party, differing: Sequence[Line]) -> str:
    at = case.parties.index(party)
    rest = _rest(case, party)
    if len(differing) == 1:
        value = differing[0].values[at]
        if len(value) <= 12 and value != NOTHING:
            return _("写成“{value}”。{rest}的留在历史里。").format(value=value, rest=rest)
        return _("照{letter}写的。{rest}的留在历史里。").format(letter=party.letter, rest=rest)
    n = sum(line.field in party.sides for line in differing)
    return _("照{letter}改的 {n} 处算，{rest}的留在历史里。").format(letter=party.letter, n=n, rest=rest)


def _deletion(case: Case) -> tuple[Answer, ...]:
    noun = noun_words(case.matter.table)
    return (
        Answer(KEEP, _("留着"), _("这条{noun}照改过的留下，删除不算。").format(noun=noun), _("定为留着")),
        Answer(DELETE, _("还是删掉"), _("两边都不再显示；改的话留在历史里。"), _("定为删掉")),
    )


def _villages(case: Case) -> tuple[Answer, ...]:
    line = next(line for line in case.evidence.lines if line.field == "scope")
    return tuple(
        Answer(f"{SIDE}{at}", _("归{village}").format(village=line.values[at]), _("另一边的不再显示，只计一次。"),
               _("定为归{village}").format(village=line.values[at]))
        for at, _party in enumerate(case.parties)
    )  # fmt: skip


def _reference(case: Case) -> tuple[Answer, ...]:
    matter, noun = case.matter, noun_words(case.matter.table)
    parent = case.table.refs.get(matter.col, "")
    target = case.records.row(parent, matter.other[0] if matter.other else None)
    found = []
    if target is not None:
        called = case.records.called(parent, matter.other[0])
        found.append(
            Answer(RESTORE, _("找回{noun}").format(noun=noun_words(parent)),
                   _("“{called}”重新显示，这条{noun}跟着它。").format(called=called, noun=noun), _("定为找回"))
        )  # fmt: skip
    hint = _("户号、户主姓名或编号") if parent == "household" else _("编号")
    ask = Ask(matter.col, _("{field}（{hint}）").format(field=field_words(matter.table, matter.col), hint=hint))
    found += [
        Answer(VALUE, _("改到别处"), _("这条{noun}归到您填的那一个。").format(noun=noun), _("定为改到别处"), (ask,)),
        Answer(REMOVE, _("这条也删掉"), _("两边都不再显示，留在历史里。"), _("定为也删掉")),
    ]
    waits = _("等那边的文件来了自然对上。") if target is None else _("照旧保留，不再列在这里。")
    return (*found, _leave(_("先放着"), waits))


def _same_person(case: Case) -> tuple[Answer, ...]:
    homes = {case.records.household_of("person", party.record) for party in case.parties}
    found = [Answer(MERGE, _("是同一个人"), _("合成一个人，只计一次；两边记的都留着，可以再拆开。"), _("合成一个人"))]
    scopes = {(case.records.row("household", home) or {}).get("scope") for home in homes}
    if len(homes) > 1 and len(scopes) == 1:
        found.append(
            Answer(MERGE_HOMES, _("人和户都是"), _("两户也合成一户，走访、诉求、权证归到一起。"), _("合成一户"))
        )
    asks = tuple(
        Ask(party.record, _("{letter}的证件号码").format(letter=party.letter),
            str((case.records.row("person", party.record) or {}).get("id_no") or ""))
        for party in case.parties
    )  # fmt: skip
    return (
        *found,
        _leave(_("不是同一个人"), _("两个人各算各的，不再列在这里。")),
        Answer(VALUE, _("号码写错了"), _("改正证件号码，两个人就分开了。"), _("改正号码"), asks),
    )


def _signed_twice(case: Case) -> tuple[Answer, ...]:
    found = [_use(party, _signed(case, party)) for party in case.parties]
    ask = Ask("collector_name", field_words("certificate_event", "collector_name"))
    return (
        *found,
        _leave(_("两条都留"), _("比如先后各领过一次：补发、换发。")),
        Answer(VALUE, _("另填"), _("都不对，填真正领证的人。"), _("定为新填的"), (ask,)),
    )


def _signed(case: Case, party: Party) -> str:
    rest = _rest(case, party)
    who = (case.records.row("certificate_event", party.record) or {}).get("collector_name") or NOTHING
    return _("{who}领的。{rest}改记为误录，留在历史里。").format(who=who, rest=rest)


def _same_code(case: Case) -> tuple[Answer, ...]:
    asks = tuple(
        Ask(party.record, _("{letter}的承包方编码").format(letter=party.letter),
            str((case.records.row("contractor", party.record) or {}).get("contractor_code") or ""))
        for party in case.parties
    )  # fmt: skip
    return (
        *(
            Answer(f"{SIDE}{at}", _("编码归{letter}").format(letter=party.letter),
                   _("{rest}的编码清空，等重新编。").format(rest=_rest(case, party)),
                   _("编码归{letter}").format(letter=party.letter))
            for at, party in enumerate(case.parties)
        ),
        _leave(_("两个都留"), _("编码照旧，不再列在这里。")),
        Answer(VALUE, _("另填编码"), _("给其中一个换成对的编码。"), _("改正编码"), asks),
    )  # fmt: skip


def _unanswered(case: Case) -> tuple[Answer, ...]:
    ask = Ask("content", field_words("reply", "content"), _lost_reply(case))
    return (
        Answer(REPLY, _("补写答复"), _("记成今天答复的，照旧办结。"), _("补上答复"), (ask,)),
        Answer(REOPEN, _("退回再办"), _("重新办理，答复了再办结。"), _("退回再办")),
        _leave(_("照旧办结"), _("仍记为没有答复，要写明理由。")),
    )


def _lost_reply(case: Case) -> str:
    line = next((line for line in case.evidence.lines if line.field == "content" and line.differs), None)
    return "" if line is None or line.before == NOTHING else line.before
