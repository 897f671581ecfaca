"""The date of a report: the one that is given, or the case's own, and never that of the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime

from countermove.errors import QuestionError, quoted
from countermove.model.case import Case

__all__ = ["report_date"]

EPOCH = "SOURCE_DATE_EPOCH"


def report_date(case: Case, given: str | None = None) -> str:
    """`given` if there is one; else the day of SOURCE_DATE_EPOCH; else `at` of the case.

    SOURCE_DATE_EPOCH is a variable of the environment, in seconds since 1970. So the same case gives the same
    report on every day. Raises `QuestionError` for what is no date.

    >>> report_date(Case.model_validate({"at": "2022-01-13", "actors": {"usa": {}}}), "2022-02-01")
    '2022-02-01'
    """
    if given is not None:
        return _day(given)
    seconds = os.environ.get(EPOCH, "")
    if not seconds:
        return case.at
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise QuestionError(f"{EPOCH} is {quoted(seconds)}; it has to be a number of seconds since 1970") from None


def _day(text: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise QuestionError(f"--date: {quoted(text)} is no date; write it as 2022-01-13")
