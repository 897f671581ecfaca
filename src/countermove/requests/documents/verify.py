"""The question `verify`: whether a result, as JSON has it, is true of a case. A program of its own answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analysis.result import Result
from countermove.errors import QuestionError, printable, quoted
from countermove.io.files import read_bytes
from countermove.io.formats import dump
from countermove.io.pipes import SilentPipeError
from countermove.model.scenario import apply_scenario
from countermove.requests.door import Answer, Request, Subject, question
from countermove.text.blocks import Page, Verbatim
from countermove.verify import UnreadableError, check, read, sentences

__all__ = ["Verification", "VerifyRequest", "verify"]

MOST_BYTES = 200_000_000
"""Bytes of a result that is read: twice what the most certificates take."""


@dataclass(frozen=True)
class Verification(Result):
    """What comes of checking a result against a case.

    `faults`: what is false, each with its place in the result. `checked` and `unchecked`: how many claims of which kind
    were checked, and could not be.
    """

    schema = "verify/1"

    accepted: bool
    faults: tuple[str, ...]
    checked: Mapping[str, int]
    unchecked: Mapping[str, int]
    sentences: tuple[str, ...]


class VerifyRequest(Request):
    """The JSON of a result is in the file `file`."""

    file: str


@question("verify", VerifyRequest, heading="A result, checked", has_rows=False)
def verify(subject: Subject[VerifyRequest]) -> Answer:
    """Check the JSON of a result against a case, by a program that shares no code with what made it.

    Parameters
    ----------
    subject
        The case, without a scenario: which is meant, the result says. Its request names the file of the result.

    Returns
    -------
    Answer
        `Verification`, as sentences.

    Raises
    ------
    QuestionError
        Where the file cannot be read, is no result that is checked, or names a scenario that there is not.
    """
    file, case = subject.request.file, subject.loaded.case
    try:
        data = read(_text(file))
    except (ValueError, RecursionError) as fault:
        hint = "a result is what a command writes with --format json"
        raise QuestionError(printable(f"{file}: this is no JSON ({fault}); {hint}")) from None
    scenario = _scenario(data, file)
    # Its own program reads plain data, so what it checks against is what `convert` writes of the case.
    plain = read(dump(case if scenario is None else apply_scenario(case, scenario), ".json"))
    try:
        checking = check(data, plain)
    except UnreadableError as fault:
        raise QuestionError(printable(str(fault).replace("RESULT: ", f"{file}: "))) from None
    lines = tuple(printable(line) for line in sentences(checking))
    faults = tuple(map(printable, checking.faults))
    result = Verification(not faults, faults, _named(checking.checked), _named(checking.unchecked), lines)
    return Answer(result, lambda _: _page(lines))


def _page(lines: Sequence[str]) -> Page:
    return [Verbatim("\n".join(lines))]


def _named(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of what has a name; what is counted elsewhere has none."""
    return {what: count for what, count in counts.items() if what and count}


def _text(file: str) -> str:
    try:
        content = read_bytes(file, MOST_BYTES + 1)
    except SilentPipeError as fault:
        raise QuestionError(printable(f"{file}: {fault}")) from None
    except OSError as fault:
        reason = (fault.strerror or type(fault).__name__).lower()
        raise QuestionError(printable(f"{file}: the result cannot be read: {reason}; name a file of JSON")) from None
    if len(content) > MOST_BYTES:
        raise QuestionError(printable(f"{file}: a result of more than {MOST_BYTES // 1_000_000} MB is not read"))
    return content.decode("utf-8-sig")


def _scenario(data: Any, file: str) -> str | None:
    """The scenario that a result is about."""
    about = data.get("case") if isinstance(data, dict) else None
    name = about.get("scenario") if isinstance(about, dict) else None
    if name is not None and not isinstance(name, str):
        raise QuestionError(
            printable(f"{file}: case.scenario is {quoted(str(name))}; it is the name of a scenario, or null")
        )
    return name
