"""Warnings about chains such as ``a implies b implies c``, which can be read in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.errors import Diagnostic, KeyPath, quoted
from countermove.model.case import Case
from countermove.model.preferences import is_pattern
from countermove.model.walk import references

__all__ = ["chain_warnings", "readings"]

TOKEN = re.compile(r"[(),]|[A-Za-z][\w.-]*")
CONDITIONS = ("implies", "if")


def chain_warnings(case: Case) -> Iterator[Diagnostic]:
    """A warning for each statement in which `implies`, `if` or `iff` stands twice in a row (CM912).

    Parameters
    ----------
    case
        A case without errors.

    Yields
    ------
    Diagnostic
        Warnings, each with the reading that counts and the other one.
    """
    for path, text in _texts(case):
        for chain, counts, other in readings(text):
            message = f"{quoted(chain)} can be read in two ways; it counts as {quoted(counts)}"
            yield Diagnostic("CM912", "warning", path, message, f"write that with its brackets, or {quoted(other)}")


def readings(text: str) -> Iterator[tuple[str, str, str]]:
    """Each chain of a statement, how it is read, and how it could be meant as well.

    Operators of one rank group to the left. Of three that go together by `iff`, people often mean that all agree.

    Parameters
    ----------
    text
        A statement that can be read.

    Yields
    ------
    tuple of str
        The chain, the reading that counts, the other one.

    Examples
    --------
    >>> list(readings("a implies b implies c"))
    [('a implies b implies c', '(a implies b) implies c', 'a implies (b implies c)')]
    >>> list(readings("x or (a iff b iff c)"))
    [('a iff b iff c', '(a iff b) iff c', '(a iff b) and (b iff c)')]
    >>> list(readings("(a implies b) implies c"))
    []
    """
    # A stack of pieces without brackets of their own: where each begins, and the operators in it.
    stack: list[tuple[int, list[re.Match[str]]]] = [(0, [])]
    for token in TOKEN.finditer(text):
        word = token[0].lower()
        if word == "(":
            stack.append((token.end(), []))
        elif word in (",", ")"):
            start, operators = stack.pop()
            yield from _chains(text, start, token.start(), operators)
            if word == ",":
                stack.append((token.end(), []))
        elif word == "iff" or word in CONDITIONS:
            stack[-1][1].append(token)
    start, operators = stack.pop()
    yield from _chains(text, start, len(text), operators)


def _chains(text: str, start: int, end: int, operators: list[re.Match[str]]) -> Iterator[tuple[str, str, str]]:
    """The chains of one piece: of `iff`, and of conditions between two `iff`, which bind them less tightly."""
    equal = [op for op in operators if op[0].lower() == "iff"]
    edges = [start, *(edge for op in equal for edge in op.span()), end]
    if len(equal) > 1:
        a, b, c = (text[x:y].strip() for x, y in zip(edges[:6:2], edges[1:6:2], strict=True))
        yield text[start:end].strip(), f"({a} iff {b}) iff {c}", f"({a} iff {b}) and ({b} iff {c})"
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        inside = [op for op in operators if left <= op.start() < right and op not in equal]
        signs = [op[0].lower() for op in inside[:2]]
        # "a implies b if c" says the same either way: from a and c follows b.
        if len(inside) < 2 or signs == ["implies", "if"]:
            continue
        first, second = inside[:2]
        a, b = text[left : first.start()].strip(), text[first.end() : second.start()].strip()
        c = text[second.end() : right].strip()
        yield text[left:right].strip(), f"({a} {first[0]} {b}) {second[0]} {c}", f"{a} {first[0]} ({b} {second[0]} {c})"


def _texts(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """All statements of a case as written, with the places where they stand."""
    yield from ((reference.path, reference.statement.text) for reference in references(case))
    for actor, record in case.actors.items():
        for k, entry in enumerate(record.ranking or ()):
            texts = (entry,) if isinstance(entry, str) else entry
            yield from ((("actors", actor, "ranking", k), t) for t in texts if not case.is_graph and not is_pattern(t))
