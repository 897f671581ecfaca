"""A process that answers requests one after another, seen from both sides of its pipe."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from threading import Lock, Thread
from time import monotonic
from types import ModuleType
from typing import Any

from countermove.requests.contract.answers import refusal_data
from countermove.requests.contract.handling import OnProgress, time_error
from countermove.requests.documents.refusals import RequestError

__all__ = ["SPAWN", "Answering", "Process"]

Answering = Callable[..., dict[str, Any]]
"""What answers a request, as `handle` does; it can be imported by name, since another process has to."""
SPAWN = multiprocessing.get_context("spawn")
BETWEEN_EVENTS = 0.05
"""Seconds between two events of progress at least: nobody sees more."""


class Process:
    """A process of its own, from outside.

    Parameters
    ----------
    answering
        What answers a request there.
    memory
        Bytes of address space that it may use, where the system can limit that.
    """

    def __init__(self, answering: Answering, memory: int) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_serve, args=(theirs, answering, memory), daemon=True)
        with _without_main():
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def answer(
        self, request: Mapping[str, Any], seconds: float, grace: float, wake: Connection, on_progress: OnProgress | None
    ) -> tuple[dict[str, Any], bool]:
        """The answer to a request, and whether the process can answer another one.

        Parameters
        ----------
        request
            Plain data.
        seconds, grace
            The time limit, counted from when the process is ready, and what it has besides before it is ended.
        wake
            What is ready to be read when nobody wants the answer any more.
        on_progress
            Called at steps of long work.
        """
        try:
            # It says a word when it has loaded what it needs, which is no part of the time of the request.
            end = None
            self._pipe.send_bytes(json.dumps(request).encode())
            while True:
                ready = wait([self._pipe, wake], None if end is None else max(0.0, end - monotonic()))
                if wake in ready:
                    return refusal_data(RequestError("the request was cancelled", code="cancelled")), False
                if not ready:
                    return refusal_data(time_error(seconds)), False
                kind, data = json.loads(self._pipe.recv_bytes())
                if kind == "begin":
                    end = monotonic() + seconds + grace
                elif kind == "answer":
                    # After a fault, or without memory, nobody knows what state it left.
                    return data, data.get("code") not in ("fault", "memory")
                elif on_progress is not None:
                    on_progress(data)
        except (EOFError, OSError):
            return refusal_data(self._ended()), False

    def _ended(self) -> RequestError:
        """What is said of a process that is gone before it has answered."""
        self._process.join()
        code = self._process.exitcode or 0
        how = f"by the signal {_signal(-code)}" if code < 0 else f"with the exit status {code}"
        way_out = "it may have needed too much memory: rule combinations out under impossible:, or ask again"
        return RequestError(f"the process that was to answer ended {how}", way_out, code="ended")


_STARTING = Lock()


@contextmanager
def _without_main() -> Iterator[None]:
    """Let a new process not run the main module of this program once more, which may be a script without a guard."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


# ------------------------------------------------------------------------------------------- inside the process


def _serve(pipe: Connection, answering: Answering, memory: int) -> None:
    """Answer requests until the other side is gone."""
    # Ctrl-C is for the program that started this one, which ends it in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _detach()
    _limit_memory(memory)
    Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            request = json.loads(pipe.recv_bytes())
            _send(pipe, "begin", None)
            _send(pipe, "answer", answering(request, _telling(pipe)))


def _send(pipe: Connection, kind: str, data: Any) -> None:
    pipe.send_bytes(json.dumps([kind, data]).encode())


def _telling(pipe: Connection) -> OnProgress:
    """What sends progress to the other side, and not more often than anybody looks."""
    latest = float("-inf")

    def tell(event: Mapping[str, Any]) -> None:
        nonlocal latest
        if event["done"] in (0, event["steps"]) or monotonic() - latest >= BETWEEN_EVENTS:
            latest = monotonic()
            _send(pipe, "progress", event)

    return tell


def _detach() -> None:
    """Leave standard input and output to the program that started this one, which may talk to somebody over them."""
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        os.close(nothing)
    sys.stdout = sys.stderr


def _limit_memory(memory: int) -> None:
    """Let requests for more memory fail, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _leave_with_parent() -> None:
    """End when the program that started this one is gone, also in the middle of long work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
