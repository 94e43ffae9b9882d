"""Where everything on the visit form stands: the text largest, the context beside it, the deeds always in sight."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import NEXT, SAVE, TO_REQUEST
from desktop.ui.pages.visits.context import Context
from desktop.ui.pages.visits.draft import VisitDraft
from desktop.ui.pages.visits.people import People, Visitors
from desktop.ui.pages.visits.request_card import RequestCard
from desktop.ui.pages.visits.talk import Talk
from desktop.ui.pages.visits.visit_jobs import FormFacts
from desktop.ui.pages.visits.when import Rare, When
from desktop.ui.parts.people import address_of, present
from desktop.ui.style import Size, look
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.footer import FormFooter
from desktop.ui.widgets.inputs.field import Field
from desktop.ui.widgets.notice import Banner
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import Elided, Picture, words

_CONTEXT = 316


class FormLayout(QObject):
    """The widgets of a form, laid out for the present size of the words."""

    def __init__(self, form: QWidget, facts: FormFacts, kept: VisitDraft, desk: Desk) -> None:
        super().__init__(form)
        self.when = When(kept, desk.today)
        self.people = People(facts.file, kept.person_ids)
        self.visitors = Visitors(desk.store.me.name, kept.cadres)
        self.talk = Talk()
        self.talk_field = Field("", self.talk)
        self.rare = Rare(kept.rare, desk.today)
        self.requests = QVBoxLayout()
        self.requests.setSpacing(10)
        self.banner = Banner()
        self.context = Context(facts, desk.today())
        self.to_request = Button(_("转为诉求"), icon="message-square-text", key=TO_REQUEST)
        self.save_next = Button(_("存后记下一户"), key="Ctrl+Enter")
        self.save_next.setShortcut(NEXT)
        self.save = Button(_("保存"), "main", key=SAVE)
        self.back = IconButton("arrow-left", _("返回，草稿留着"))
        self._kept_icon = Picture("check", "field", 15)
        self._kept = words("", "caption", "soft")
        self._kept_icon.hide()
        whole = QVBoxLayout(form)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._make_head(facts))
        whole.addWidget(self.banner)
        whole.addWidget(self._make_middle(), 1)
        hints = ((_("Esc"), _("返回，草稿留着")), (_("Enter"), _("下一格")))
        whole.addWidget(FormFooter(hints, self.save_next, self.save))
        look().changed.connect(self._on_look_changed)
        self.arrange()

    def _make_head(self, facts: FormFacts) -> QWidget:
        head = QWidget()
        head.setProperty("edge", "bottom")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 13, 24, 13)
        row.setSpacing(12)
        row.addWidget(self.back)
        row.addWidget(words(_("走访"), "title"))
        row.addWidget(words(facts.file.head_name, "section"))
        members = _("{n}人").format(n=len(present(facts.file)))
        place = Elided(" · ".join((address_of(facts.file), members)), "body", "soft")
        row.addWidget(place, 1)
        self._head_visitors = QHBoxLayout()
        row.addLayout(self._head_visitors)
        row.addSpacing(6)
        row.addWidget(self._kept_icon)
        row.addWidget(self._kept)
        return head

    def _make_middle(self) -> QWidget:
        self.scroll = ScrollPane()
        self._columns = QHBoxLayout(self.scroll.inner)
        self._columns.setContentsMargins(24, 14, 24, 12)
        self._columns.setSpacing(20)
        self._left = QVBoxLayout()
        self._left.setSpacing(8)
        self._body_visitors = QVBoxLayout()
        self._left.addLayout(self._body_visitors)
        self._left.addWidget(self.when)
        self._left.addWidget(Field(_("见到了谁"), self.people))
        over = QHBoxLayout()
        over.setSpacing(8)
        over.addWidget(words(_("谈了什么"), "caption", "soft"), 0, Qt.AlignmentFlag.AlignBottom)
        over.addStretch(1)
        self._hint = words(_("选中一句话："), "caption", "soft")
        over.addWidget(self._hint)
        over.addWidget(self.to_request)
        self._left.addLayout(over)
        self._left.addWidget(self.talk_field, 1)
        self._left.addLayout(self.requests)
        self._left.addWidget(self.rare)
        self._fold = Button(_("他家要记得的"), "fold", icon="info")
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._on_fold_toggled)
        self._left.addWidget(self._fold)
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(self.context)
        self.scroll.verticalScrollBar().rangeChanged.connect(self._on_grown)
        return self.scroll

    def arrange(self) -> None:
        """At 特大 one column: the context goes under the form, folded, and the visitors leave the head."""
        size = look().size
        one_column = size is Size.XLARGE
        (self._head_visitors if size is Size.NORMAL else self._body_visitors).addWidget(self.visitors)
        self.visitors.setMinimumWidth(look().px(250) if size is Size.NORMAL else 0)
        self._hint.setVisible(not one_column)
        self._fold.setVisible(one_column)
        if one_column:
            self._left.addWidget(self.context)
            self.context.setMinimumWidth(0)
            self.context.setMaximumWidth(16_777_215)
            self.context.setVisible(self._fold.isChecked())
        else:
            self._columns.addWidget(self.context)
            self.context.setFixedWidth(_CONTEXT)
            self.context.show()

    def _on_look_changed(self) -> None:
        self.arrange()
        QTimer.singleShot(0, self, self.follow_focus)  # after the layout has moved everything

    def _on_grown(self, _low: int, _high: int) -> None:
        self.follow_focus()  # a card or a field was unfolded: only now has it its place

    def follow_focus(self) -> None:
        """Bring the field in use into sight."""
        here = self.scroll.window().focusWidget()
        for card in self.scroll.inner.findChildren(RequestCard):
            if here is not None and card.isAncestorOf(here):
                self.scroll.ensureWidgetVisible(card, 0, 8)  # as much of a request as there is room for
        self.scroll.follow_focus()

    def say_kept(self, at: str) -> None:
        """Say when the draft was kept; an empty time says that it was not."""
        self._kept_icon.setVisible(bool(at))
        self._kept.setText(_("草稿已存 {time}").format(time=at) if at else _("草稿没存上"))

    def _on_fold_toggled(self, on: bool) -> None:
        self.context.setVisible(on or look().size is not Size.XLARGE)
