"""Named pipes, read with a limit on how long nothing may come: opening one waits for a writer that may never come."""

from __future__ import annotations

import os
import select
import stat
from time import monotonic

__all__ = ["SILENT_SECONDS", "SilentPipeError", "is_pipe", "read_pipe"]

SILENT_SECONDS = 30
"""Seconds without a byte after which a pipe is given up: a program that writes into it has started long before."""
PIECE_BYTES = 65_536
"""Bytes that a pipe holds on most systems."""


class SilentPipeError(OSError):
    """Nothing came through a pipe for too long; its text has the way out, too.

    Parameters
    ----------
    seconds
        How long nothing came.
    """

    way_out = "start the program that writes into it, or name a file"

    def __init__(self, seconds: float) -> None:
        self.what = f"nothing came through this pipe for {seconds:g} seconds"
        super().__init__(f"{self.what}; {self.way_out}")


def is_pipe(path: str | os.PathLike[str]) -> bool:
    """Whether a name leads to a pipe, such as one of ``mkfifo`` or of a shell's ``<(...)``."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def read_pipe(path: str | os.PathLike[str], most: int, seconds: float | None = None) -> bytes:
    """What comes through a pipe, until its writer closes it.

    Parameters
    ----------
    path
        The name of the pipe.
    most
        Bytes after which reading ends.
    seconds
        How long nothing may come; None: `SILENT_SECONDS`.

    Raises
    ------
    SilentPipeError
        Where nothing came for that long.
    """
    limit = SILENT_SECONDS if seconds is None else seconds
    # Opened in this way, a pipe does not wait for its writer.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        content = b""
        while len(content) < most and (piece := _next_piece(descriptor, most - len(content), limit)):
            content += piece
        return content
    finally:
        os.close(descriptor)


def _next_piece(descriptor: int, most: int, seconds: float) -> bytes:
    """The next bytes; none where the writer has closed the pipe."""
    deadline = monotonic() + seconds
    while (left := deadline - monotonic()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            break
        try:
            return os.read(descriptor, min(most, PIECE_BYTES))
        except BlockingIOError:  # another reader was faster
            continue
    raise SilentPipeError(seconds)
