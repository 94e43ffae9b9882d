"""Everything one can fill in on a form, found by walking its widgets: so that a control added later is met too."""

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTextEdit, QWidget

from desktop.ui.parts.household_box import HouseholdBox
from desktop.ui.widgets.inputs.chips import Chip
from desktop.ui.widgets.inputs.date_box import DateBox, TimeBox
from desktop.ui.widgets.inputs.segments import Segments

KINDS = (HouseholdBox, DateBox, TimeBox, QLineEdit, QTextEdit, QComboBox, Segments, QAbstractButton)


def controls(form):
    """What is seen and used of a form, whatever it is made of; a button that does a deed is none."""
    found = [w for w in form.findChildren(QWidget) if isinstance(w, KINDS) and w.isVisibleTo(form) and w.isEnabled()]
    inside = {child for w in found if isinstance(w, (Segments, QComboBox)) for child in w.findChildren(QWidget)}
    return [w for w in found if w not in inside and (not isinstance(w, QAbstractButton) or ticked(w))]


def ticked(button):
    """A chip that says something of the record, not one that unfolds more of the form."""
    return isinstance(button, Chip) and button.isCheckable() and not button._ends


def value(control):
    """What a person reads there."""
    if isinstance(control, HouseholdBox):
        return control.household_id
    if isinstance(control, QTextEdit):
        return control.toPlainText()
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, Segments):
        return control.key
    return control.isChecked() if isinstance(control, QAbstractButton) else control.text()


def change(control, at, household):
    """Fill in something else than stands there, as a hand would."""
    if isinstance(control, HouseholdBox):
        control.show_household(household, "王秀英")
        control.changed.emit(household)
    elif isinstance(control, DateBox):
        control.setText("10-12")
        control.editingFinished.emit()
    elif isinstance(control, TimeBox):
        control.setText("0815")
        control.editingFinished.emit()
    elif isinstance(control, QTextEdit):
        control.setPlainText(f"第{at}处写了一句。")
    elif isinstance(control, QComboBox):
        control.setCurrentIndex((control.currentIndex() + 1) % control.count())
    elif isinstance(control, Segments):
        control.choose(next(key for key in reversed(control._keys) if key != control.key))
    elif isinstance(control, QAbstractButton):
        if control.group() is None:  # one of a few is chosen by whoever asks: the last may open a menu
            control.click()
    else:
        control.setText(f"第{at}格")
        control.textEdited.emit(control.text())


def fill_in(form, household):
    """Change everything, also what appears by a change; returns what stands there then, in order."""
    done = []
    while todo := [w for w in controls(form) if w not in done]:
        change(todo[0], len(done), household)
        done.append(todo[0])
    return stands(form)


def stands(form):
    """Name and value of every control."""
    return [(control.accessibleName(), value(control)) for control in controls(form)]
