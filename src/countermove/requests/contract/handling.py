"""One door for programs: a request as plain data in, the answer as plain data out, an error as an answer, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any

from countermove.errors import QuestionError, speaking_to_command_line, traceback_of
from countermove.io.files import say
from countermove.requests.contract.answers import answer_data, bounded, refusal_data
from countermove.requests.contract.reading import Asked, read_request
from countermove.requests.contract.table import Row
from countermove.requests.documents.refusals import RequestError
from countermove.requests.door import LINES, ask
from countermove.text.layout import as_markdown

__all__ = ["GRACE", "OnProgress", "handle", "time_error"]

OnProgress = Callable[[Mapping[str, Any]], None]
"""What is called at steps of long work, with ``{"what": "Solving", "done": 3, "steps": 12}``.

`steps` is null where nobody knows how many there will be.
"""
GRACE = 2.0
"""Seconds that a search has besides, to write down what it has when its own time limit ends it."""


def handle(request: Mapping[str, Any], on_progress: OnProgress | None = None) -> dict[str, Any]:
    """Answer a request: plain data in, plain data out, without state or network.

    It neither reads nor writes files of yours. Libraries that draw pictures or make workbooks have caches and temporary
    files of their own.

    The answer is the object that the command line prints with ``--format json``. An error is an answer, too: its
    ``"schema"`` is ``"error/1"``. A time limit is heeded at each step of progress, and by searches that have one; who
    has to be sure of it asks through `requests.contract.worker`.

    Parameters
    ----------
    request
        As JSON: its name (``"request"``), the case (its text as ``"case"``, or the id of a bundled one as
        ``"catalogue"``), and the parameters of the question.
    on_progress
        Called at each step of long work. What it raises ends the work, and is raised here.

    Returns
    -------
    dict
        The answer.

    Examples
    --------
    >>> answer = handle({"request": "solve", "catalogue": "chicken"})
    >>> answer["schema"], [outcome["state"] for outcome in answer["equilibria"]]
    ('solve/1', [2, 3, 4])
    >>> error = handle({"request": "solve", "catalogue": "chicken", "limt": 3})
    >>> error["schema"], error["message"], error["hint"]
    ('error/1', 'solve takes no key "limt"', 'did you mean "limit"?')
    """
    # Messages name options of the command line here, which become the keys of requests.
    with speaking_to_command_line():
        try:
            asked = read_request(request)
            answer = _answered(asked, _watched(asked, on_progress))
            return bounded(answer, asked.row.has_limit, asked.row.most_bytes)
        except _RaisedByCallerError as raised:
            raise raised.fault from None
        except Exception as fault:
            if (trace := traceback_of(fault)) is not None:
                say(trace)
            return refusal_data(fault)


class _RaisedByCallerError(BaseException):
    """What the function of the caller raised; no handler inside the program may take it for its own."""

    def __init__(self, fault: BaseException) -> None:
        super().__init__()
        self.fault = fault


class _OutOfTimeError(Exception):
    """The time of a request is over; no `CountermoveError`, which parts of the program answer for themselves."""


def time_error(seconds: float, row: Row | None = None) -> RequestError:
    """The error that the time of a request is over; the way out names what makes an answer to it cheaper."""
    takes = row.takes if row is not None else {}
    fewer = next((f', or for less, such as "{key}": {n}' for key, n in (("draws", 100), ("limit", 10)) if key in takes), "")
    return RequestError(
        f"the time limit of {seconds:g} seconds is over", f'ask for more, such as "seconds": 600{fewer}', "seconds", "time"
    )


def _answered(asked: Asked, progress: Any) -> dict[str, Any]:
    """The answer to a request that has been read."""
    row, parameters = asked.row, dict(asked.parameters)
    merged = parameters.pop("merge", ())
    loaded = None
    if row.has_case and row.reads_text:
        parameters["text"], parameters["file"] = asked.text()
    if row.has_case and row.name not in ("check", "edit"):
        loaded = asked.case()
    if "other" in asked.values and (other := asked.other()) is not None:
        parameters["other"] = other
    # Without a limit of its own a search counts its work, so that equal requests have equal answers.
    if asked.values["seconds"] is not None and row.has_allowance and parameters.get("stable_sets", True):
        parameters["seconds"] = asked.seconds
    try:
        reply = ask(row.asks or row.name, loaded, asked.scenario, merged=merged, progress=progress, **parameters)
    except _OutOfTimeError:
        raise time_error(asked.seconds, row) from None
    except RequestError:
        raise
    except QuestionError as fault:
        raise type(fault)(row.in_keys(str(fault))) from None
    # What is asked about a text, which may be no case, knows the title as far as there is one.
    title = getattr(reply.result, "title", None) if loaded is None else loaded.case.title
    answer = answer_data(reply.result, title, asked.scenario)
    if asked.values["words"]:
        # Beside the record, as people read it: an assistant has to tell it to somebody.
        answer["words"] = as_markdown(reply.view(LINES))
    return answer


def _watched(asked: Asked, on_progress: OnProgress | None) -> Any:
    """What shows the progress of a request, and ends it when its time is over."""
    end = monotonic() + asked.seconds + (GRACE if asked.row.has_allowance else 0)

    @contextmanager
    def progress(what: str, steps: int | None, _size: int) -> Iterator[Callable[[], None]]:
        done = -1

        def step() -> None:
            nonlocal done
            done += 1
            if monotonic() > end:
                raise _OutOfTimeError
            if on_progress is not None:
                _call(on_progress, {"what": what, "done": done, "steps": steps})

        step()
        yield step

    return progress


def _call(on_progress: OnProgress, event: Mapping[str, Any]) -> None:
    try:
        on_progress(event)
    except BaseException as fault:
        raise _RaisedByCallerError(fault) from None
