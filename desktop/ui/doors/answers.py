"""The questions of the first start, one on a page."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from desktop.ui.style import look
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.inputs.choice_card import ChoiceCard
from desktop.ui.widgets.inputs.field import Field, Fields
from desktop.ui.widgets.words import Elided, words


class Question(Fields):
    """One page with one question; ``sentence`` says what is wrong with the answer."""

    title = ""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def answers(self) -> dict[str, str]:
        """What was answered, kept between starts."""
        return {}

    def complete(self) -> bool:
        """Whether one may go on; shows what is missing where not."""
        return True

    def arrive(self) -> None:
        """The page is shown: the first field is ready to type in."""

    def _line(self, name: str, label: str, helper: str = "", *, value: str = "", hint: str = "") -> QLineEdit:
        box = QLineEdit(value)
        box.setPlaceholderText(hint)
        self.column.addWidget(self.add_field(name, Field(label, box, helper)))
        return box

    def _needs(self, name: str, sentence: str) -> bool:
        box = self.fields[name].control
        if isinstance(box, QLineEdit) and not box.text().strip():
            self.show_error(name, sentence)
            return False
        return True


class WhereUsed(Question):
    """Village or township; or a store that is there already."""

    restored = Signal()
    opened = Signal()

    def __init__(self, kept: dict[str, str]) -> None:
        super().__init__()
        self.title = _("这台电脑用在哪里？")
        self._village = ChoiceCard(
            "house", _("村里"), _("走访入户，登记诉求，发证，调解。每周用 U 盘向镇里交一次账。"), key="1"
        )
        self._township = ChoiceCard("landmark", _("镇里"), _("收各村的 U 盘，汇总，答复，定冲突，打印报表。"), key="2")
        self._group = QButtonGroup(self)
        for card in (self._village, self._township):
            self._group.addButton(card)
            self.column.addWidget(card)
        (self._township if kept.get("role") == "township" else self._village).setChecked(True)
        self._quiet = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._quiet.setContentsMargins(0, 4, 0, 0)
        self._quiet.setSpacing(12)
        back = ChoiceCard("history", _("换了新电脑：从 U 盘或备份恢复"), key="3", quiet=True)
        back.clicked.connect(self.restored)
        other = ChoiceCard("folder-open", _("打开已有的数据"), key="4", quiet=True)
        other.clicked.connect(self.opened)
        self._quiet.addWidget(back)
        self._quiet.addWidget(other)
        self.column.addLayout(self._quiet)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._quiet.setDirection(across if look().roomy else down)

    def answers(self) -> dict[str, str]:
        return {"role": "township" if self._township.isChecked() else "village"}

    def arrive(self) -> None:
        self._group.checkedButton().setFocus()


class WhichPlace(Question):
    """The village or township, its code, and where the data shall lie."""

    def __init__(self, kept: dict[str, str], stores: Path) -> None:
        super().__init__()
        village = kept.get("role", "village") == "village"
        self._digits = 12 if village else 9
        self._stores = Path(kept["folder"]) if kept.get("folder") else stores
        self.title = _("哪个村？") if village else _("哪个乡镇？")
        label = _("村名") if village else _("乡镇名")
        self._name = self._line(
            "name", label, value=kept.get("name", ""), hint=_("例如 桃溪村") if village else _("例如 云岭镇")
        )
        helper = _("统计用区划代码，{n} 位数字。在村委会的牌子或统计报表上能查到。").format(n=self._digits)
        self._code = self._line("region_code", _("区划代码"), helper, value=kept.get("region_code", ""))
        self._code.setMaxLength(self._digits)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(words(_("数据放在"), "caption", "soft"))
        self._where = Elided("", "caption")
        row.addWidget(self._where, 1)
        row.addWidget(Button(_("换个地方"), "quiet", to=self._choose))
        self.column.addLayout(row)
        self._name.textChanged.connect(self._show_where)
        self._show_where()

    @property
    def path(self) -> Path:
        """The folder the store will be."""
        return self._stores / f"{self._name.text().strip() or _('百家')}.baijia"

    def _show_where(self) -> None:
        self._where.setText(str(self.path))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("数据放在哪个文件夹里"), str(self._stores))
        if chosen:
            self._stores = Path(chosen)
            self._show_where()

    def answers(self) -> dict[str, str]:
        return {
            "name": self._name.text().strip(),
            "region_code": self._code.text().strip(),
            "folder": str(self._stores),
            "path": str(self.path),
        }

    def complete(self) -> bool:
        self.clear_errors()
        if not self._needs("name", _("写上名字。")):
            return False
        code = self._code.text().strip()
        if not (code.isdecimal() and len(code) == self._digits):
            self.show_error(
                "region_code", _("区划代码是 {n} 位数字，现在是 {m} 位。").format(n=self._digits, m=len(code))
            )
            return False
        if self.path.exists():
            self.show_error("name", _("那里已经有“{name}”。换个名字，或回到第一步打开它。").format(name=self.path.name))
            return False
        return True

    def arrive(self) -> None:
        self._name.setFocus()


class WhoUses(Question):
    """The cadre who opens it first."""

    def __init__(self, kept: dict[str, str]) -> None:
        super().__init__()
        self.title = _("谁在用？")
        helper = _("您记的每一条都会写上这个名字，交账时镇里也看得到。")
        self._cadre = self._line("cadre", _("姓名"), helper, value=kept.get("cadre", ""))

    def answers(self) -> dict[str, str]:
        return {"cadre": self._cadre.text().strip()}

    def complete(self) -> bool:
        self.clear_errors()
        return self._needs("cadre", _("写上您的姓名。"))

    def arrive(self) -> None:
        self._cadre.setFocus()


class Password(Question):
    """The password, typed twice; it is never kept anywhere."""

    def __init__(self, shortest: int) -> None:
        super().__init__()
        self._shortest = shortest
        self.title = _("密码用什么？")
        helper = _("至少 {n} 个字，可以是一句话，例如一句您记得住的土话。").format(n=shortest)
        self._once = self._line("password", _("密码"), helper)
        self._twice = self._line("again", _("再输一遍"))
        for box in (self._once, self._twice):
            box.setEchoMode(QLineEdit.EchoMode.Password)

    @property
    def password(self) -> str:
        """What was typed."""
        return self._once.text()

    def complete(self) -> bool:
        self.clear_errors()
        if len(self._once.text()) < self._shortest:
            self.show_error("password", _("密码太短，至少 {n} 个字。").format(n=self._shortest))
            return False
        if self._once.text() != self._twice.text():
            self.show_error("again", _("两遍不一样，请再输一遍。"))
            return False
        return True

    def arrive(self) -> None:
        self._once.setFocus()


class Recovery(Question):
    """The recovery key: shown once, written down or printed, kept nowhere."""

    printed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = _("把恢复页收好")
        self.column.addWidget(
            words(
                _("密码忘了，只有它能打开数据；电脑坏了，也靠它恢复。打印两份，一份锁进村里的柜子，一份交给镇里。"),
                wrap=True,
            )
        )
        card = Card(kind="good")
        self.key: QLabel = words("", "motto")
        self.key.setWordWrap(True)
        self.key.setAccessibleName(_("恢复页上的字"))
        card.body.addWidget(self.key)
        self.column.addWidget(card)
        row = QHBoxLayout()
        row.addWidget(Button(_("打印恢复页"), icon="printer", to=self.printed.emit))
        row.addStretch(1)
        self.column.addLayout(row)
        self._kept = QCheckBox(_("恢复页已经打印或抄好，收起来了"))
        self.column.addWidget(self.add_field("kept", Field("", self._kept)))

    def show_key(self, key: str) -> None:
        """Show the key of the store just made."""
        groups = key.split("-")
        half = len(groups) // 2
        self.key.setText("\n".join("  ".join(part) for part in (groups[:half], groups[half:])))

    def complete(self) -> bool:
        self.clear_errors()
        if not self._kept.isChecked():
            self.show_error("kept", _("先打印或抄好，再打勾。这一页以后看不到了。"))
            return False
        return True

    def arrive(self) -> None:
        self._kept.setFocus()
