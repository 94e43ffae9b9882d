"""Names: spaces, lost characters, two in one cell."""

from __future__ import annotations

import pytest

from db.ledgers.cells import names


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("陈　　军", "陈军"),
        ("古丽娜尔 ・ 木拉提", "古丽娜尔·木拉提"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("欧阳  志刚", "欧阳志刚"),
        ("上官\n敏", "上官敏"),
        ("陈 王 小 明", "陈王小明"),
        ("李𬭎", "李𬭎"),
        ("次仁 卓玛", "name_spaced"),
        ("罗晓□", "rare_char_lost"),
        ("彭玉ji", "rare_char_as_pinyin"),
        ("⿰金宏", "rare_char_as_parts"),
        ("张**", "name_masked"),
        ("张某", "name_anonymous"),
        ("蒋兆丰、杨红梅", "name_two_persons"),
        ("李伟2", "name_unreadable"),
        ("桃溪村三组集体", "name_of_group"),
        ("同上", "ditto"),
        ("", "name_missing"),
    ],
)
def test_names(cell: str, made: str) -> None:
    found = names.read_name(cell)
    assert (found.value or found.kind) == made
