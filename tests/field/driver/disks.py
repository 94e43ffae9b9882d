"""Real small disks: mounted, filled to the last byte, made read-only, given back."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

_BLOCK = 1 << 16


class Disk:
    """A disk of a few megabytes under a folder of the test; ``fill``, ``make_room``, ``read_only``, ``writable``."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        folder.mkdir()
        self.folder = folder
        self._filler = folder / "别人的大文件"
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "baijia-field", str(folder))

    def fill(self) -> None:
        """Somebody else's file takes the last byte."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in (_BLOCK, 4096, 1):
                try:
                    while filler.write(b"\0" * size) == size:
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
        assert os.statvfs(self.folder).f_bavail == 0

    def make_room(self) -> None:
        """That file is deleted."""
        self._filler.unlink()

    def read_only(self) -> None:
        """The switch at the side of the stick, a worn card, a system that protects itself."""
        _run("mount", "-o", "remount,ro", str(self.folder))

    def writable(self) -> None:
        """As it was."""
        _run("mount", "-o", "remount,rw", str(self.folder))

    def close(self) -> None:
        """Give it back, whoever still looks at it."""
        _run("umount", "--lazy", str(self.folder))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        told = f"{command[0]} refused ({done.stderr.strip()})"
        raise RuntimeError(f"{told}; poe field needs root and, in a container, CAP_SYS_ADMIN")
