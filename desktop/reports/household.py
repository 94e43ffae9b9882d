"""一户一档: all that is known of one household, for the household itself and for the archive."""

from collections.abc import Callable, Iterable, Sequence
from gettext import gettext as _

from reportlab.platypus.flowables import Flowable

from db.queries.household_file import HouseholdFile, MemberRow, PaperRow
from desktop.reports.edition import Edition
from desktop.reports.household_records import SIX, land_section, pairs, request_section, visit_section
from desktop.reports.layout.page import WIDTH_MM, Edges, Heading, MissingNote, Press, Printed
from desktop.reports.layout.signature import signature_block
from desktop.reports.layout.table import Column, Grid, centred, records
from desktop.reports.layout.text import NOTE, PLAIN, TITLE, Text, spaced
from desktop.reports.layout.wording import as_of_line, listed, long_date

Progress = Callable[[int, str], None]
"""Told after each household: how many are done, and the number of this one."""

_NUMBERS = "一二三四五六七八九十"


def household_report(file: HouseholdFile, *, masked: bool = False) -> Printed:
    """One household's file as PDF; a masked copy, for working with it, hides ID and telephone numbers."""
    press = Press(" ".join((_("一户一档"), file.household_no, file.head_name)))
    _print(press, file, masked)
    return press.finish()


def household_batch(
    files: Iterable[HouseholdFile], progress: Progress, cancelled: Callable[[], bool], *, masked: bool = False
) -> Printed | None:
    """Many households in the order given, one PDF, each with its own page numbers; None when it was cancelled."""
    press = Press(_("一户一档"))
    for done, file in enumerate(files, 1):
        if cancelled():
            return None
        _print(press, file, masked)
        progress(done, file.household_no)
    return None if cancelled() else press.finish()


def _print(press: Press, file: HouseholdFile, masked: bool) -> None:
    edition = Edition(file.conflicts, masked=masked)
    title = _("一户一档（工作件，证件号码和电话已遮盖）") if masked else _("一户一档")
    edges = Edges(
        left=_("{village}　户号 {number}　{head}").format(
            village=file.village, number=file.household_no, head=file.head_name
        ),
        right=title,
        foot=as_of_line(file.as_of, file.bundle_no, file.sync_state, file.printed_by),
        outline=f"{file.household_no} {file.head_name}",
    )
    press.print([*_top(file, edition), *_sections(file, edition), *_end(edition, press)], edges)


def _top(file: HouseholdFile, edition: Edition) -> list[Flowable]:
    out: list[Flowable] = [Text(spaced(_("一户一档")), TITLE)]
    if edition.masked:
        out.append(Text(_("工作件　证件号码和电话已遮盖，不作存档"), NOTE.but(align="center", after=4)))
    place = f"{file.county}{file.township}{file.village}{file.village_group}"
    return [*out, Text(place, PLAIN.but(align="center", after=6)), _cover(file, edition)]


def _cover(file: HouseholdFile, edition: Edition) -> Grid:
    def mark(value: str, field: str) -> str:
        return edition.mark(value, file.id, field)

    here = [member for member in file.members if not member.left_on]
    seen = long_date(file.visits[0].visited_on) if file.visits else ""
    visits = _("{count} 次，最近 {day}").format(count=len(file.visits), day=seen) if file.visits else _("没有走访过")
    phone = mark(edition.phone(file.phone), "phone")
    address = mark(edition.address(file.address), "address")
    number, group = mark(file.household_no, "household_no"), file.village_group
    people = _("{count} 人").format(count=len(here))
    rows = [
        pairs((_("户号"), number), (_("户主"), file.head_name), (_("村民小组"), group)),
        pairs((_("家庭住址"), address, 3), (_("联系电话"), phone)),
        pairs((_("家庭人口"), people), (_("户情标签"), listed(file.tags), 3)),
        pairs((_("诉求"), _requests_in_words(file)), (_("走访"), visits, 3)),
    ]
    facts = [(fact.label, mark(fact.value, fact.field)) for fact in edition.facts(file.facts)]
    for at in range(0, len(facts), 3):
        *others, (label, value) = facts[at : at + 3]
        rows.append(pairs(*others, (label, value, 5 - 2 * len(others))))
    if file.note:
        rows.append(pairs((_("备注"), mark(edition.prose(file.note), "note"), 5)))
    return Grid(SIX, rows)


def _requests_in_words(file: HouseholdFile) -> str:
    unanswered = sum(1 for request in file.requests if not request.answered)
    if not file.requests:
        return _("没有")
    if unanswered:
        return _("{count} 件，{open} 件未答复").format(count=len(file.requests), open=unanswered)
    return _("{count} 件，都已答复").format(count=len(file.requests))


def _sections(file: HouseholdFile, edition: Edition) -> list[Flowable]:
    dispute = _("有调解档案。内容另行保管，不印在这里。") if file.has_dispute else _("没有。")
    sections: list[tuple[str, str, list[Flowable]]] = [
        (_("家庭成员"), "", _members(file.members, edition)),
        (_("土地和权证"), "", land_section(file.land, edition)),
        (_("走访记录"), _("新的在前") if len(file.visits) > 1 else "", visit_section(file.visits, edition)),
        (_("诉求和答复"), _("新的在前") if len(file.requests) > 1 else "", request_section(file.requests, edition)),
        (_("矛盾纠纷"), "", [Text(dispute, PLAIN)]),
        (_("档案材料"), "", _papers(file.papers)),
    ]
    out: list[Flowable] = []
    for number, (name, beside, body) in zip(_NUMBERS, sections, strict=False):
        out += [Heading(f"{number}、{name}", beside), *(body or [Text(_("没有记录。"), PLAIN)])]
    return out


def _members(members: Sequence[MemberRow], edition: Edition) -> list[Flowable]:
    if not members:
        return []
    columns = (
        Column(_("姓名"), 20.5),
        Column(_("与户主关系"), 13, centred),
        Column(_("性别"), 9.5, centred),
        Column(_("出生日期"), 19, centred),
        Column(_("证件号码"), 33.5, centred),
        Column(_("民族"), 13, centred),
        Column(_("文化程度"), 16, centred),
        Column(_("居住类别"), 16, centred),
        Column(_("备注"), WIDTH_MM - 140.5),
    )
    return [records(columns, [_member(member, edition) for member in members])]


def _member(member: MemberRow, edition: Edition) -> tuple[str, ...]:
    def mark(value: str, field: str) -> str:
        return edition.mark(value, member.id, field)

    number = edition.id_no(member.id_no)
    if number and member.id_type not in ("", _("居民身份证")):
        number = f"{member.id_type} {number}"
    left = _("{day}{why}").format(day=long_date(member.left_on), why=member.left_reason) if member.left_on else ""
    facts = "；".join(_("{label}：{value}").format(label=f.label, value=f.value) for f in edition.facts(member.facts))
    notes = (member.whereabouts, member.name_note, edition.prose(member.note), facts, left)
    return (
        mark(member.name, "name"),
        mark(member.relation, "relation"),
        mark(member.sex, "sex"),
        mark(edition.birth_date(member.birth_date), "birth_date"),
        mark(number, "id_no"),
        mark(member.nationality, "nationality"),
        mark(member.education, "education"),
        mark(member.residence_kind, "residence_kind"),
        mark("；".join(note for note in notes if note), "note"),
    )


def _papers(papers: Sequence[PaperRow]) -> list[Flowable]:
    if not papers:
        return []
    columns = (
        Column(_("序"), 10, centred),
        Column(_("材料"), 40),
        Column(_("说明"), WIDTH_MM - 99),
        Column(_("属于"), 28),
        Column(_("日期"), 21, centred),
    )
    rows = [
        (str(position), paper.paper_kind, paper.caption, paper.belongs_to, paper.taken_on)
        for position, paper in enumerate(papers, 1)
    ]
    return [records(columns, rows)]


def _end(edition: Edition, press: Press) -> list[Flowable]:
    """Footnotes, then the rooms to sign."""
    notes = [Text(note, NOTE) for note in edition.notes()]
    heading = [Heading(_("说明"))] if notes else []
    number = _NUMBERS[6]
    statement = _("以上内容已念给本人听（本人看过），与实际相符；不符之处已当场改正。")
    signers = [
        (_("户主或成年家人（签字、按指印）"), True),
        (_("走访干部（签字）"), False),
        (_("村民委员会（盖章）"), False),
    ]
    return [
        *heading,
        *notes,
        MissingNote(press),
        Heading(f"{number}、{_('签字')}"),
        signature_block(statement, signers),
    ]
