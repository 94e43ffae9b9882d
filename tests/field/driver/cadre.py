"""A cadre before the real program: presses, clicks and types with real keys, and knows only what the screen says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

from PIL import Image, ImageChops

from db import Store, open_store, surroundings
from tests.field.driver.eyes import GoneError, Seen
from tests.field.driver.input_methods import InputMethod
from tests.field.driver.program import Running
from tests.field.driver.screen import Screen

PASSWORD = "shan-gao-shui-chang"
PATIENCE = 10.0  # seconds until something must be seen
_LOOK_AGAIN = 0.03
_STROKES = 80  # pixels that letters under composition change at least; a blinking cursor changes fewer
_STILL = 8  # looks in which nothing comes any more
_INPUTS = {"text", "password text", "combo box", "entry", "spin button", "date editor"}
_TABLES = {"table", "tree table", "list", "tree"}
Found = TypeVar("Found")
What = Literal["prose", "name", "number", "initials"]


class Cadre:
    """One person at one computer. Presses and clicks are counted; prose, names, numbers and initials are not."""

    def __init__(self, screen: Screen, folder: Path, store: Path, profile: Path) -> None:
        self.screen, self.store, self._folder, self._profile = screen, store, folder, profile
        self.program = Running(screen, folder / "home", profile)
        self.hands = screen.hands
        self.counted = 0
        self.pressed: list[str] = []
        self.input_method: InputMethod | None = None

    # --- the program ------------------------------------------------------------------------------------------------

    def opens(self, *, go_in: bool = True, **settings: str) -> None:
        """Start the program and go in with the password; settings are size="xlarge", theme="dark"."""
        self.program.settings(last_store=str(self.store), **settings)
        self.program.start()
        if go_in:
            self.goes_in()

    def reopens(self) -> None:
        """Start it again as it was left, and go in with the password."""
        self.program.start()
        self.goes_in()

    def enters(self) -> None:
        """At the door: the password and Enter, whatever the answer."""
        self.waits_for(lambda: self.focus("密码"), "the door", patience=40)
        self.hands.press("ctrl+a")
        self.types(PASSWORD, what="name")
        self.hands.press("enter")

    def goes_in(self) -> None:
        """Through the door, to the frame behind it."""
        self.enters()
        self.waits_for(lambda: self.find("字号：标准"), "the frame behind the door", patience=40)

    def takes(self, input_method: type[InputMethod]) -> None:
        """The input method of this desktop; before the program starts."""
        self.program.preset |= input_method.preset
        self.input_method = input_method(self.program.variables, self.program.home)

    def killed(self) -> None:
        """The battery is flat: signal 9, at once."""
        self.program.kill()

    def closes(self) -> None:
        """The cross in the corner; the program ends by itself."""
        title = self.waits_for(lambda: next((t for t in self.screen.windows() if t.endswith("百家")), ""), "a window")
        self.screen.ask_to_close(self.screen.windows()[title])
        assert self.program.wait_for_its_end() == 0

    @contextmanager
    def book(self) -> Iterator[Store]:
        """The store itself, to see what is true; the program must have ended (``closes`` or ``killed``)."""
        assert not self.program.alive, "close the program before you look into its store"
        store = open_store(self.store, PASSWORD, surroundings(profile=self._profile))
        try:
            yield store
        finally:
            store.close()

    # --- hands ------------------------------------------------------------------------------------------------------

    def press(self, *chords: str) -> None:
        """Press keys, one count each: press("ctrl+n"), press("down", "enter")."""
        for chord in chords:
            self._count(chord)
            self.hands.press(chord)

    def click(self, name: str, role: str = "") -> None:
        """Press the left button on what is called so; one count."""
        seen = self.waits_for(lambda: self.find(name, role), f"something called {name}")
        self._count(f"click {name}")
        self.hands.click(*self._middle(seen))

    def types(self, text: str, *, what: What, seconds: float = 0) -> None:
        """Type what no form can know; not counted. Any script, whatever the keyboard; all at once, or over seconds."""
        assert what in {"prose", "name", "number", "initials"}
        for at, stretch in enumerate(text if seconds else self.hands.stretches(text)):
            if at:
                self.lets_pass(seconds / len(text) if seconds else 0.5)  # keys are laid anew after they were read
            self.hands.type(stretch)

    def composes(self, letters: str, name: str) -> None:
        """Type letters of pinyin into the input called so, and look until all stand there, under composition."""
        left, top, width, height = self.program.eyes.place(self.waits_for(lambda: self.find(name), name))
        box = (left, top, left + width, top + height)
        empty = self.screen.picture().crop(box)
        self.hands.type(letters)
        last, still = empty, 0
        deadline = time.monotonic() + PATIENCE
        while still < _STILL:
            assert time.monotonic() < deadline, f"nothing is under composition in {name}:\n{self.told()}"
            time.sleep(_LOOK_AGAIN)
            seen = self.screen.picture().crop(box)
            still = still + 1 if _strokes(seen, empty) >= _STROKES > _strokes(seen, last) else 0
            last = seen

    def lets_pass(self, seconds: float) -> None:
        """Time that is part of the story: the second a draft may be behind."""
        time.sleep(seconds)

    def turns_wheel(self, name: str, clicks: int = 1) -> None:
        """Turn the wheel over what is called so, without pressing anything."""
        self.hands.wheel(*self._middle(self.waits_for(lambda: self.find(name), name)), clicks)

    @contextmanager
    def recording(self, at_most: int) -> Iterator[None]:
        """From the place's page to the saved record: no more presses and clicks than that."""
        before, from_here = self.counted, len(self.pressed)
        yield
        pressed = self.pressed[from_here:]
        assert self.counted - before <= at_most, f"{len(pressed)} keys instead of {at_most}: {pressed}"

    def _count(self, what: str) -> None:
        self.counted += 1
        self.pressed.append(what)

    def _middle(self, seen: Seen) -> tuple[int, int]:
        left, top, width, height = self.program.eyes.place(seen)
        return left + width // 2, top + height // 2

    # --- eyes -------------------------------------------------------------------------------------------------------

    def find(self, name: str, role: str = "") -> Seen | None:
        """What is called exactly so, else what has the words in its name; None where it is not on the screen."""
        there = [seen for seen in self._all() if not role or seen.role == role]
        exact = [seen for seen in there if seen.name == name]
        inputs = [seen for seen in exact if seen.role in _INPUTS]
        return next(iter(inputs or exact or [seen for seen in there if name in seen.name]), None)

    def focus(self, name: str = "") -> Seen | None:
        """Where keys go; with a name only if it is called so."""
        return next((seen for seen in self._all() if seen.focused and name in seen.name), None)

    def sees(self, *words: str) -> None:
        """Wait until all these words stand on the screen, in names or in inputs."""
        for said in words:
            self.waits_for(lambda said=said: said in self.screenful(), f"“{said}” on the screen")

    def sees_no(self, *words: str) -> None:
        """Wait until none of these words stands on the screen."""
        for said in words:
            self.waits_for(lambda said=said: said not in self.screenful(), f"“{said}” off the screen")

    def chosen_row(self, table: str) -> str:
        """What stands in the chosen row of a table or list, its cells joined; empty where none is chosen."""
        return " ".join(seen.name for seen in self._inside(table) if seen.selected)

    def rows_of(self, table: str) -> str:
        """What stands in a table or list, in the order it is shown."""
        return " ".join(seen.name for seen in self._inside(table))

    def _inside(self, table: str) -> Iterator[Seen]:
        inside, depth = False, 0
        for seen in self._all():
            if inside and seen.depth <= depth:
                return
            if inside:
                yield seen
            elif seen.name == table and seen.role in _TABLES:
                inside, depth = True, seen.depth

    def is_at(self, name: str) -> None:
        """Wait until keys go to what is called so."""
        self.waits_for(lambda: self.focus(name), f"the focus at {name}")

    def reads(self, name: str) -> str:
        """What is written in the input called so."""
        seen = self.waits_for(lambda: self.find(name), f"an input called {name}")
        return self._written(seen)

    def picture_of(self, name: str, role: str = "") -> Image.Image:
        """How what is called so is painted now."""
        seen = self.waits_for(lambda: self.find(name, role), f"something called {name}")
        left, top, width, height = self.program.eyes.place(seen)
        return self.screen.picture().crop((left, top, left + width, top + height))

    def screenful(self) -> str:
        """Everything that can be read on the screen now, a line each."""
        return "\n".join(filter(None, (self._line(seen) for seen in self._all())))

    def waits_for(self, look: Callable[[], Found], what: str, patience: float = PATIENCE) -> Found:
        """Look until something is there; says what was not, with the screen as it is."""
        deadline = time.monotonic() + patience
        while True:
            found = look()
            if found:
                return found
            assert time.monotonic() < deadline, f"waited {patience:.0f} s for {what}; on the screen:\n{self.told()}"
            time.sleep(_LOOK_AGAIN)

    def told(self) -> str:
        """The screen as a tree, for whoever mends a story."""
        if not self.program.alive:
            return "(the program does not run)\n" + self.program.what_went_wrong()
        return "\n".join(
            f"{'  ' * seen.depth}{seen.role} “{self._line(seen)}”{' ←' if seen.focused else ''}" for seen in self._all()
        )

    def _line(self, seen: Seen) -> str:
        written = self._written(seen) if seen.role in _INPUTS else ""
        return f"{seen.name}：{written}" if written and written != seen.name else seen.name

    def _written(self, seen: Seen) -> str:
        if seen.shows:
            return seen.shows
        try:
            return self.program.eyes.text(seen)
        except GoneError:
            return ""

    def _all(self) -> list[Seen]:
        try:
            return list(self.program.eyes.everything())
        except GoneError:  # it was built anew while we looked
            return []


def _strokes(one: Image.Image, other: Image.Image) -> int:
    """How many pixels differ."""
    return sum(ImageChops.difference(one, other).convert("L").point(lambda grey: grey > 32).histogram()[1:])
