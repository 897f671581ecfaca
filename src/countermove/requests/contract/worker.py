"""Requests in processes of their own, which end when the time is over, when nobody wants the answer, or for memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from multiprocessing import Pipe
from queue import SimpleQueue
from threading import Lock, RLock, Thread
from types import TracebackType
from typing import Any

from countermove.requests.contract.answers import refusal_data
from countermove.requests.contract.handling import GRACE, OnProgress, handle
from countermove.requests.contract.process import Answering, Process
from countermove.requests.contract.reading import plain_request, seconds_of
from countermove.requests.documents.refusals import RequestError

__all__ = ["Job", "Workers"]

WAITING = 20
"""Requests that wait for a process at most; further ones are refused."""
MEMORY = 8_000_000_000
"""Bytes of address space for a process: what the largest listed cases take, and what libraries only reserve."""


class Job:
    """A request that waits, is being answered, or has been.

    Attributes
    ----------
    future
        Has the answer when it is there; ``asyncio.wrap_future(job.future)`` waits for it without a thread.
    """

    def __init__(
        self, request: Mapping[str, Any], on_progress: OnProgress | None = None, on_end: Callable[[Job], None] | None = None
    ) -> None:
        self.request, self.on_progress, self._on_end = request, on_progress, on_end
        self.future: Future[dict[str, Any]] = Future()
        # What is sent here wakes the thread that waits for the process.
        self.wake, self._caller = Pipe(duplex=False)
        self._lock, self._is_taken = RLock(), False

    def result(self, timeout: float | None = None) -> dict[str, Any]:
        """The answer, which may be an error object; waits for it.

        Parameters
        ----------
        timeout
            Seconds after which `TimeoutError` is raised; the job goes on.
        """
        return self.future.result(timeout)

    def cancel(self) -> None:
        """End the job: its answer is an error of the code ``cancelled``, unless there is an answer already."""
        with self._lock:
            if self._is_taken:
                self._caller.send_bytes(b"cancel")
            elif not self.future.done():
                self._ended()
                self.future.set_result(refusal_data(RequestError("the request was cancelled", code="cancelled")))

    def taken(self) -> bool:
        """Whether it is to be answered now: not where it was cancelled while it waited."""
        with self._lock:
            self._is_taken = not self.future.done()
            return self._is_taken

    def end(self, answer: dict[str, Any] | BaseException) -> None:
        """Set the answer, or the error that `result` raises; afterwards there is nothing to cancel."""
        with self._lock:
            self._is_taken = False
            self._ended()
            if isinstance(answer, BaseException):
                self.future.set_exception(answer)
            else:
                self.future.set_result(answer)

    def _ended(self) -> None:
        # Before the answer is there: a caller who has it may send the next request at once.
        if self._on_end is not None:
            self._on_end(self)
        self.wake.close()
        self._caller.close()


class Workers:
    """Processes that answer requests, each one at a time; one that is done stays warm for the next request.

    Parameters
    ----------
    most
        Processes at most; None: one fewer than cores, and at least one.
    waiting
        Requests that wait for a process at most.
    memory
        Bytes of address space for a process, where the system can limit that.
    grace
        Seconds after its time limit until a process is ended.
    answering
        What answers a request in the process: a function that can be imported by name.

    Examples
    --------
    >>> with Workers(1) as workers:
    ...     job = workers.start({"request": "solve", "catalogue": "chicken"})
    ...     job.result()["schema"]
    'solve/1'
    """

    def __init__(
        self,
        most: int | None = None,
        *,
        waiting: int = WAITING,
        memory: int = MEMORY,
        grace: float = GRACE,
        answering: Answering = handle,
    ) -> None:
        self.most = max(1, (os.cpu_count() or 1) - 1) if most is None else most
        self.waiting, self.memory, self.grace, self.answering = waiting, memory, grace, answering
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = Lock()
        self._jobs: set[Job] = set()
        self._threads: list[Thread] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None) -> None:
        self.close()

    def start(self, request: Mapping[str, Any], on_progress: OnProgress | None = None) -> Job:
        """Have a request answered; returns at once.

        Parameters
        ----------
        request
            As `handle` takes it.
        on_progress
            Called at steps of long work, in another thread. What it raises ends the job, and is raised by `result`.

        Returns
        -------
        Job
            What is wrong with the request, or that too many wait, is its answer.
        """
        try:
            # What is too large, or no plain data, does not cross to another process.
            job = Job(plain_request(request), on_progress, self._forget)
            with self._lock:
                self._take(job)
        except RequestError as fault:
            job = Job({})
            job.end(refusal_data(fault))
        return job

    def close(self) -> None:
        """Cancel all jobs and end all processes; waits for that."""
        with self._lock:
            jobs, threads, self._threads = list(self._jobs), self._threads, []
        for job in jobs:
            job.cancel()
        for _ in threads:
            self._queue.put(None)
        for thread in threads:
            thread.join()

    def _take(self, job: Job) -> None:
        if len(self._jobs) >= self.most + self.waiting:
            message = f"{len(self._jobs)} requests are being answered or wait, and no more are taken"
            raise RequestError(message, "ask again when one of them is done", code="busy")
        self._jobs.add(job)
        # As many processes as there are jobs, up to the most; they stay for later ones.
        if len(self._threads) < min(self.most, len(self._jobs)):
            self._threads.append(Thread(target=self._serve, daemon=True))
            self._threads[-1].start()
        self._queue.put(job)

    def _forget(self, job: Job) -> None:
        with self._lock:
            self._jobs.discard(job)

    def _serve(self) -> None:
        """Answer one job after another with a process, which is replaced where it was ended."""
        process: Process | None = None
        while (job := self._queue.get()) is not None:
            if job.taken():
                process = self._answer(job, process)
        if process is not None:
            process.end()

    def _answer(self, job: Job, process: Process | None) -> Process | None:
        """Answer a job, with a new process where there is none; the process, if it can answer another one."""
        can_go_on = False
        try:
            process = process or Process(self.answering, self.memory)
            seconds = seconds_of(job.request)
            answer, can_go_on = process.answer(job.request, seconds, self.grace, job.wake, job.on_progress)
            job.end(answer)
        except BaseException as fault:  # no process could be started, or the function of the caller failed: nobody waits on
            job.end(fault)
        if can_go_on or process is None:
            return process
        process.end()
        return None
