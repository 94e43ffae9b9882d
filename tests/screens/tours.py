"""Every place, form and dialog of the program, in tours: a later page adds its lines and is crawled and pictured."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCalendarWidget

from db.queries.disputes import dispute_list
from db.queries.household_file import HouseholdFile
from db.queries.households import household_list
from db.queries.requests import RequestFilter, request_list
from desktop.ui.frame.rail import places
from desktop.ui.pages.desk.rows import Home
from desktop.ui.pages.desk.sweeping import SweepDialog
from desktop.ui.pages.desk.twins import TwinsDialog
from desktop.ui.pages.handover.handover_jobs import Stranger
from desktop.ui.pages.households.correcting import CorrectDialog
from desktop.ui.pages.households.dossier import TABS
from desktop.ui.pages.households.erasing import EraseDialog
from desktop.ui.pages.households.moving import MoveDialog
from desktop.ui.parts.paper_dialog import PaperDialog
from desktop.ui.widgets.inputs.chips import Chip
from tests.conftest import PASSWORD
from tests.screens.walk import Walk

SAID = "今年收成还可以。老李说确权证上门口田少登记1.2亩，想请村里查一下。屋后水沟已清。"


def rail(walk: Walk, prefix: str) -> None:
    """The places of the rail as one meets them."""
    for place in places():
        walk.go(place.key)
        walk.see(f"{prefix}-{place.key}")


def frame(walk: Walk, prefix: str) -> None:
    """What the frame itself shows: hits of the search, the keys, the question at the end, a notice over the page."""
    shell, window = walk.running.shell, walk.running.window
    walk.go("today")
    shell.top.search.come()
    shell.top.search.setText("l")
    shell.top.search.textEdited.emit("l")
    walk.qtbot.waitUntil(lambda: shell.top.search.open, timeout=10_000)
    walk.see(f"{prefix}-search")
    shell.top.search.close_hits()
    shell.top.search.clear()
    shell.banner.say("due", "有一份文件没收下：拷贝时断开了，请让对方重新拷贝一次，一条也不会丢。")
    walk.see(f"{prefix}-notice")
    shell.banner.hide()
    walk.see_question(f"{prefix}-keys", shell.show_keys)
    walk.see_question(f"{prefix}-end", lambda: window._sure("还有一件事没办完。"))


def dossier(walk: Walk, prefix: str, household: str) -> None:
    """一户一档 with its tabs, and the dialogs of a household and of one of its people."""
    page = walk.go("households", "open", household)
    for tab in TABS:
        page.dossier.show_tab(tab)
        walk.see(f"{prefix}-dossier-{tab}")
    page.dossier.show_tab("overview")
    page.dossier.put_right()
    walk.see_dialog(f"{prefix}-correct-household", page, CorrectDialog)
    page.dossier.show_tab("members")
    page.dossier.members.choose(0)
    page.dossier.put_right()
    walk.see_dialog(f"{prefix}-correct-person", page, CorrectDialog)
    if walk.running.store.role == "township":
        page.dossier.ask_erase()
        walk.see_dialog(f"{prefix}-erase", page, EraseDialog)
        page.dossier._ask_move()
        walk.see_dialog(f"{prefix}-move", page, MoveDialog)
    page.dossier.show_tab("overview")


def visit(walk: Walk, prefix: str, household: str) -> None:
    """The question which household, the empty form, the form with a request, every folded field open."""
    walk.go("visits", "new")
    walk.see(f"{prefix}-visit-whom")
    page = walk.go("visits", "new", household)
    walk.qtbot.waitUntil(lambda: page.form is not None, timeout=10_000)
    walk.see(f"{prefix}-visit-form")
    day = page.form.parts.when.day
    day.open_calendar()
    walk.see(f"{prefix}-visit-calendar", day.findChild(QCalendarWidget))
    day.findChild(QCalendarWidget).hide()
    page.form.parts.talk.setFocus()
    page.form.parts.talk.insertPlainText(SAID)
    page.form.make_request()
    walk.see(f"{prefix}-visit-request")
    page.form.parts.rare._more.setChecked(True)
    for chip in page.form.parts.rare.findChildren(Chip):
        chip.setChecked(True)
    walk.see(f"{prefix}-visit-unfolded")
    page.form.show_error("talk", "先写下或选中他说的那句话，再转为诉求。")
    walk.see(f"{prefix}-visit-error")
    page.form.leave()
    walk.quiet()


def requests(walk: Walk, prefix: str, household: str) -> None:
    """A request written down, answered, judged."""
    page = walk.go("requests", "new", household)
    walk.see(f"{prefix}-request-form")
    page.form.show_error("content", "写一句他要办什么。")
    walk.see(f"{prefix}-request-error")
    page.form.leave()
    store = walk.running.store
    for line in request_list(store, RequestFilter(unanswered=True))[:1]:
        walk.go("requests", "answer", line.id)
        walk.see(f"{prefix}-request-reply")
    answered = [line for line in request_list(store) if line.replies]
    for line in answered[:1]:
        walk.go("requests", "open", line.id)
        walk.see(f"{prefix}-request-judged")


def wall(walk: Walk, prefix: str) -> None:
    """A list is hung, an objection is written down."""
    page = walk.go("notices", "new")
    walk.see(f"{prefix}-notice-form")
    page._show_detail()
    if page._wall.notices:
        page._begin_objection(page._wall.notices[0].id)
        walk.see(f"{prefix}-objection-form")
        page._show_detail()


def disputes(walk: Walk, prefix: str) -> None:
    """A case, opened from the board."""
    for line in dispute_list(walk.running.store)[:1]:
        walk.go("disputes", "open", line.id)
        walk.see(f"{prefix}-dispute")
        walk.go("disputes")


def papers(walk: Walk, prefix: str) -> None:
    """Each kind of paper with its choices."""
    page = walk.go("reports")
    for kind in ("household", "diary", "summary"):
        page.gallery.choose(kind)
        walk.qtbot.waitUntil(lambda: page._asked == 0 and not page._pause.isActive(), timeout=20_000)
        walk.see(f"{prefix}-paper-{kind}")
    page.gallery.choose("household")
    for reach in ("batch", "all"):
        page.choices.reach.choose(reach)
        walk.quiet()
        walk.see(f"{prefix}-paper-{reach}")


def settings(walk: Walk, prefix: str, ledger: Path | None = None) -> None:
    """The settings to their foot, and what an import says before it is taken in."""
    page = walk.go("settings", "import")
    bar = page.pane.verticalScrollBar()
    if ledger is not None:
        page.ledgers.look_at(str(ledger))
        walk.see(f"{prefix}-settings-import")
    page.window().setFocus()
    bar.setValue(bar.maximum())
    walk.see(f"{prefix}-settings-foot")
    bar.setValue(0)


def handover(walk: Walk, prefix: str, stick: Path) -> None:
    """装盘, what the page tells afterwards, the slip, and the questions of enrolment at the office."""
    page = walk.go("handover")
    page.pack_to(str(stick), page._active())
    walk.qtbot.waitUntil(lambda: not page.news.working and walk.running.jobs.quiet, timeout=30_000)
    walk.see(f"{prefix}-handover-packed")
    broken = stick / "坏的.bjb"
    broken.write_bytes(b"not a bundle")
    page.take_in([str(broken)])
    walk.qtbot.waitUntil(lambda: not page.news.working and walk.running.jobs.quiet, timeout=30_000)
    walk.see(f"{prefix}-handover-refused")
    page.books.slip.click()
    walk.quiet()
    if page.findChildren(PaperDialog):
        walk.see_dialog(f"{prefix}-slip", page, PaperDialog)
    if walk.running.store.role == "township":
        for name, proven, replaces in (("new", False, ""), ("heir", False, "0" * 32), ("proven", True, "")):
            who = _stranger(proven=proven, replaces=replaces)
            walk.see_question(f"{prefix}-enrol-{name}", lambda who=who: page.enrolment._on_stranger(who))
        walk.see_question(f"{prefix}-renew", lambda: page.enrolment.renew("石桥村-云岭镇-第12号.bjb", "石桥村"))


def merge_desk(walk: Walk, prefix: str) -> None:
    """Every kind of matter, each with the answer that asks for most; rules and twins."""
    page = walk.go("desk")
    walk.see(f"{prefix}-desk")
    for row in [row for row in page.listing.list.lines.rows if not isinstance(row, Home)]:
        page.listing.choose(row.id)
        page.matter.cards.cards[-1].click()
        walk.see(f"{prefix}-desk-{row.kind}")
    page.open_rules()
    walk.see_dialog(f"{prefix}-desk-rules", page, SweepDialog)
    page.open_twins()
    walk.see_dialog(f"{prefix}-desk-twins", page, TwinsDialog)


def quarantine(walk: Walk, prefix: str) -> None:
    """What was set aside, and the two questions before a word about it."""
    page = walk.go("quarantine")
    walk.see(f"{prefix}-quarantine")
    walk.see_question(f"{prefix}-quarantine-take", page.ask_let_in)
    walk.see_question(f"{prefix}-quarantine-refuse", page.ask_refuse)
    page._print()
    walk.quiet()
    walk.see_dialog(f"{prefix}-quarantine-paper", page, PaperDialog)


def doors(walk: Walk) -> None:
    """The first start, question by question; the door of a backup."""
    door = walk.running._door
    place = {"name": "桃溪村", "region_code": "430499101201"}
    words = {"password": PASSWORD, "again": PASSWORD}
    walk.see("door-1")
    door.go_on()
    for step, answers in enumerate((place, {"cadre": "周建国"}, words), 2):
        walk.see(f"door-{step}")
        door.go_on()  # an empty question says what it needs
        walk.see(f"door-{step}-asked")
        for name, text in answers.items():
            door.question.fields[name].control.setText(text)
        door.go_on()
        walk.qtbot.waitUntil(lambda step=step: door.step == step, timeout=20_000)
    walk.see("door-5")
    walk.running.show_restore()
    walk.see("door-restore")


def locked(walk: Walk, prefix: str) -> None:
    """The door over an open store, and a wrong password."""
    walk.go("today")
    walk.running.lock()
    walk.see(f"{prefix}-locked")
    walk.running._door.show_error("password", "密码不对。再试一次，或输入恢复页上的那一长串。")
    walk.see(f"{prefix}-locked-wrong")


def fullest(walk: Walk) -> str:
    """The household about which most is known."""
    from db.queries.dossier import household_file

    def weight(file: HouseholdFile) -> tuple[int, int]:
        kinds = (file.visits, file.requests, file.land, file.has_dispute, file.papers)
        return sum(map(bool, kinds)), len(file.members)

    store = walk.running.store
    return max((line.id for line in household_list(store)), key=lambda one: weight(household_file(store, one)))


def _stranger(*, proven: bool, replaces: str) -> Stranger:
    former = "石桥村" if replaces else ""
    return Stranger("石桥村.card", "石桥村备用机", "石桥村", "青山 绿水 白云 红叶", replaces, former, proven)
