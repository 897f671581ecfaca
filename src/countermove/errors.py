"""What can go wrong, and how it is said.

    CountermoveError            every error that a user can cause
    ├── CaseError               the case is wrong: carries its diagnostics
    └── QuestionError           the question is wrong: an unknown state, concept, scenario, ...
        ├── FrozenError     a case, or a part of one, was to be changed in its place
        └── SizeError       the case is too large for the question asked of it

A message names the place, the value and the way out:
``case.yaml:14:7 actors.russia.options: unknown option "withdrw"; did you mean "withdraw"? [CM104]``.
"""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CaseError",
    "CountermoveError",
    "Diagnostic",
    "FrozenError",
    "KeyPath",
    "Place",
    "QuestionError",
    "SizeError",
    "did_you_mean",
    "in_short",
    "message_of",
    "printable",
    "require_list",
    "speaking_to_command_line",
    "traceback_of",
    "worded",
]

Severity = Literal["error", "warning"]
Step = str | int
KeyPath = tuple[Step, ...]
"""The keys and positions that lead to a value of a case file; positions count from 0."""
MOST_OF_A_KIND = 20
"""Findings of one code that are printed: what is wrong once is most often wrong elsewhere for the same reason."""
MAX_NAMES = 500
"""Names that a misspelt one is compared with: each takes about 30 microseconds, and an error should not be waited for."""
MAX_NAME_CHARACTERS = 100
"""Characters of a name that is compared; the time to compare grows with their square."""


class CountermoveError(Exception):
    """An error that a user can cause and can mend; its way out is named as its reader types it (see `worded`)."""

    def __str__(self) -> str:
        return worded(super().__str__())


class CaseError(CountermoveError):
    """The case cannot be analysed; `diagnostics` says why, one by one.

    Parameters
    ----------
    diagnostics
        What is wrong, in the order of the file where places are given.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))


class QuestionError(CountermoveError):
    """The case is sound, but what was asked of it cannot be answered."""


class FrozenError(QuestionError, AttributeError):
    """A record cannot be changed in its place."""


class SizeError(QuestionError):
    """The case has more options or states than the question allows."""


@dataclass(frozen=True)
class Place:
    """Where in a file: its name, line and column, both counted from 1; in a workbook the sheet, its row and column.

    Parameters
    ----------
    file
        Its name, as the reader was given it.
    line
        Counted from 1; None where only the file is meant.
    column
        Counted from 1, in characters; None where the whole line is meant.
    sheet
        The sheet of a workbook; None for a file of text.

    Examples
    --------
    >>> print(Place("case.yaml", 14, 7), Place("case.xlsx", 14, 3, "preferences"))
    case.yaml:14:7 case.xlsx:preferences!C14
    """

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None

    @property
    def cell(self) -> str | None:
        """The sheet and its cell, as spreadsheets write it: ``preferences!C14``; None for a file of text."""
        if self.sheet is None:
            return None
        return f"{self.sheet}!{_letters(self.column or 1)}{self.line}" if self.line is not None else self.sheet

    def __str__(self) -> str:
        if self.cell is not None:
            return f"{self.file}:{self.cell}"
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


def _letters(column: int) -> str:
    """The letters of a column of a sheet: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@dataclass(frozen=True)
class Diagnostic:
    """One finding about a case.

    `path` is the way of keys and positions to the value (``("actors", "usa", "prefers", 0)``), `offset`
    the number of characters into a text value, `place` the same in the file, once it is known.

    Parameters
    ----------
    code
        The key of `DIAGNOSTICS`, such as ``CM104``.
    severity
        An error keeps a case from being analysed, a warning does not.
    path
        The keys and positions that lead to the value; positions count from 0.
    message
        What is wrong, with the value in quotation marks.
    hint
        The way out; empty where there is none to give.
    offset
        Characters before the fault inside a text value; None where the whole value is meant.
    place
        Where that is in the file.

    Examples
    --------
    >>> print(Diagnostic("CM104", "error", ("actors", "usa"), 'unknown option "strke"', 'did you mean "strike"?'))
    actors.usa: unknown option "strke"; did you mean "strike"? [CM104]
    """

    code: str
    severity: Severity
    path: KeyPath
    message: str
    hint: str = ""
    offset: int | None = None
    place: Place | None = None

    def __str__(self) -> str:
        where = " ".join(part for part in (str(self.place or ""), dotted(self.path)) if part)
        what = f"{self.message}; {self.hint}" if self.hint else self.message
        severity = "warning: " if self.severity == "warning" else ""
        text = f"{where}: {severity}{what} [{self.code}]" if where else f"{severity}{what} [{self.code}]"
        return printable(worded(text))


def in_short(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """The lines that say what is wrong: of each code the first `MOST_OF_A_KIND`, and how many more there are.

    Parameters
    ----------
    diagnostics
        What is wrong, in the order of the file.

    Yields
    ------
    str
        A line for each finding that is printed, then one for each code of which some are left out.

    Examples
    --------
    >>> some = [Diagnostic("CM104", "error", ("actors", f"a{k}"), "unknown") for k in range(23)]
    >>> list(in_short(some))[19:]
    ['actors.a19: unknown [CM104]', '3 more errors like these [CM104]; cm.check(case) has all']
    """
    counts: Counter[tuple[str, Severity]] = Counter()
    for diagnostic in diagnostics:
        kind = (diagnostic.code, diagnostic.severity)
        counts[kind] += 1
        if counts[kind] <= MOST_OF_A_KIND:
            yield str(diagnostic)
    for (code, severity), count in counts.items():
        if more := max(count - MOST_OF_A_KIND, 0):
            what = f"{more:,} more {severity}s like these" if more > 1 else f"1 more {severity} like these"
            yield worded(f"{what} [{code}]; --format json of check has all")


def dotted(path: Sequence[Step]) -> str:
    """A path as people write it, positions counted from 1: ``actors.usa.prefers[1]``.

    Parameters
    ----------
    path
        Keys and positions, counted from 0.

    Returns
    -------
    str
        Positions are written from 1.

    Examples
    --------
    >>> dotted(("actors", "usa", "prefers", 0))
    'actors.usa.prefers[1]'
    """
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def message_of(fault: BaseException) -> str:
    """What people read of an error, and programs where it is in no case.

    Parameters
    ----------
    fault
        What was raised; not an error of usage, which the library of the command line describes.

    Examples
    --------
    >>> message_of(KeyError("x")).partition(";")[0]
    "a fault of countermove, not of your case: KeyError: 'x'"
    """
    match fault:
        case CaseError():
            return "\n".join(in_short(fault.diagnostics))
        case CountermoveError():
            return str(fault)
        case MemoryError():
            return "there is not enough memory for all these states; rule combinations out under impossible:"
        case KeyboardInterrupt():
            return "interrupted"
    what = " ".join(f"{type(fault).__name__}: {fault}".split())
    return f"a fault of countermove, not of your case: {what}; {TRACEBACK}=1 shows where it arose"


TRACEBACK = "COUNTERMOVE_TRACEBACK"
"""The variable of the environment by which a fault of the program shows where it arose."""


def traceback_of(fault: BaseException) -> str | None:
    """Where a fault of the program arose, if `TRACEBACK` asks for it; an error that a user can mend is none."""
    if isinstance(fault, CountermoveError) or not os.environ.get(TRACEBACK):
        return None
    import traceback

    return "".join(traceback.format_exception(fault)).rstrip()


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """The way out of a misspelt name: the nearest known ones, or all of them where they are few.

    Parameters
    ----------
    word
        The misspelt name.
    candidates
        The names that exist; the first `MAX_NAMES` of them are compared.

    Returns
    -------
    str
        A question with one or two near names; where none is near, up to 12 of them.

    Notes
    -----
    Similarity is that of `difflib.get_close_matches` with a cutoff of 0.6, its default.

    Examples
    --------
    >>> did_you_mean("withdrw", ["withdraw", "escalate"])
    'did you mean "withdraw"?'
    >>> did_you_mean("x", ["withdraw", "escalate"])
    'known: "withdraw", "escalate"'
    >>> did_you_mean("cuban", ["chicken", "cuban-missile-crisis"])
    'did you mean "cuban-missile-crisis"?'
    """
    names = list(dict.fromkeys(candidates))
    compared = [name for name in names[:MAX_NAMES] if len(name) <= MAX_NAME_CHARACTERS]
    near = _nearest(word[:MAX_NAME_CHARACTERS], compared)
    if near:
        return f"did you mean {' or '.join(quoted(name) for name in near)}?"
    if not names:
        return "there is none"
    listing = ", ".join(quoted(name) for name in names[:12])
    return f"known: {listing}" if len(names) <= 12 else f"known: {listing} and {len(names) - 12} more"


def _nearest(word: str, names: list[str]) -> list[str]:
    """The names that a word may stand for: alike but for capitals or its owner, similar, or longer."""
    # Capitals and a missing owner are no misspelling: they are the answer, however unlike the words are to difflib.
    alike = [name for name in names if name.casefold() == word.casefold() or name.endswith(f".{word}")]
    longer = [name for name in names if len(word) >= 4 and name.startswith(f"{word}-")]
    return alike[:2] or difflib.get_close_matches(word, names, n=2, cutoff=0.6) or longer[:2]


def raise_interrupt(fault: ImportError) -> None:
    """Raise `KeyboardInterrupt` if an interrupt (Ctrl-C) is what ended an import.

    A compiled module that is interrupted while it loads reports an `ImportError`, with the interrupt as its cause;
    without this question the reader would be asked to install what is there.

    Parameters
    ----------
    fault
        What the import raised.

    Raises
    ------
    KeyboardInterrupt
        If one is among the causes of `fault`.
    """
    cause = fault.__cause__
    while cause is not None:
        if isinstance(cause, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        cause = cause.__cause__


def quoted(value: str, limit: int = 80) -> str:
    """A value in quotation marks, cut where it is long.

    Parameters
    ----------
    value
        The text to quote.
    limit
        Characters after which it is cut, so that a message stays on the screen.
    """
    return f'"{value}"' if len(value) <= limit else f'"{value[:limit]}..."'


def require_list(entries: object, called: str, entry: type | tuple[type, ...] = str) -> None:
    """Raise `QuestionError` where one entry alone stands in the place of a list of them.

    Parameters
    ----------
    entries
        What was given as a list.
    called
        What the entries are, in the plural.
    entry
        The kinds of an entry. A text is iterable, letter by letter, and a case key by key, so that without this the
        message would be about a letter.

    Examples
    --------
    >>> require_list("nash", "concepts")
    Traceback (most recent call last):
    countermove.errors.QuestionError: concepts come in a list, even if there is one: ["nash"]
    """
    if isinstance(entries, entry):
        only = quoted(entries) if isinstance(entries, str) else f"{entries!r:.80}"
        raise QuestionError(f"{called} come in a list, even if there is one: [{only}]")


def printable(text: str) -> str:
    r"""Text that does nothing to a terminal: control and format characters are shown as escapes.

    Parameters
    ----------
    text
        Any text, also from a hostile file.

    Returns
    -------
    str
        The same, with every control and format character but the line feed as an escape.

    Examples
    --------
    >>> printable("a\x1b[31mb\nc")
    'a\\x1b[31mb\nc'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c == "\n" or not unicodedata.category(c).startswith("C") else _escape(c) for c in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "replace").decode("ascii")


# ------------------------------------------------------------------------------------------------ ways out

_FUNCTIONS = {"solve": "equilibria(game", "check": "check(case", "convert": "save(game"} | {
    name: f"{name}(game"
    for name in (
        "coalitions", "compare", "credibility", "deals", "explain", "farsighted", "invert", "paths", "perceptions", "plot",
        "power", "robust", "states", "winners",
    )
}  # fmt: skip
"""What a Python user calls for a command, up to its arguments; other commands have no function."""
_PARAMETERS = {"from": "start", "state": "states", "c": "concept", "stable-sets": "stable_sets"}
"""Options whose parameter has another name."""
_SWITCHES = frozenset({"all", "minimal", "nearest", "pareto", "reachable", "replace", "rules", "together"})
"""Options that are there or not."""
_VALUE = r"[A-Z][A-Z-]*\b|\d[\w.]*|[a-z]+(?:,[a-z]+)+"
"""What follows an option as its value: a name in capitals that stands for one, a number, several ids."""
_WAY = re.compile(
    rf"""
    "[^"]*"                                                     # what the case or the reader has written stays as it is
    | --format\ json\ of\ check
    | countermove\ (?P<command>{"|".join(_FUNCTIONS)})\b (?:\ [A-Z]+\b)* (?P<options>(?:\ --?[a-z]+\ [\w.-]+)*)
    | (?P<edits>--rule,\ --veto,\ --without,\ --merge)
    | --scenario\ (?P<scenario>(?!and\b|or\b|of\b)[\w-]+)
    | (?<![\w-]) --(?P<option>[a-z]+(?:-[a-z]+)*) (?:\ (?P<value>{_VALUE}))? (?P<subject>(?=:|,\ column))?
    """,
    re.VERBOSE,
)
"""Where a message names a command or an option."""
_speaks_to_command_line = False


@contextmanager
def speaking_to_command_line() -> Iterator[None]:
    """While it is open, messages name options and commands; else parameters and functions of Python."""
    global _speaks_to_command_line
    before, _speaks_to_command_line = _speaks_to_command_line, True
    try:
        yield
    finally:
        _speaks_to_command_line = before


def worded(message: str) -> str:
    """A message with its ways out as its reader types them: as they stand on the command line, else as in Python.

    Messages are written for the command line. What stands in quotation marks is the text of a case, or what somebody
    typed, and is left alone.

    Parameters
    ----------
    message
        The message, with options (``--limit``) and commands (``countermove states CASE``).

    Returns
    -------
    str
        The message for the reader.

    Examples
    --------
    >>> worded("the case has no status quo to start from; name a state: --from STATE")
    'the case has no status quo to start from; name a state: start=STATE'
    >>> worded('countermove states CASE --where STATEMENT lists some; "--limit" is quoted; --limit shows more')
    'cm.states(game, where=STATEMENT) lists some; "--limit" is quoted; limit= shows more'
    """
    return message if _speaks_to_command_line else _WAY.sub(_in_python, message)


def _in_python(way: re.Match[str]) -> str:
    if way["command"]:
        pairs = re.findall(r"--?([a-z]+) (\S+)", way["options"])
        arguments = "".join(f", {_PARAMETERS.get(name, name)}={_literal(value)}" for name, value in pairs)
        return f"cm.{_FUNCTIONS[way['command']]}{arguments})"
    if way["edits"]:
        return "what_ifs="
    if way["scenario"]:
        return f"cm.compile(case, scenario={_literal(way['scenario'])})"
    option = way["option"]
    if option is None:
        return "cm.check(case)" if way[0].startswith("--") else way[0]
    name = _PARAMETERS.get(option, option.replace("-", "_"))
    if way["subject"] is not None:
        return name
    if option == "scenario":
        return "cm.compile(case, scenario=NAME)"
    if option == "merge":
        return "cm.merge(game, [[...]])"
    value = way["value"] or ("True" if option in _SWITCHES else "")
    return f"{name}={_literal(value)}"


def _literal(value: str) -> str:
    """A value as Python has it: ids in quotation marks, several of them in a list."""
    if "," in value:
        return f"[{', '.join(map(repr, value.split(',')))}]"
    return repr(value) if value[:1].islower() else value
