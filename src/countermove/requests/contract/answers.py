"""Answers and errors as the objects that programs get, on the command line and through `handle` alike."""

from __future__ import annotations

import json
from typing import Any

from countermove.analysis.result import Result
from countermove.errors import message_of
from countermove.requests.documents.refusals import RequestError, refusal_of

__all__ = ["MAX_BYTES", "answer_data", "bounded", "refusal_data"]

MAX_BYTES = 4_000_000
"""Bytes of an answer as JSON at most, twenty times the longest that a catalogue case has without a limit of its own."""


def answer_data(result: Result, title: str | None, scenario: str | None) -> dict[str, Any]:
    """A result as an object of JSON, with what every such object begins with.

    Parameters
    ----------
    result
        The answer.
    title
        The title of the case; None where the answer is about none.
    scenario
        The scenario that was applied.

    Examples
    --------
    >>> from countermove.analysis.model.findings import Findings
    >>> answer_data(Findings("Talks", ()), "Talks", None)["case"]
    {'title': 'Talks', 'scenario': None}
    """
    return _head(result.schema, title, scenario) | result.to_dict()


def refusal_data(fault: BaseException, message: str | None = None) -> dict[str, Any]:
    """An error as the object that programs get in place of an answer.

    Parameters
    ----------
    fault
        What was raised.
    message
        What people read of it; None: what `message_of` says.
    """
    refusal = refusal_of(fault, message_of(fault) if message is None else message)
    return _head(refusal.schema, None, None) | refusal.to_dict()


def bounded(answer: dict[str, Any], has_limit: bool, most: int = MAX_BYTES) -> dict[str, Any]:
    """The answer, where it is no longer than an answer may be.

    Parameters
    ----------
    answer
        An object of plain data.
    has_limit
        Whether its request takes a limit, which is the way out then.
    most
        The bytes that it may have as JSON.

    Raises
    ------
    RequestError
        For one that is longer.
    """
    # Numbers that JSON does not have would be a fault of ours, and are met here and not by who reads the answer.
    size = len(json.dumps(answer, allow_nan=False))
    if size > most:
        way_out = 'ask for fewer rows, such as "limit": 100' if has_limit else "ask about less of the case"
        raise RequestError(f"the answer has {size:,} bytes, and at most {most:,} are given", way_out, code="size")
    return answer


def _head(schema: str, title: str | None, scenario: str | None) -> dict[str, Any]:
    """What every object begins with, and its schema describes (`requests.documents.schemas`)."""
    from countermove import __version__

    return {"countermove": __version__, "schema": schema, "case": {"title": title, "scenario": scenario}}
