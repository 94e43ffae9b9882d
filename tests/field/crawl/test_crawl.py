"""Every page, form and dialog at three sizes in three themes, in the 1366×696 of a small laptop: no finding."""

import pytest

from db.sync import unpack
from desktop.ui.style import Size, Theme
from tests.screens import tours

LOOKS = [(size, theme) for size in Size for theme in Theme]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_a_village(world, walk_with, tmp_path, size, theme):
    store, around = world("taoxi")
    walk = walk_with(store, around, size, theme)
    household = tours.fullest(walk)
    tours.rail(walk, "village")
    tours.frame(walk, "village")
    tours.dossier(walk, "village", household)
    tours.visit(walk, "village", household)
    tours.requests(walk, "village", household)
    tours.wall(walk, "village")
    tours.disputes(walk, "village")
    tours.papers(walk, "village")
    tours.settings(walk, "village", tmp_path / "world" / "demo" / "户籍花名册.xlsx")
    (tmp_path / "stick").mkdir()
    tours.handover(walk, "village", tmp_path / "stick")
    tours.locked(walk, "village")
    assert not walk.found, walk.told()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_an_office(world, walk_with, tmp_path, size, theme):
    store, around = world("office")
    walk = walk_with(store, around, size, theme)
    household = tours.fullest(walk)
    tours.rail(walk, "office")
    tours.dossier(walk, "office", household)
    tours.papers(walk, "office")
    tours.settings(walk, "office")
    (tmp_path / "stick").mkdir()
    tours.handover(walk, "office", tmp_path / "stick")
    assert not walk.found, walk.told()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_rooms_behind_the_handover(everything, around, walk_with, size, theme):
    everything.forge.folder.mkdir(exist_ok=True)
    segment = everything.forge.segment(("1a" * 16, ["031", "石桥村三组"]), part=("0f" * 16, 0))
    unpack(everything.township, [everything.forge.bundle(segment)])
    walk = walk_with(everything.township, around, size, theme)
    tours.merge_desk(walk, "office")
    tours.quarantine(walk, "office")
    assert not walk.found, walk.told()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_doors_and_an_empty_village(around, walk_with, size, theme):
    walk = walk_with(None, around, size, theme)
    tours.doors(walk)
    assert not walk.found, walk.told()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_empty_pages_teach(village, around, walk_with, size, theme):
    walk = walk_with(village, around, size, theme)
    tours.rail(walk, "empty")
    assert not walk.found, walk.told()
