"""A cadre's hands: real keys and a real pointer through XTEST; nothing here knows the program."""

from __future__ import annotations

from collections.abc import Iterator

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

_NAMES = {
    "ctrl": "Control_L",
    "alt": "Alt_L",
    "shift": "Shift_L",
    "enter": "Return",
    "esc": "Escape",
    "tab": "Tab",
    "space": "space",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "delete": "Delete",
    "backspace": "BackSpace",
    "pageup": "Prior",
    "pagedown": "Next",
}


class Hands:
    """Presses keys, types text of any script, moves and clicks.

    Characters that no key carries are laid on keys that carry nothing, all those of a stretch of text at once: the
    keyboard is not changed again before that stretch has been read (``settled`` waits for it).
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        first, last = display.display.info.min_keycode, display.display.info.max_keycode
        keys = display.get_keyboard_mapping(first, last - first + 1)
        self._width = len(keys[0])
        self._spare = [first + at for at, key in enumerate(keys) if not any(key) and first + at > 8]
        self._plain = {key[0]: (first + at, False) for at, key in reversed(list(enumerate(keys))) if key[0]}
        for at, key in reversed(list(enumerate(keys))):
            if key[1]:
                self._plain.setdefault(key[1], (first + at, True))
        self._laid: dict[str, int] = {}

    def press(self, chord: str) -> None:
        """One chord, like ctrl+n, enter, f1."""
        codes = [self._code(part) for part in chord.split("+")]
        for code in codes:
            self._key(X.KeyPress, code)
        for code in reversed(codes):
            self._key(X.KeyRelease, code)
        self._display.sync()

    def stretches(self, text: str) -> Iterator[str]:
        """The text in stretches whose characters fit on the spare keys."""
        stretch, laid = "", set()
        for letter in text:
            new = {letter} - laid if not self._on_keyboard(letter) else set()
            if len(laid) + len(new) > len(self._spare):
                yield stretch
                stretch, laid, new = "", set(), {letter}
            laid |= new
            stretch += letter
        if stretch:
            yield stretch

    def type(self, stretch: str) -> None:
        """Type a stretch: one press a character."""
        self._lay({letter for letter in stretch if not self._on_keyboard(letter)})
        shift = self._code("shift")
        for letter in stretch:
            if letter in self._laid:
                code, shifted = self._laid[letter], False
            else:
                code, shifted = self._plain[_symbol(letter)]
            if shifted:
                self._key(X.KeyPress, shift)
            self._key(X.KeyPress, code)
            self._key(X.KeyRelease, code)
            if shifted:
                self._key(X.KeyRelease, shift)
        self._display.sync()

    def click(self, x: int, y: int) -> None:
        """Move the pointer there and press its left button."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        xtest.fake_input(self._display, X.ButtonPress, 1)
        xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()

    def wheel(self, x: int, y: int, clicks: int) -> None:
        """Turn the wheel over a place; up where ``clicks`` is negative."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        button = 5 if clicks > 0 else 4
        for _click in range(abs(clicks)):
            xtest.fake_input(self._display, X.ButtonPress, button)
            xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()

    def _on_keyboard(self, letter: str) -> bool:
        return _symbol(letter) in self._plain

    def _lay(self, letters: set[str]) -> None:
        new = sorted(letters - set(self._laid))
        if not new:
            return
        if len(self._laid) + len(new) > len(self._spare):
            self._laid = {}
            new = sorted(letters)
        free = [code for code in self._spare if code not in self._laid.values()]
        for letter, code in zip(new, free, strict=False):
            self._laid[letter] = code
            self._display.change_keyboard_mapping(code, [[_symbol(letter)] * self._width])
        self._display.sync()

    def _code(self, name: str) -> int:
        symbol = XK.string_to_keysym(_NAMES.get(name, name.upper() if name[:1] == "f" and name[1:] else name))
        if symbol not in self._plain:
            raise ValueError(f"no key is called {name}")
        return self._plain[symbol][0]

    def _key(self, what: int, code: int) -> None:
        xtest.fake_input(self._display, what, code)


def _symbol(letter: str) -> int:
    """The keysym of a character: Latin as it is, Enter for a new line, everything else by its number in Unicode."""
    if letter == "\n":
        return XK.XK_Return
    number = ord(letter)
    return number if 0x20 <= number <= 0x7E or 0xA0 <= number <= 0xFF else 0x01000000 | number
