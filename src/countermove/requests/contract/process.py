"""A process that answers requests one after another, seen from both sides.

It is a Python of its own, which reads requests from its standard input and answers on its standard output, each a line of
JSON. A process of `multiprocessing` would run the main module of the caller once more: a script without a guard would start
processes that start processes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from multiprocessing.spawn import get_executable
from queue import SimpleQueue
from subprocess import PIPE, Popen
from threading import Thread
from time import monotonic
from typing import IO, Any

from countermove.requests.contract.answers import refusal_data
from countermove.requests.contract.handling import OnProgress, time_error
from countermove.requests.contract.table import ROWS
from countermove.requests.documents.refusals import RequestError

__all__ = ["Answering", "Process", "serve"]

Answering = Callable[..., dict[str, Any]]
"""What answers a request, as `handle` does; it can be imported by name, since another process has to."""
BEGIN = f"import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {__name__} import serve; serve(*sys.argv[2:])"
"""What the process runs: it finds modules where the program that started it does."""
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
        name = f"{answering.__module__}:{answering.__name__}"
        command = [os.fsdecode(get_executable()), "-P", "-c", BEGIN, json.dumps(sys.path), name, str(memory)]
        self._process = Popen(command, stdin=PIPE, stdout=PIPE)
        self._messages, theirs = Pipe(duplex=False)
        # Windows can wait for several connections at once, but not for what a process prints.
        Thread(target=_pass_on, args=(self._process.stdout, theirs), daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._messages.close()
        with suppress(OSError):
            self._requests.close()

    @property
    def _requests(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

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
            self._requests.write(_line(request))
            self._requests.flush()
            while True:
                ready = wait([self._messages, wake], None if end is None else max(0.0, end - monotonic()))
                if wake in ready:
                    return refusal_data(RequestError("the request was cancelled", code="cancelled")), False
                if not ready:
                    return refusal_data(time_error(seconds, ROWS.get(str(request.get("request"))))), False
                kind, data = json.loads(self._messages.recv_bytes())
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
        code = self._process.wait()
        how = f"by the signal {_signal(-code)}" if code < 0 else f"with the exit status {code}"
        way_out = "it may have needed too much memory: rule combinations out under impossible:, or ask again"
        return RequestError(f"the process that was to answer ended {how}", way_out, code="ended")


def _pass_on(messages: IO[bytes], to: Connection) -> None:
    """Pass messages on until the process is gone, or nobody reads them."""
    with messages, to, suppress(OSError):
        for message in messages:
            to.send_bytes(message)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


# ------------------------------------------------------------------------------------------- inside the process


def serve(name: str, memory: str) -> None:
    """Answer requests until the other side is gone.

    Parameters
    ----------
    name
        The module and the name of what answers, with a colon between.
    memory
        Bytes of address space that may be used.
    """
    # Ctrl-C is for the program that started this one, which ends it in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _detached()
    _limit_memory(int(memory))
    module, _, function = name.partition(":")
    answering: Answering = getattr(import_module(module), function)
    lines: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_read, args=(requests, lines), daemon=True).start()
    with suppress(OSError):
        while True:
            request = json.loads(lines.get())
            _send(answers, "begin", None)
            _send(answers, "answer", answering(request, _telling(answers)))


def _read(requests: IO[bytes], lines: SimpleQueue[bytes]) -> None:
    """Read requests, also in the middle of long work; end when the program that sends them is gone."""
    for line in requests:
        lines.put(line)
    os._exit(1)


def _send(answers: IO[bytes], kind: str, data: Any) -> None:
    answers.write(_line([kind, data]))
    answers.flush()


def _line(data: Any) -> bytes:
    """Data as one line of JSON."""
    return json.dumps(data).encode() + b"\n"


def _telling(answers: IO[bytes]) -> OnProgress:
    """What sends progress to the other side, and not more often than anybody looks."""
    latest = float("-inf")

    def tell(event: Mapping[str, Any]) -> None:
        nonlocal latest
        if event["done"] in (0, event["steps"]) or monotonic() - latest >= BETWEEN_EVENTS:
            latest = monotonic()
            _send(answers, "progress", event)

    return tell


def _detached() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for requests and answers alone: whatever else reads or prints must not touch them."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        os.close(nothing)
    sys.stdout = sys.stderr
    return requests, answers


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
