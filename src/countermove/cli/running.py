"""Running one command line: what went wrong becomes a message and an exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

import typer

from countermove.cli.app import app_for
from countermove.errors import CountermoveError, message_of, speaking_to_command_line, traceback_of
from countermove.io.files import deliver, say

__all__ = ["main", "run"]

INTERRUPTED = 130
"""The exit status of what was interrupted, as shells have it: 128 and the number of the signal, 2."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit status: 0 done, 1 case or question wrong, 2 usage, 3 our fault."""
    with speaking_to_command_line():
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    try:
        status = app_for(arguments)(args=list(arguments), prog_name="countermove", standalone_mode=False)
        if status == INTERRUPTED:  # some versions of Typer turn the interrupt into this status
            return _refuse(KeyboardInterrupt(), arguments)
        return status if isinstance(status, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BaseException as fault:  # KeyboardInterrupt, too: nobody should meet a traceback
        return _refuse(fault, arguments)


def _refuse(fault: BaseException, arguments: Sequence[str]) -> int:
    """Say what went wrong, to programs as an object on standard output; the exit status for it."""
    message, status = _described(fault)
    # Of usage the library has said more than the message: how the command is called.
    if not hasattr(fault, "show"):
        say(message)
    if _wants_json(arguments):
        from countermove.cli.answering import refusal_text

        # Where standard output is what fails, standard error has said so.
        with suppress(CountermoveError):
            deliver(refusal_text(fault, message))
    return status


def _described(fault: BaseException) -> tuple[str, int]:
    """What people read of an error, and the exit status for it."""
    match fault:
        case CountermoveError() | MemoryError():
            return message_of(fault), 1
        case KeyboardInterrupt() | typer.Abort():
            return message_of(KeyboardInterrupt()), INTERRUPTED
    # Exceptions of Click are described by what they can do, not by their class: Typer may bring a copy of Click of its own.
    show_usage = getattr(fault, "show", None)
    if show_usage is not None:
        vars(fault)["message"] = str(getattr(fault, "message", "")).replace("Value error, ", "")
        show_usage()
        return _usage_message(fault), int(getattr(fault, "exit_code", 2))
    if (trace := traceback_of(fault)) is not None:
        say(trace)
    return message_of(fault), 3


def _usage_message(fault: BaseException) -> str:
    """What Click says of an error of usage, with the name of the option."""
    describe = getattr(fault, "format_message", None)
    return str(describe()) if describe is not None else str(fault)


def _wants_json(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON; it may be one that cannot be read otherwise."""
    pairs = zip(arguments, (*arguments[1:], ""), strict=False)
    return any(
        (name in ("--format", "-f") and value == "json") or name in ("--format=json", "-fjson", "-f=json")
        for name, value in pairs
    )


def main() -> None:
    """The entry point of the program."""
    # A terminal with few letters shows others as escapes; without this, one name would end the program.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
