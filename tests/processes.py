"""The program in a process of its own that says where it is, so that tests send a signal there, and not after some time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

__all__ = ["signalled"]

PROGRAM = """
import functools, os, pkgutil, signal, sys
from countermove.cli.running import main

# A shell that starts tests in the background has Ctrl-C ignored, and Python leaves it so; nohup does the same with HUP.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
pipe, place, call, waits = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "waits"
module, _, path = place.partition(":")
outer, _, name = path.rpartition(".")
owner = pkgutil.resolve_name(f"{module}:{outer}" if outer else module)
original, calls = getattr(owner, name), 0

@functools.wraps(original)
def watched(*arguments, **options):
    global calls
    calls += 1
    if calls == call:
        os.write(pipe, b".")
        while waits:
            signal.pause()
    return original(*arguments, **options)

setattr(owner, name, watched)
sys.argv[1:] = sys.argv[5:]
main()
"""


def signalled(
    arguments: list[str], number: signal.Signals, place: str, call: int = 1, *, folder: Path, waits: bool = True
) -> subprocess.CompletedProcess[str]:
    """What became of a command line that got a signal when it called a function for the nth time.

    `place`: the function, as module:name. `waits`: whether it waits there for the signal, or goes on.
    """
    here, there = os.pipe()
    command = [sys.executable, "-c", PROGRAM, str(there), place, str(call), "waits" if waits else "goes on", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, pass_fds=[there]
    )  # fmt: skip
    os.close(there)
    # Empty where the program ended before it came there: then the pipe is closed.
    is_there = os.read(here, 1) == b"."
    os.close(here)
    if is_there:
        process.send_signal(number)
    out, err = process.communicate()
    assert is_there, f"{place} was not called {call} times: {process.returncode} {err}"
    return subprocess.CompletedProcess(command, process.returncode, out, err)
