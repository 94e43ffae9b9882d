"""Sizes, colours, icons and typefaces take effect everywhere."""

import ast
import gc
import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QLabel

import desktop.ui
from desktop.ui.style import Size, Theme, look
from desktop.ui.style.icons import drawing, icon_pixmap
from desktop.ui.style.tokens import THEMES
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.words import words

SOURCES = sorted(Path(desktop.ui.__file__).parent.rglob("*.py"))
ICONS = Path(desktop.ui.__file__).parents[2] / "resources" / "icons"


@pytest.mark.parametrize(("size", "points"), [(Size.NORMAL, 11), (Size.LARGE, 13.97), (Size.XLARGE, 17.05)])
def test_a_size_takes_effect_at_once_in_what_is_already_shown(qtbot, size, points):
    label, button = words("走访"), Button("保存", "main")
    qtbot.addWidget(label)
    qtbot.addWidget(button)
    label.show()
    low = button.sizeHint().height()
    look().show(size=size)
    assert label.font().pointSizeF() == pytest.approx(points, abs=0.05)
    assert button.sizeHint().height() == round(34 * size.scale) >= low


def test_a_theme_colours_words_ground_and_icons_alike(qtbot):
    label = words("走访", tone="late")
    qtbot.addWidget(label)
    label.show()
    look().show(Theme.DARK)
    assert label.palette().color(label.foregroundRole()).name().upper() == THEMES[Theme.DARK].late
    assert look().colour("ground").name().upper() == THEMES[Theme.DARK].ground
    assert b"#F2938C" in drawing("clock", THEMES[Theme.DARK].late)


def test_an_icon_has_the_colour_asked_for_and_is_drawn_once(qapp):
    picture = icon_pixmap("circle", 24, "#A3211A", 2.0)
    assert picture.size().width() == 48
    image = picture.toImage()
    pixels = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    assert {pixel.name() for pixel in pixels if pixel.alpha() == 255} == {"#a3211a"}
    assert icon_pixmap("circle", 24, "#A3211A", 2.0) is picture


def test_no_widget_has_a_colour_of_its_own():
    own = {}
    for path in SOURCES:
        if path.name == "tokens.py":
            continue
        found = re.findall(r"#[0-9A-Fa-f]{6}\b|GlobalColor\.(?!white|black|transparent)\w+", path.read_text("utf-8"))
        if found:
            own[path.name] = found
    assert own == {}


def test_every_icon_named_in_the_program_is_there():
    names = {path.stem for path in ICONS.glob("*.svg")}
    asked = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [k.value for k in node.keywords if k.arg in {"icon", "ends"}]
            if called in {"Picture", "IconButton", "Empty", "BigButton", "ChoiceCard", "pixmap"}:
                given += node.args[:1]
            asked |= {a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value}
    assert len(asked) > 30
    assert asked - names == set()
    assert (ICONS / "LICENSE").read_text().startswith("ISC License")


def test_rare_characters_of_names_are_drawn(qapp):
    label = QLabel("李𬭎 䶮 𠮷")
    layout = QTextLayout(label.text(), look().font("name"))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1000)
    layout.endLayout()
    glyphs = [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
    families = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert 0 not in glyphs  # 0 is the box of a missing glyph
    assert {"Noto Sans SC", "HanaMinB"} <= families


def test_what_is_hidden_follows_when_it_is_shown_or_when_there_is_time(qtbot):
    shown, hidden, later = Button("保存", "main"), Button("保存", "main"), Button("保存", "main")
    for button in (shown, hidden, later):
        qtbot.addWidget(button)
        button.ensurePolished()
    shown.show()
    low = shown.sizeHint().height()
    look().show(size=Size.XLARGE)
    assert shown.sizeHint().height() > low
    assert hidden.styleSheet() != shown.styleSheet()
    hidden.show()
    assert hidden.sizeHint() == shown.sizeHint()
    qtbot.waitUntil(lambda: later.styleSheet() == shown.styleSheet())
    assert later.sizeHint() == shown.sizeHint()


def test_a_spoilt_face_in_the_cache_is_passed_over(qapp, tmp_path, monkeypatch):
    from desktop.ui.style import typefaces

    spoilt = tmp_path / "spoilt.ttf"
    spoilt.write_bytes(b"no typeface")
    monkeypatch.setattr(typefaces, "font_file", lambda _face: spoilt)
    assert typefaces._families_of(typefaces.SANS) == ["Noto Sans SC"]


def test_what_is_gone_is_dressed_no_more(qtbot):
    gone = Button("保存", "main")
    look().dress(gone)
    shiboken6.delete(gone)
    look().show(size=Size.LARGE)
    kept = len(look()._dressed)
    del gone
    gc.collect()
    assert len(look()._dressed) < kept
