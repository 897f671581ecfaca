"""Where results go: to a file, whole or not at all, or to standard output, whose reader may leave early."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from countermove.errors import CountermoveError, printable

__all__ = ["deliver", "say", "screen"]

PIPE_WIDTH = 100


def screen(output: str | None) -> tuple[int, bool]:
    """How wide text may be, and whether it may have colour: on a terminal only, and not with NO_COLOR."""
    import shutil

    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return PIPE_WIDTH, False
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns, colour


def deliver(text: str, output: str | None = None) -> None:
    """Write a whole result to the file named, or to standard output.

    Nothing is said where the reader of a pipe has left. Raises `CountermoveError` where it cannot be written.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    if output == "":
        raise CountermoveError("-o needs the name of a file")
    if output is not None:
        from countermove.io.files import write_text

        write_text(output, text)
        return
    if sys.stdout is None:
        raise CountermoveError("standard output is closed; name a file with -o")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as fault:
        _abandon(sys.stdout)
        reason = (fault.strerror or str(fault)).lower()
        raise CountermoveError(f"standard output cannot be written: {reason}") from None


def say(message: str) -> None:
    """A message on standard error."""
    if sys.stderr is not None:
        print(printable(message), file=sys.stderr)


def _abandon(stream: TextIO) -> None:
    """Let whatever is still to be written to a stream vanish, so that leaving the program is quiet."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
