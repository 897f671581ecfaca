"""Quotation marks: which stretches stand between them, nested or left open, and which of these are whole clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from countermove.reader.text import Text

__all__ = ["Quotation", "is_clause", "quotations"]

PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’"}
FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|shall|would|can|could|may|might|must|should|do|does|did|don't|doesn't|won't|cannot"
    r"|can't|isn't|aren't|it's|that's|we're|they're|I'm|I|we|they|he|she|you|it|let)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quotation:
    """A stretch between quotation marks, marks included; `closed` is false where the end is guessed.

    Parameters
    ----------
    depth
        Quotations around it.
    closed
        Whether its closing mark was found.
    """

    start: int
    end: int
    depth: int
    closed: bool


def quotations(text: Text) -> list[Quotation]:
    """All stretches between quotation marks in the body, nested ones too, in order of their beginning.

    Parameters
    ----------
    text
        The cleaned text.

    Returns
    -------
    list of Quotation
        In order of their beginning.

    Examples
    --------
    >>> from countermove.reader.text import text_of
    >>> [(q.depth, q.closed) for q in quotations(text_of('He said: “They told us ‘go away’ and we went.” She: “No, we stayed.'))]
    [(0, True), (1, True), (0, False)]
    """
    quotes: list[Quotation] = []
    for part in text.body:
        quotes += _in_paragraph(text.text, part.start, part.end)
    return sorted(quotes, key=lambda q: (q.start, -q.end))


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    quotes: list[Quotation] = []
    open_: list[tuple[str, int]] = []
    for at in range(start, end):
        sign = text[at]
        if open_ and _closes(text, at, open_[-1][0]):
            _, start_at = open_.pop()
            quotes.append(Quotation(start_at, at + 1, len(open_), True))
        # The end of an outer quotation closes what is open inside it.
        elif sign in "”»" and open_ and any(PAIRS[mark] == sign for mark, _ in open_):
            while open_ and PAIRS[open_[-1][0]] != sign:
                open_.pop()  # an inner quotation that was never closed ends with the outer one
            _, start_at = open_.pop()
            quotes.append(Quotation(start_at, at + 1, len(open_), True))
        elif sign in PAIRS and _opens(text, at, sign):
            # A second opening mark means that the first quotation was never closed.
            if sign == "“" and open_ and open_[-1][0] == "“":
                mark, start_at = open_.pop()
                quotes.append(Quotation(start_at, at, len(open_), False))
            open_.append((sign, at))
    for depth, (mark, start_at) in enumerate(open_):
        # A single mark that never closes was an apostrophe.
        if mark != "‘":
            quotes.append(Quotation(start_at, end, depth, False))
    return quotes


def _opens(text: str, at: int, sign: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if sign in '‘"':
        return not before.isalnum() and (after.isalnum() or after in "“‘…[(")
    return True


def _closes(text: str, at: int, mark: str) -> bool:
    sign = text[at]
    if sign != PAIRS[mark]:
        return False
    if mark == "‘":
        return not text[at + 1 : at + 2].isalnum() and not re.match(r"s’ [a-z]", text[at - 1 : at + 3])
    return True


def is_clause(words: str, before: str) -> bool:
    """Whether quoted words are at least a clause, and no fragment built into somebody else's sentence.

    Parameters
    ----------
    words
        The words in quotation marks.
    before
        What stands before them.
    """
    bare = words.strip('“”"«»„‘’ ')
    count = len(bare.split())
    if not bare or count < 2:
        return False
    goes_on = (
        re.search(r"(?:said|says|added|adds|told \w+|asked|replied|warned|wrote|insisted)[^“”\".]{0,40},\s*$", before)
        is not None
    )
    if bare[0].islower() and not goes_on and not re.search(r":\s*$", before):
        return False
    ended = re.search(r"[.,!?…;]$", bare) is not None
    return bool((count >= 3 and FINITE.search(bare)) or (ended and count >= 3) or (goes_on and count >= 3))
