"""The colours and sizes everything on screen is made of: paper, ink and field green."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """Which set of colours the cadre reads on."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Size(StrEnum):
    """How large everything is written: 标准, 大, 特大."""

    NORMAL = "normal"
    LARGE = "large"
    XLARGE = "xlarge"

    @property
    def scale(self) -> float:
        """How much larger than 标准: 11, 14 and 17 pt of body text."""
        return {Size.NORMAL: 1.0, Size.LARGE: 1.27, Size.XLARGE: 1.55}[self]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme; every colour on screen is one of these, never one of a widget's own."""

    ground: str
    surface: str
    line: str
    ink: str
    ink_soft: str
    field: str
    field_tint: str
    due: str
    due_tint: str
    late: str
    late_tint: str
    calm: str
    calm_tint: str
    edge: str
    on_field: str
    well: str
    heat: tuple[str, str, str, str]

    def tone(self, name: str) -> tuple[str, str]:
        """Word colour and ground of a badge, a banner or a card edge of one tone.

        >>> LIGHT.tone("late")
        ('#A3211A', '#FBE9E7')
        """
        return {
            "good": (self.field, self.field_tint),
            "due": (self.due, self.due_tint),
            "late": (self.late, self.late_tint),
            "calm": (self.calm, self.calm_tint),
            "soft": (self.ink_soft, self.well),
            "plain": (self.ink_soft, self.surface),
            "bare": (self.ink_soft, ""),
        }[name]


LIGHT = Tokens(
    ground="#FAF8F3",
    surface="#FFFFFF",
    line="#E3DED2",
    ink="#1F2A24",
    ink_soft="#56635B",
    field="#2E6B4F",
    field_tint="#E6F0EA",
    due="#7A4F00",
    due_tint="#FBF1DC",
    late="#A3211A",
    late_tint="#FBE9E7",
    calm="#2F5277",
    calm_tint="#E8EFF6",
    edge="#858D83",
    on_field="#FFFFFF",
    well="#F2EEE5",
    heat=("#FBF5E6", "#F7E8C4", "#EFD394", "#E0B356"),
)
DARK = Tokens(
    ground="#1B1F1D",
    surface="#242A27",
    line="#3A423E",
    ink="#E8ECE9",
    ink_soft="#A9B5AE",
    field="#7BC4A0",
    field_tint="#26382F",
    due="#F0C36D",
    due_tint="#3A3019",
    late="#F2938C",
    late_tint="#3D2321",
    calm="#93B8DD",
    calm_tint="#22303D",
    edge="#737F79",
    on_field="#10231A",
    well="#161A18",
    heat=("#2B2A22", "#3A3322", "#554522", "#7A5F25"),
)
CONTRAST = Tokens(
    ground="#FFFFFF",
    surface="#FFFFFF",
    line="#000000",
    ink="#000000",
    ink_soft="#1A1A1A",
    field="#003D1F",
    field_tint="#D5EFE0",
    due="#5C3A00",
    due_tint="#FFFFFF",
    late="#8B0000",
    late_tint="#FFFFFF",
    calm="#002B5C",
    calm_tint="#FFFFFF",
    edge="#000000",
    on_field="#FFFFFF",
    well="#FFFFFF",
    heat=("#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF"),
)
THEMES = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.CONTRAST: CONTRAST}

# role -> (points at 标准, weight); the design is look.md, “Type”
TYPE: dict[str, tuple[float, int]] = {
    "body": (11, 400),
    "strong": (11, 600),
    "caption": (9.5, 400),
    "caption-strong": (9.5, 600),
    "row": (12, 600),
    "section": (13, 600),
    "motto": (15, 400),
    "answer": (14.5, 600),
    "title": (18, 600),
    "name": (22, 600),
    "big": (24, 600),
    "brand": (12, 600),
    "entry": (20, 400),
}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it (1 to 21).

    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
