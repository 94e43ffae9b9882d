"""Every way a bundle can disappoint, by name: what the clerk reads and what happened to the data (sync.md §20)."""

from __future__ import annotations

import errno
from collections.abc import Callable
from enum import Enum
from gettext import gettext as _
from typing import Any, Final

from db.errors import KnownError


class Effect(Enum):
    """What became of the data when an error was reported."""

    NONE = "none"
    STAGED = "staged"
    QUARANTINE = "quarantine"
    TAKEN = "taken"
    RESUMABLE = "resumable"


EFFECTS: Final[dict[str, Effect]] = {
    "NOT_BUNDLE": Effect.NONE,
    "EMPTY": Effect.STAGED,
    "TRUNCATED": Effect.STAGED,
    "DAMAGED": Effect.STAGED,
    "BAD_SIGNATURE": Effect.NONE,
    "BAD_SEGMENT": Effect.TAKEN,
    "BAD_BLOB": Effect.TAKEN,
    "BAD_SNAPSHOT": Effect.NONE,
    "UNKNOWN_SENDER": Effect.NONE,
    "EXPIRED": Effect.NONE,
    "REVOKED": Effect.QUARANTINE,
    "NOT_FOR_US": Effect.NONE,
    "TOO_NEW": Effect.NONE,
    "NEWER_FIELDS": Effect.TAKEN,
    "DUPLICATE": Effect.NONE,
    "WAITING": Effect.STAGED,
    "OUT_OF_SCOPE": Effect.QUARANTINE,
    "BRANCHED": Effect.TAKEN,
    "CLOCK": Effect.TAKEN,
    "LIMIT": Effect.NONE,
    "DISK_FULL": Effect.RESUMABLE,
    "LOCKED": Effect.NONE,
    "STICK_REMOVED": Effect.RESUMABLE,
    "READ_ONLY": Effect.NONE,
    "STICK_BAD": Effect.NONE,
    "NO_FILE": Effect.NONE,
    "BAD_NAME": Effect.NONE,
    "STICK_SWAPPED": Effect.RESUMABLE,
    "NOT_ENROLLED": Effect.NONE,
    "BAD_CARD": Effect.NONE,
    "NO_RECEIVER": Effect.NONE,
    "NO_SNAPSHOT": Effect.NONE,
    "BUG": Effect.NONE,
}
"""BAD_BLOB and READ_ONLY to NO_RECEIVER stand beside sync.md §20: a photo spoilt on its way, more that a stick can do,
and the refusals of enrolment."""

WHOLE: Final = frozenset({"", "DUPLICATE", "WAITING", "NEWER_FIELDS", "BRANCHED", "CLOCK"})
"""Codes of files that were taken in as far as they can be; any other code makes ``baijia unpack`` exit with 3."""


_SENTENCES: Final[dict[str, Callable[[], str]]] = {
    "NOT_BUNDLE": lambda: _("这不是百家数据包，请换一个文件。"),
    "EMPTY": lambda: _("文件是空的，尚未收入，请让对方重新拷贝。"),
    "TRUNCATED": lambda: _("文件不完整（完好 {intact}/{total} 段），尚未收入，请让对方重新拷贝。"),
    "DAMAGED": lambda: _("文件在第 {at}/{total} 段处损坏，可能是 U 盘问题；尚未收入，请重新拷贝。"),
    "BAD_SIGNATURE": lambda: _("签名不符，文件被改动或伪造；未收入任何内容，请让对方重新装盘。"),
    "BAD_SEGMENT": lambda: _("{count} 条记录签名不符，未收；其余已收下。"),
    "BAD_BLOB": lambda: _("{count} 份附件坏了，未收：{names}；其余已收下，下次交接会请对方补发。"),
    "BAD_SNAPSHOT": lambda: _("起始数据不是本镇所签，或不合本机的授权范围，未收入任何内容；请让镇里重新装盘。"),
    "UNKNOWN_SENDER": lambda: _("“{name}”是未登记的电脑，未收入任何内容；请先登记这台电脑，再收盘。"),
    "EXPIRED": lambda: _("“{name}”的授权已过期，未收入任何内容；请先续期，再收盘。"),
    "REVOKED": lambda: _("“{name}”已停用，内容已隔离待审。"),
    "NOT_FOR_US": lambda: _("这是给“{name}”的，不是给本机的，请交给对方。"),
    "TOO_NEW": lambda: _("此文件由新版 {theirs} 生成，请先升级本机（当前 {ours}）。文件未损坏，升级后可再收。"),
    "NEWER_FIELDS": lambda: _("已收下，{count} 项新内容升级后显示。"),
    "DUPLICATE": lambda: _("{day}已由{cadre}收过，无需再收。"),
    "WAITING": lambda: _("缺少“{name}”的前一份文件{which}；已先收下，等补齐（已写入回执）。"),
    "OUT_OF_SCOPE": lambda: _("{count} 条不属于该电脑的范围，已隔离待审。"),
    "BRANCHED": lambda: _("电脑“{name}”曾从旧备份恢复或被克隆；两份记录都已保留。"),
    "CLOCK": lambda: _("对方电脑时间快{ahead}；记录已收下，请先校准那台电脑的时间。"),
    "LIMIT": lambda: _("文件超出安全限制，未收；请联系对方的技术人员。"),
    "DISK_FULL": lambda: _("空间不足，还需 {megabytes} MB；腾出空间后可继续。"),
    "LOCKED": lambda: _("另一窗口正在写入，请稍后再试。"),
    "STICK_REMOVED": lambda: _("U 盘已拔出；插回后可继续。"),
    "READ_ONLY": lambda: _("这个 U 盘或文件夹不能写入，请检查写保护开关，或换一个 U 盘。"),
    "STICK_BAD": lambda: _("写入后核对不符，这个 U 盘可能已坏；文件已删除，请换一个 U 盘再装盘。"),
    "BAD_NAME": lambda: _("这个文件名在 U 盘上不能用，请换一个短一点、没有特殊符号的名字。"),
    "STICK_SWAPPED": lambda: _("U 盘换过了：前面装好的文件不在这个 U 盘上。请插回原来的 U 盘，再装一次。"),
    "NO_FILE": lambda: _("找不到文件“{name}”，请检查 U 盘和路径。"),
    "NOT_ENROLLED": lambda: _("这台电脑还没有登记；请先把名片文件交给乡镇登记，再装盘。"),
    "BAD_CARD": lambda: _("名片或授权文件不完整或被改动，请让对方重新拷贝。"),
    "NO_RECEIVER": lambda: _("没有找到接收方“{name}”；已登记的有：{known}。"),
    "NO_SNAPSHOT": lambda: _("新电脑的起始数据只有乡镇的电脑能做，给村里的电脑用；请在镇里装盘。"),
    "BUG": lambda: _("内部错误，数据未改动；已生成诊断文件（不含姓名）。"),
}


def sentence(code: str, **facts: Any) -> str:
    """What the clerk reads for a code of sync.md §20; every fact the sentence names must be given."""
    return _SENTENCES[code]().format(**{name: printable(value) for name, value in facts.items()})


class BundleError(KnownError):
    """A bundle, card or stick that was refused, with its code, its sentence and what became of the data."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(sentence(code, **facts), code=code)
        self.effect = EFFECTS[code]


def printable(value: Any) -> Any:
    """A name from another computer without control or direction characters, at most 200 characters.

    >>> printable("桃溪\\u202e村\\n")
    '桃溪村'
    """
    if not isinstance(value, str):
        return value
    return "".join(c for c in value if c.isprintable() and not _turns(c))[:200]


def _turns(char: str) -> bool:
    return "\u200b" <= char <= "\u200f" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"


_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY: Final = {errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.EISDIR}
_NAME: Final = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
_GONE: Final = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EBADF}


def of_os(error: OSError, missing_bytes: int = 0) -> BundleError:
    """The named error for what the operating system said of a stick or a folder; ``missing_bytes`` still to write."""
    if error.errno in _FULL:
        return BundleError("DISK_FULL", megabytes=max(1, -(-missing_bytes // 1_000_000)))
    if error.errno in _READ_ONLY:
        return BundleError("READ_ONLY")
    if error.errno in _NAME:
        return BundleError("BAD_NAME")
    if error.errno in _GONE:
        return BundleError("STICK_REMOVED")
    return BundleError("BUG")
