"""What to remember about this household while talking, beside the form."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.parts.people import age, present
from desktop.ui.widgets.badge import Badge, BadgeLabel
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.dates import spoken_date
from desktop.ui.widgets.words import Picture, words

if TYPE_CHECKING:
    from db.queries.household_file import HouseholdFile
    from db.queries.today import ContactProgress
    from desktop.ui.pages.visits.visit_jobs import FormFacts

_OLD = 75  # years from which a person's age is worth remembering


def remember(file: HouseholdFile, today: date) -> list[tuple[str, str, str]]:
    """Icon, matter and caption of what should come up in the talk, the most pressing first."""
    found: list[tuple[str, str, str]] = []
    for request in file.requests:
        if not request.answered:
            due = _("应在{day}前答复").format(day=_spoken(request.due_on, today)) if request.due_on else ""
            found.append(("message-square-text", _("未答复：{what}").format(what=request.content), due))
    for land in file.land:
        for certificate in land.certificates:
            if not certificate.collected_on and certificate.where:
                since = _spoken(certificate.where_since, today)
                found.append(("scroll-text", certificate.where, since))
    for member in present(file):
        years = age(member.birth_date, today)
        if years is not None and years >= _OLD:
            found.append(("heart-pulse", _("{name} {n}岁").format(name=member.name, n=years), member.note))
    if file.has_dispute:
        found.append(("scale", _("有调解档案"), _("内容只有调解员可看")))
    return found


def _spoken(text: str, today: date) -> str:
    try:
        return spoken_date(date.fromisoformat(text), today)
    except ValueError:
        return text


class Context(QWidget):
    """The cards at the right; under the form where the words are very large."""

    def __init__(self, facts: FormFacts, today: date) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (
            _memory_card(remember(facts.file, today)),
            _last_visit_card(facts.file, today),
            _contact_card(facts.contact, today),
        ):
            if card is not None:
                column.addWidget(card)
        column.addStretch(1)


def _memory_card(found: list[tuple[str, str, str]]) -> Card:
    card = Card(_("他家要记得的"))
    if not found:
        card.body.addWidget(words(_("眼下没有要跟进的事。"), "body", "soft", wrap=True))
    for icon, matter, caption in found[:5]:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Picture(icon), 0, Qt.AlignmentFlag.AlignTop)
        both = QVBoxLayout()
        both.setSpacing(0)
        both.addWidget(words(matter, "strong", wrap=True))
        if caption:
            both.addWidget(words(caption, "caption", "soft", wrap=True))
        row.addLayout(both, 1)
        card.body.addLayout(row)
    return card


def _last_visit_card(file: HouseholdFile, today: date) -> Card | None:
    if not file.visits:
        card = Card(_("上次走访"))
        card.body.addWidget(words(_("这是头一次。先认门，问问家里几口人、谁在外面。"), "body", "soft", wrap=True))
        return card
    last = file.visits[0]
    caption = " · ".join((_spoken(last.visited_on, today), *last.cadres[:1]))
    card = Card(_("上次走访"), "")
    card.at_right(words(caption, "caption", "soft"))
    if last.texts:
        said = last.texts[0][1]
        quote = said if len(said) <= 90 else said[:90] + "…"
        card.body.addWidget(words(_("“{said}”").format(said=quote), "body", "soft", wrap=True))
    return card


def _contact_card(contact: ContactProgress | None, today: date) -> Card | None:
    if contact is None:
        return None
    days = len({*contact.days, today})
    trips = contact.trips + (today not in contact.days)
    card = Card(_("联系点进度"))
    card.at_right(words(contact.name, "caption", "soft"))
    sentence = _("保存后：到点 {trips} 次，住点 {days}/{wanted} 天")
    card.body.addWidget(words(sentence.format(trips=trips, days=days, wanted=contact.days_wanted), wrap=True))
    done = days >= contact.days_wanted and trips >= contact.trips_wanted
    badge = (
        Badge(_("本季度达标"), "good", "circle-check")
        if done
        else Badge(_("还差 {n} 天").format(n=max(1, contact.days_wanted - days)), "due", "clock")
    )
    card.body.addWidget(BadgeLabel(badge))
    return card
