"""What every command on a store has in common: the password, the store, and how errors end."""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path

from db import KnownError, RuleError, Store, StoreError, open_store
from db.engine import known
from db.store import Surroundings
from db.sync import resume
from desktop.commands.words import say
from desktop.logs import start_log, stop_log
from desktop.paths import user_places, user_surroundings

DONE, REFUSED, WRONG_USAGE, PARTLY = 0, 1, 2, 3


def add_password(parser: argparse.ArgumentParser) -> None:
    """Adds what every command on a store takes."""
    parser.add_argument("--password-file", type=Path, metavar=_("文件"), help=_("密码在这个文件的第一行"))


def password_of(args: argparse.Namespace) -> str:
    """The password from a file, from BAIJIA_PASSWORD, or asked for at the terminal."""
    if args.password_file:
        try:
            return str(args.password_file.read_text(encoding="utf-8-sig").splitlines()[0])
        except (OSError, UnicodeDecodeError, IndexError):
            raise RuleError(_("读不到密码文件“{name}”。").format(name=args.password_file.name)) from None
    if "BAIJIA_PASSWORD" in os.environ:
        return os.environ["BAIJIA_PASSWORD"]
    if not sys.stdin.isatty():
        raise RuleError(_("需要密码：用 --password-file 指定文件，或设环境变量 BAIJIA_PASSWORD。"))
    return getpass.getpass(_("密码："))


def around() -> Surroundings:
    """The real profile folder and clock."""
    return user_surroundings()


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Store]:
    """The store named on the command line, closed again at the end."""
    store = open_store(args.store, password_of(args), around())
    try:
        resume(store)  # what a power cut left between verdict and effect
        yield store
    finally:
        store.close()


def guarded(args: argparse.Namespace) -> int:
    """Runs a command; every error ends in one sentence and an exit code, never in a traceback."""
    places = user_places()
    log = start_log(places.logs)
    try:
        return int(args.run(args))
    except StoreError as error:
        say(str(error))
        return REFUSED
    except KeyboardInterrupt:
        say(_("已取消，没有做完的部分不会留下。"))
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED
    except Exception as error:
        sentence = known(error)
        if isinstance(sentence, KnownError):
            say(str(sentence))
            return REFUSED
        logging.getLogger("baijia").exception("command %s failed", args.command)
        where = log if log else _("（日志无法写入）")
        say(_("程序内部出错，数据没有改动。请把日志发给技术人员：{where}").format(where=where))
        return REFUSED
    finally:
        stop_log()
