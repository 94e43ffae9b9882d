"""Days and times typed the way people type them, or picked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from gettext import gettext as _

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from desktop.ui.style import look
from desktop.ui.widgets.inputs.dates import read_date, read_time, spoken_date, weekday
from desktop.ui.widgets.inputs.hint_box import HintBox


class DateBox(HintBox):
    """A day: type 昨天, 18, 10-2 or 20251002; arrow keys step, F4 or the picture opens the calendar."""

    changed = Signal()
    mistyped = Signal(str)

    def __init__(self, name: str, day: date | None, today: Callable[[], date]) -> None:
        super().__init__(name, icon="calendar")
        self._day, self._today = day, today
        self._calendar: QCalendarWidget | None = None
        self.setToolTip(_("可以写 昨天、18、10-2；按 F4 看日历"))
        self.lead.pressed.connect(self.open_calendar)
        self.editingFinished.connect(self._on_finished)
        self._write()

    @property
    def day(self) -> date | None:
        """The day chosen; None where the box is empty."""
        return self._day

    def show_day(self, day: date | None) -> None:
        """Show another day without telling anyone."""
        self._day = day
        self._write()

    def _name_parts(self, calendar: QCalendarWidget) -> None:
        """Qt leaves the parts of a calendar without names."""
        calendar.setAccessibleName(self.accessibleName())
        names = {
            "qt_calendar_prevmonth": _("上个月"), "qt_calendar_nextmonth": _("下个月"),
            "qt_calendar_monthbutton": _("月份"), "qt_calendar_yearbutton": _("年份"),
            "qt_calendar_yearedit": _("年份"), "qt_calendar_calendarview": _("日历"),
        }  # fmt: skip
        for part in calendar.findChildren(QWidget):
            if part.objectName() in names:
                part.setAccessibleName(names[part.objectName()])

    def open_calendar(self) -> None:
        """Let the cadre pick with arrow keys or the mouse."""
        calendar = self._calendar or QCalendarWidget(self)
        self._calendar = calendar
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self._name_parts(calendar)
        rest = QTextCharFormat()  # Qt paints days of rest in a red of its own
        rest.setForeground(look().colour("ink_soft"))
        calendar.setHeaderTextFormat(rest)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, rest)
        shown = self._day or self._today()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.activated.connect(self._on_picked, Qt.ConnectionType.UniqueConnection)
        calendar.clicked.connect(self._on_picked, Qt.ConnectionType.UniqueConnection)
        calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.show()
        calendar.setFocus()

    def _on_picked(self, picked: QDate) -> None:
        if self._calendar:
            self._calendar.hide()
        self._take(date(picked.year(), picked.month(), picked.day()))

    def _take(self, day: date | None) -> None:
        different = day != self._day
        self._day = day
        self._write()
        if different:
            self.changed.emit()

    def _write(self) -> None:
        if self._day is None:
            self.setText("")
            return
        spoken = spoken_date(self._day, self._today())
        self.setText(_("{day} 周{weekday}").format(day=spoken, weekday=weekday(self._day)))
        self.setCursorPosition(0)

    def _on_finished(self) -> None:
        text = self.text().strip()
        if not text:
            self._take(None)
            return
        day = read_date(text, self._today())
        if day is None:
            self.mistyped.emit(_("这不是一个日期，请写成 10-20 或 2025-10-20"))
            self._write()
        else:
            self._take(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps and not event.modifiers().value & ~0x20000000:
            self._take((self._day or self._today()) + timedelta(days=steps[Qt.Key(event.key())]))
        elif event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        else:
            super().keyPressEvent(event)


class TimeBox(QLineEdit):
    """A time of day: type 1410, 14:10 or 9."""

    changed = Signal()

    def __init__(self, name: str, at: time | None, hint: str = "") -> None:
        super().__init__()
        self._time = at
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.editingFinished.connect(self._on_finished)
        self._write()

    @property
    def at(self) -> time | None:
        """The time chosen; None where the box is empty."""
        return self._time

    def show_time(self, at: time | None) -> None:
        """Show another time without telling anyone."""
        self._time = at
        self._write()

    def _write(self) -> None:
        self.setText("" if self._time is None else f"{self._time:%H:%M}")

    def _on_finished(self) -> None:
        at = read_time(self.text())
        different = at != self._time
        self._time = at
        self._write()
        if different:
            self.changed.emit()
