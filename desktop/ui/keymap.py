"""The keys of this program; each means one thing everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does, in words."""

    key: str
    words: str


FIND = "Ctrl+K"
FIND_HERE = "Ctrl+F"
NEW = "Ctrl+N"
SAVE = "Ctrl+S"
NEXT = "Ctrl+Return"
PRINT = "Ctrl+P"
LOCK = "Ctrl+L"
HELP = "F1"
TAKE_IN = "Ctrl+I"
PACK = "Ctrl+O"
TO_REQUEST = "Ctrl+R"
RESUME = "Alt+1"
EDIT = "Ctrl+E"
DESK = "Ctrl+D"
HELD = "Ctrl+G"
LATER = "F8"
SORT = "F3"
UNDO = "Ctrl+Z"


def keymap() -> tuple[tuple[str, tuple[Key, ...]], ...]:
    """Every key by where it works, in the order F1 shows them."""
    everywhere = (
        Key(FIND, _("找人找户：首字母、姓名、证号或电话的后几位")),
        Key("Ctrl+1 … 9", _("去左边第几个地方，Ctrl+0 去设置")),
        Key(NEW, _("在这里记一条新的")),
        Key(FIND_HERE, _("在这张名单里找")),
        Key(PRINT, _("打印正看着的")),
        Key(RESUME, _("接着写没写完的")),
        Key(EDIT, _("更正正看着的户或人")),
        Key(LOCK, _("锁屏")),
        Key("F1", _("看这一页的数字怎么算，和这张键表")),
        Key("Esc", _("返回，写了一半的都留着")),
    )
    lists = (
        Key("↑ ↓", _("选一行")),
        Key("Enter", _("办选中的这一行")),
        Key(SORT, _("按哪一列排")),
        Key("Tab / Shift+Tab", _("下一处 / 上一处")),
    )
    forms = (
        Key("Enter", _("下一格")),
        Key("Space", _("勾上或去掉")),
        Key(SAVE, _("保存")),
        Key("Ctrl+Enter", _("保存，接着记下一户；答复")),
        Key(TO_REQUEST, _("把选中的一句话转为诉求")),
        Key("Ctrl+Z", _("撤回刚才写的")),
        Key("F4", _("看日历")),
    )
    handover = (
        Key(TAKE_IN, _("收盘")),
        Key(PACK, _("装盘")),
        Key(DESK, _("合并台：定下两边写得不一样的")),
        Key(HELD, _("隔离区：看先没收的")),
        Key("1 … 9", _("合并台上选怎么定")),
        Key("Ctrl+Enter", _("就这样定，看下一件")),
        Key(LATER, _("先问清楚，放到后面")),
        Key(UNDO, _("收回刚才定的")),
    )
    return (
        (_("处处"), everywhere),
        (_("名单里"), lists),
        (_("填表时"), forms),
        (_("交接"), handover),
    )
