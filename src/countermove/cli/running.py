"""Running one command line: what went wrong becomes a message and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from countermove.cli.app import app_for
from countermove.errors import CountermoveError
from countermove.io.files import say

__all__ = ["main", "run"]

INTERRUPTED = 130
"""The exit status of what was interrupted, as shells have it: 128 and the number of the signal, 2."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit status: 0 done, 1 case or question wrong, 2 usage, 3 our fault."""
    try:
        status = app_for(arguments)(args=list(arguments), prog_name="countermove", standalone_mode=False)
        if status == INTERRUPTED:  # some versions of Typer turn the interrupt into this status
            say("interrupted")
        return status if isinstance(status, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BaseException as fault:  # KeyboardInterrupt, too: nobody should meet a traceback
        return _failed(fault)


def _failed(fault: BaseException) -> int:
    """Say what went wrong; the exit status that tells it."""
    match fault:
        case CountermoveError():
            say(str(fault))
            return 1
        case MemoryError():
            say("there is not enough memory for all these states; rule combinations out under impossible:")
            return 1
        case KeyboardInterrupt() | typer.Abort():
            say("interrupted")
            return INTERRUPTED
    # Exceptions of Click are described by what they can do, not by their class: Typer may bring a copy of Click of its own.
    show_usage = getattr(fault, "show", None)
    if show_usage is not None:
        vars(fault)["message"] = str(getattr(fault, "message", "")).replace("Value error, ", "")
        show_usage()
        return int(getattr(fault, "exit_code", 2))
    if os.environ.get("COUNTERMOVE_TRACEBACK"):
        import traceback

        say("".join(traceback.format_exception(fault)).rstrip())
    what = " ".join(f"{type(fault).__name__}: {fault}".split())
    say(f"a fault of countermove, not of your case: {what}; COUNTERMOVE_TRACEBACK=1 shows where it arose")
    return 3


def main() -> None:
    """The entry point of the program."""
    # A terminal with few letters shows others as escapes; without this, one name would end the program.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
