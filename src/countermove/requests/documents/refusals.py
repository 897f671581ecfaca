"""An error as a result, so that programs read it as they read answers: what is wrong, where, and the way out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from countermove.analysis.model.findings import Finding
from countermove.analysis.result import OPTIONAL, Record, Result, member
from countermove.errors import CaseError, CountermoveError, Diagnostic, QuestionError, SizeError, dotted
from countermove.game.game import COMPLETE, Coverage

__all__ = ["ErrorPlace", "Refusal", "RequestError", "refusal_of"]


class RequestError(QuestionError):
    """A request that is wrong as such, or that was ended before it was answered.

    Parameters
    ----------
    message
        What is wrong, with the value.
    hint
        The way out.
    path
        The key of the request, as a path of keys and positions counted from 1; "" where it is none of them.
    code
        The code of the error object.
    """

    def __init__(self, message: str, hint: str = "", path: str = "", code: str = "request") -> None:
        self.message, self.hint, self.path, self.code = message, hint, path, code
        super().__init__(f"{message}; {hint}" if hint else message)


@dataclass(frozen=True)
class ErrorPlace(Record):
    """Where in a file: line and column, both counted from 1, and the keys that lead there; in a workbook the cell, too."""

    file: str | None
    line: int | None
    column: int | None
    path: str
    cell: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class Refusal(Result):
    """Why there is no answer.

    Parameters
    ----------
    code
        Of what is wrong with a case its code, as in the table of diagnostics; else ``question``, ``size``, ``usage``,
        ``memory``, ``interrupted`` or ``fault``; of requests of programs also ``request``, ``time``, ``cancelled`` and
        ``ended``.
    message
        What is wrong.
    hint
        The way out, where it is not in the message.
    place
        Where it stands in the case, or, without a file, in the request; None where it is neither that is wrong.
    findings
        All errors of the case, the first of which is the one above.
    """

    schema: ClassVar[str] = "error/1"
    code: str
    message: str
    hint: str = ""
    place: ErrorPlace | None = None
    findings: tuple[Finding, ...] = field(default=(), metadata=OPTIONAL)

    @member()
    def coverage(self) -> Coverage:
        """Complete: an error is said as it is."""
        return COMPLETE


def refusal_of(fault: BaseException, message: str) -> Refusal:
    """An error as a result.

    Parameters
    ----------
    fault
        What was raised.
    message
        What people read; of an error in a case its first diagnostic says it.

    Returns
    -------
    Refusal
        With the code of its kind.

    Examples
    --------
    >>> from countermove.errors import QuestionError
    >>> refusal_of(QuestionError("there is no state 9"), "there is no state 9").code
    'question'
    """
    if isinstance(fault, CaseError) and fault.diagnostics:
        first = fault.diagnostics[0]
        findings = tuple(map(Finding, fault.diagnostics))
        return Refusal(first.code, first.message, first.hint, _place(first), findings)
    if isinstance(fault, RequestError):
        place = ErrorPlace(None, None, None, fault.path) if fault.path else None
        return Refusal(fault.code, fault.message, fault.hint, place)
    return Refusal(_kind(fault), message)


def _place(diagnostic: Diagnostic) -> ErrorPlace:
    place = diagnostic.place
    if place is None:
        return ErrorPlace(None, None, None, dotted(diagnostic.path))
    return ErrorPlace(place.file, place.line, place.column, dotted(diagnostic.path), place.cell)


def _kind(fault: BaseException) -> str:
    """The kind of an error that is in no case."""
    match fault:
        case SizeError():
            return "size"
        case CountermoveError():
            return "question"
        case MemoryError():
            return "memory"
        case KeyboardInterrupt():
            return "interrupted"
    # Errors of usage come from the library of the command line, and are known by what they can do.
    return "usage" if hasattr(fault, "show") else "fault"
