"""The style sheet, written anew from the tokens for every theme and size."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from desktop.ui.style.tokens import TYPE, Tokens

_SURFACES = Template("""
QMainWindow, QDialog, QWidget[ground="ground"] { background: $ground; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="well"] { background: $well; }
QWidget[edge="top"] { border: 0; border-top: 1px solid $line; }
QWidget[edge="bottom"] { border: 0; border-bottom: 1px solid $line; }
QWidget[edge="right"] { border: 0; border-right: 1px solid $line; }
QWidget[edge="left"] { border: 0; border-left: 1px solid $line; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[card="true"]:focus { border: 2px solid $field; }
QFrame[card="late"] { background: $surface; border: 1px solid $line; border-left: 3px solid $late; border-radius: 6px; }
QFrame[card="good"] { background: $surface; border: 1px solid $line; border-left: 3px solid $field;
  border-radius: 6px; }
QFrame[rule="true"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[rule="tall"] { background: $line; border: 0; max-width: 1px; min-width: 1px; }
QFrame[banner="due"] { background: $due_tint; border: 0; border-radius: 6px; }
QFrame[banner="late"] { background: $late_tint; border: 0; border-radius: 6px; }
QFrame[banner="calm"] { background: $calm_tint; border: 0; border-radius: 6px; }
QFrame[banner="good"] { background: $field_tint; border: 0; border-radius: 6px; }
QLabel { background: transparent; color: $ink; }
QLabel[tone="soft"] { color: $ink_soft; }
QLabel[tone="late"] { color: $late; }
QLabel[tone="due"] { color: $due; }
QLabel[tone="good"] { color: $field; }
QLabel[tone="calm"] { color: $calm; }
QLabel[key="true"] { color: $ink_soft; background: $ground; border: 1px solid $line; border-radius: 4px;
  padding: 0 5px; }
QToolTip { background: $surface; color: $ink; border: 1px solid $line; padding: 4px 6px; }
""")

_CONTROLS = Template("""
QPushButton { background: $surface; color: $ink; border: 1px solid $edge; border-radius: 6px;
  min-height: ${h32}px; padding: 0 12px; }
QPushButton:hover { background: $ground; }
QPushButton:pressed { background: $well; }
QPushButton:focus { border: 2px solid $field; padding: 0 11px; min-height: ${h30}px; }
QPushButton:disabled { border-color: $line; background: $ground; }
QPushButton[kind="main"] { background: $field; border: 1px solid $field; }
QPushButton[kind="main"]:focus { border: 2px solid $ink; }
QPushButton[kind="main"]:disabled { background: $well; border: 1px solid $line; }
QPushButton[kind="quiet"], QPushButton[kind="soft"] { background: transparent; border: 1px solid transparent;
  padding: 0 6px; min-height: ${h24}px; }
QPushButton[kind="quiet"]:hover, QPushButton[kind="soft"]:hover { background: $field_tint; }
QPushButton[kind="quiet"]:focus, QPushButton[kind="soft"]:focus { border: 2px solid $field; padding: 0 5px;
  min-height: ${h22}px; }
QPushButton[kind="fold"] { border: 1px solid $line; border-radius: ${h15}px; min-height: ${h28}px; }
QPushButton[kind="fold"]:focus { border: 2px solid $field; min-height: ${h26}px; }
QPushButton[kind="fold"]:checked { background: $field_tint; border-color: $field; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QTimeEdit, QSpinBox {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: 6px; padding: 0 10px;
  selection-background-color: $field; selection-color: $on_field; placeholder-text-color: $ink_soft; }
QLineEdit, QComboBox, QDateEdit, QTimeEdit, QSpinBox { min-height: ${h32}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QComboBox:on, QDateEdit:focus,
QTimeEdit:focus, QSpinBox:focus { border: 2px solid $field; padding: 0 9px; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QTimeEdit:focus, QSpinBox:focus { min-height: ${h30}px; }
QLineEdit[wrong="true"], QTextEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {
  border-color: $late; }
QLineEdit:disabled, QComboBox:disabled, QTextEdit:disabled, QDateEdit:disabled { background: $ground;
  color: $ink_soft; border-color: $line; }
QTextEdit, QPlainTextEdit { padding: 8px 10px; }
QTextEdit:focus, QPlainTextEdit:focus { padding: 7px 9px; }
QLineEdit[bare="true"] { border: 0; background: transparent; padding: 0; min-height: ${h24}px; }
QLineEdit[entry="true"], QLineEdit[entry="true"]:focus { min-height: ${h48}px; }
QComboBox::drop-down { border: 0; width: ${h28}px; subcontrol-position: right center; }
QComboBox::down-arrow { image: url($pictures/chevron-down.svg); width: ${h14}px; height: ${h14}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; padding: 4px; outline: 0;
  selection-background-color: $field_tint; selection-color: $ink; }
QComboBox QAbstractItemView::item { min-height: ${h30}px; padding: 0 6px; border: 0; }
QComboBox QAbstractItemView::item:selected { background: $field_tint; color: $ink; }
QComboBox { combobox-popup: 0; }
QDateEdit::drop-down { border: 0; width: ${h28}px; subcontrol-position: right center; }
QDateEdit::down-arrow { image: url($pictures/chevron-down.svg); width: ${h14}px; height: ${h14}px; }
QTimeEdit::up-button, QTimeEdit::down-button, QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }
QCheckBox, QRadioButton { color: $ink; spacing: 8px; background: transparent; min-height: ${h28}px;
  border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $field; }
QCheckBox::indicator, QRadioButton::indicator { width: ${h16}px; height: ${h16}px; border: 1px solid $edge;
  border-radius: 4px; background: $surface; }
QRadioButton::indicator { border-radius: ${h8}px; }
QCheckBox::indicator:checked { background: $field; border-color: $field; image: url($pictures/check.svg); }
QRadioButton::indicator:checked { background: $surface; border: ${h5}px solid $field; width: ${h8}px;
  height: ${h8}px; }
QCheckBox:disabled { color: $ink_soft; }
QToolButton[segment="true"] { background: $surface; color: $ink; border: 1px solid $edge; border-right: 0;
  border-radius: 0; padding: 0; }
QToolButton[segment="true"][place="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QToolButton[segment="true"][place="last"] { border-right: 1px solid $edge; border-top-right-radius: 6px;
  border-bottom-right-radius: 6px; }
QToolButton[segment="true"][place="only"] { border-right: 1px solid $edge; border-radius: 6px; }
QToolButton[segment="true"]:checked { background: $field_tint; color: $field; }
QToolButton[segment="true"]:focus { border: 2px solid $field; }
QToolButton[flat="true"] { background: transparent; color: $ink_soft; border: 2px solid transparent; border-radius: 4px;
  padding: 0 4px; }
QToolButton[flat="true"]:checked { color: $field; }
QToolButton[flat="true"][tone="due"] { color: $due; }
QToolButton[flat="true"]:focus { border-color: $field; }
QToolButton[segment="true"]:disabled { color: $ink_soft; background: $ground; }
""")

_LISTS = Template("""
QAbstractItemView { background: $surface; color: $ink; border: 0; outline: 0;
  selection-background-color: $field_tint; selection-color: $ink; }
QAbstractItemView[ground="ground"] { background: $ground; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $ink_soft; border: 0; border-bottom: 1px solid $line;
  padding: 0 6px; }
QTableCornerButton::section { background: $surface; border: 0; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[clear="true"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle { background: $line; border: 2px solid transparent; border-radius: 6px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { min-width: 40px; }
QTabBar::scroller { width: ${h32}px; }
QTabBar QToolButton { background: $ground; border: 0; }
QTabBar QToolButton::right-arrow { image: url($pictures/chevron-right.svg); width: ${h14}px; height: ${h14}px; }
QTabBar QToolButton::left-arrow { image: url($pictures/chevron-left.svg); width: ${h14}px; height: ${h14}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; width: 1px; }
QMenu { background: $surface; color: $ink; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: ${h6}px 24px ${h6}px 12px; border-radius: 4px; }
QMenu::item:selected { background: $field_tint; color: $ink; }
QMenu::item:disabled { color: $ink_soft; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QCalendarWidget { background: $surface; border: 1px solid $edge; }
QCalendarWidget QAbstractItemView { background: $surface; color: $ink; selection-background-color: $field;
  selection-color: $on_field; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $well; }
QCalendarWidget QToolButton { background: transparent; color: $ink; border: 0; padding: 4px 8px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url($pictures/chevron-left.svg); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url($pictures/chevron-right.svg); }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QProgressBar { background: $well; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $calm; border-radius: 4px; }
QProgressBar[tone="good"]::chunk { background: $field; }
""")


def _type_rules(scale: float) -> str:
    rules = []
    for role, (points, weight) in TYPE.items():
        font = f"font-size: {points * scale:.2f}pt; font-weight: {weight};"
        rules.append(f'QLabel[role="{role}"], QLineEdit[role="{role}"] {{ {font} }}')
    caption = TYPE["caption"][0] * scale
    rules.append(f'QHeaderView::section, QToolTip, QToolButton[flat="true"] {{ font-size: {caption:.2f}pt; }}')
    rules.append('QToolButton[flat="true"]:checked { font-weight: 600; }')
    rules.append('QToolButton[segment="true"]:checked { font-weight: 600; }')
    return "\n".join(rules)


def style_sheet(tokens: Tokens, scale: float, pictures: str, px: Callable[[float], int]) -> str:
    """The whole style sheet; ``pictures`` is the folder of the few icons a style sheet must load from files."""
    colours = {name: getattr(tokens, name) for name in Tokens.__slots__ if name != "heat"}
    lengths = {f"h{n}": str(px(n)) for n in (5, 6, 8, 14, 15, 16, 22, 24, 26, 28, 30, 32, 48)}
    lengths["h30"] = str(px(32) - 2)  # the focus border is one pixel thicker on both sides: nothing moves
    lengths["h22"] = str(px(24) - 2)
    lengths["h26"] = str(px(28) - 2)
    words = {**colours, **lengths, "pictures": pictures}
    return "\n".join(part.substitute(words) for part in (_SURFACES, _CONTROLS, _LISTS)) + _type_rules(scale)
