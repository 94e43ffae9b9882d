"""更正: a field of a household or of one of its people put right, on what the form showed."""

from __future__ import annotations

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.keymap import SAVE
from desktop.ui.pages.households.household_jobs import Correction, Entry, Saved, put_right
from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.inputs.choice import Choice
from desktop.ui.widgets.inputs.field import Field, Fields, Line, Prose
from desktop.ui.widgets.scroll_pane import ScrollPane
from desktop.ui.widgets.words import words


class CorrectDialog(QDialog):
    """Every field with what stands there; only what was changed is written, and what came meanwhile is kept beside."""

    saved = Signal(object)

    def __init__(self, desk: Desk, found: Correction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.found = desk, found
        self.setWindowTitle(_("更正"))
        self.setAccessibleName(_("更正 {whose}").format(whose=found.whose))
        self.resize(look().dialog_size(640, 560))
        self.form = Fields()
        self.reason = Line(_("为什么改"), _("本人来说的、看了证件……不写也行"))
        self.save = Button(_("保存"), "main", key=SAVE, to=self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(words(_("更正 {whose}").format(whose=found.whose), "title", wrap=True))
        told = _("改过的每一项，谁、什么时候、从什么改成什么，都留着。")
        column.addWidget(words(told, "body", "soft", wrap=True))
        pane = ScrollPane()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        across = 2 if look().roomy else 1
        for at, entry in enumerate(found.entries):
            field = self.form.add_field(entry.field, Field(entry.label, _control(entry), entry.hint))
            grid.addWidget(field, at // across, at % across, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(pane.inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        inside.addStretch(1)
        column.addWidget(pane, 1)
        column.addWidget(self.form.add_field("reason", Field(_("为什么改"), self.reason)))
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(Button(_("不改了"), key="Esc", to=self.reject))
        foot.addWidget(self.save)
        column.addLayout(foot)

    @property
    def typed(self) -> dict[str, str]:
        """The fields whose words are not those shown."""
        now = {entry.field: _text(self.form.fields[entry.field].control) for entry in self.found.entries}
        return {entry.field: now[entry.field] for entry in self.found.entries if now[entry.field] != entry.text.strip()}

    def show_error(self, name: str, sentence: str) -> bool:
        """A rule was broken: say so at its field."""
        self.save.setEnabled(True)
        return self.form.show_error(name, sentence)

    def _save(self) -> None:
        typed = self.typed
        if not typed:
            self.reject()
            return
        self.save.setEnabled(False)
        self.form.clear_errors()
        self._desk.ask(self._on_saved, put_right, self.found, typed, self.reason.text().strip(), form=self)

    def _on_saved(self, done: Saved) -> None:
        if done.clashes:
            told = _("{fields}：刚从别的电脑收到不同的写法，两边都留着，请到合并台定。")
            self._desk.say("due", told.format(fields="、".join(done.clashes)))
        else:
            self._desk.say("good", _("改好了。"))
        self.saved.emit(done.changes)
        self.accept()


def _control(entry: Entry) -> QWidget:
    if entry.prose:
        prose = Prose(entry.label)
        prose.setPlainText(entry.text)
        prose.setFixedHeight(prose.fontMetrics().lineSpacing() * 3 + 18)
        return prose
    if not entry.choices:
        return Line(entry.label, "", entry.text)
    box = Choice()
    box.setAccessibleName(entry.label)
    known = entry.text in entry.choices or not entry.text
    box.addItems(["", *entry.choices] if known else ["", entry.text, *entry.choices])
    box.setCurrentIndex(max(0, box.findText(entry.text)))
    return box


def _text(control: QWidget) -> str:
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QTextEdit):
        return control.toPlainText().strip()
    return control.text().strip() if isinstance(control, QLineEdit) else ""
