"""交接单: what one side gave on a stick and the other took in; both sign, each keeps a copy."""

from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

import segno
from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from desktop.reports.layout.page import WIDTH, WIDTH_MM, Edges, Heading, MissingNote, Press, Printed
from desktop.reports.layout.signature import signature_block
from desktop.reports.layout.table import Cell, Column, Grid, Row, label, number, records, words
from desktop.reports.layout.text import CELL, LABEL, NOTE, PLAIN, TITLE, Text, spaced
from desktop.reports.layout.wording import long_date

_CODE = 30 * mm
_CARD_CODE = 42 * mm


@dataclass(frozen=True, slots=True)
class Side:
    """Who stands on one side: the office or village, the computer, the person; ``words`` are its check words."""

    place: str
    device: str = ""
    person: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """How many records of one kind (走访, 诉求 …) were new and how many changed."""

    kind: str
    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class HandoverSlip:
    """One bundle carried from one side to the other.

    `card` is the text of the printing side's own card, shown as a code beside its check words. `result` is said in
    words (已收下, 部分没有收下 …), empty where it was only packed; `notes` say what was refused.
    """

    giver: Side
    taker: Side
    on: str
    file_name: str
    file_no: int
    bundle_id: str = ""
    fingerprint: str = ""
    size: int = 0
    lines: tuple[SlipLine, ...] = ()
    result: str = ""
    conflicts: int = 0
    waiting: int = 0
    notes: tuple[str, ...] = ()
    confirmed: str = ""
    printed_by: str = ""
    card: str = ""
    card_of: str = ""


def handover_report(slip: HandoverSlip) -> Printed:
    """The slip as PDF."""
    press = Press(_("交接单 {name}").format(name=slip.file_name))
    foot = _("一式两份，双方各执一份。") + (
        _("　打印人 {name}").format(name=slip.printed_by) if slip.printed_by else ""
    )
    edges = Edges(left=slip.file_name, right=_("交接单"), foot=foot)
    signers = [(_("交出人（签字）"), False), (_("接收人（签字）"), False)]
    pages: list[Flowable] = [
        Text(spaced(_("交接单")), TITLE),
        Text(_("{giver}　交　{taker}").format(giver=slip.giver.place, taker=slip.taker.place), _CENTRE),
        _facts(slip),
        Heading(_("一、交了些什么")),
        _counts(slip),
        Heading(_("二、收下的情况")),
        *_taken(slip),
        MissingNote(press),
        Heading(_("三、签字")),
        signature_block(_("双方当面核对，数目相符。文件已加密并有校验码，U 盘遗失不会泄露内容。"), signers),
    ]
    press.print(pages, edges)
    return press.finish()


_CENTRE = PLAIN.but(align="center", after=6)


def _facts(slip: HandoverSlip) -> Grid:
    rows = [
        (_("交出"), _side(slip.giver)),
        (_("接收"), _side(slip.taker)),
        (_("时间"), f"{long_date(slip.on)} {slip.on[11:16]}".strip()),
        (_("文件"), _("{name}（第 {number} 号包）").format(name=slip.file_name, number=slip.file_no)),
        (_("大小"), _("{size} 字节").format(size=f"{slip.size:,}") if slip.size else ""),
        (_("校验码"), _fingerprint(slip)),
    ]
    widths = (22 * mm, WIDTH - 22 * mm)
    return Grid(widths, [Row([label(name), words(value)]) for name, value in rows])


def _side(side: Side) -> str:
    words = _("核对词 {words}").format(words=side.words) if side.words else ""
    return "　".join(part for part in (side.place, side.device, side.person, words) if part)


def _fingerprint(slip: HandoverSlip) -> str:
    groups = [slip.fingerprint[start : start + 4] for start in range(0, len(slip.fingerprint), 4)]
    return " ".join(groups)


def _counts(slip: HandoverSlip) -> Grid:
    columns = (
        Column(_("种类"), WIDTH_MM - 90),
        Column(_("新记的"), 30, number),
        Column(_("改过的"), 30, number),
        Column(_("合计"), 30, number),
    )
    rows = [(line.kind, f"{line.new:,}", f"{line.changed:,}", f"{line.new + line.changed:,}") for line in slip.lines]
    new, changed = sum(line.new for line in slip.lines), sum(line.changed for line in slip.lines)
    total = Row(
        [Cell(Text(_("合计"), LABEL), tinted=True), *map(number, (f"{new:,}", f"{changed:,}", f"{new + changed:,}"))]
    )
    return records(columns, rows, total=total)


def _taken(slip: HandoverSlip) -> list[Flowable]:
    """How it was taken in, beside the code by which a telephone can compare the file."""
    said = [slip.result or _("还没有收盘，收盘后由接收方填写。")]
    if slip.conflicts:
        said.append(_("{count} 处两边记得不一样，要在合并台核定。").format(count=slip.conflicts))
    if slip.waiting:
        said.append(_("{count} 条要等前面的包到了才能收。").format(count=slip.waiting))
    if slip.confirmed:
        said.append(slip.confirmed)
    said += slip.notes
    text = Cell(Text("\n".join(said), CELL), middle=False)
    code = Cell(Text("", CELL), drawing=_code(f"{slip.bundle_id} {slip.fingerprint}".strip()))
    told = _("方块里是包号和校验码，可以用手机扫出来核对。")
    if not slip.card:
        return [
            Grid((WIDTH - _CODE, _CODE), [Row([text, code], least=_CODE)]),
            Text(told, NOTE.but(before=3)),
        ]
    card = Cell(Text("", CELL), drawing=_code(slip.card, error="l"))
    told += _("大的方块是{name}的名片，登记电脑时可以扫；没有摄像头的，双方念上面的核对词，一样就对。")
    return [
        Grid((WIDTH - _CODE - _CARD_CODE, _CODE, _CARD_CODE), [Row([text, code, card], least=_CARD_CODE)]),
        Text(told.format(name=slip.card_of), NOTE.but(before=3)),
    ]


def _code(content: str, error: str = "m") -> Any:
    """Draws the QR code (ISO/IEC 18004) of the content into a cell."""

    def draw(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        if not content:
            return
        matrix = segno.make_qr(content, error=error, boost_error=False).matrix
        room = min(width, height) - 4 * mm
        dot = room / len(matrix)
        left, top = x + (width - room) / 2, y + (height + room) / 2
        for line, dots in enumerate(matrix):
            for column, dark in enumerate(dots):
                if dark:
                    canvas.rect(left + column * dot, top - (line + 1) * dot, dot, dot, stroke=0, fill=1)

    return draw
