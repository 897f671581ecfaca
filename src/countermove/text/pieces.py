"""Sentences in pieces: text of ours, and names of the case, each of which counts as one word and is never edited."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.model.case import Case
from countermove.text.verbs import verb

__all__ = [
    "MOST_NAMES", "Name", "Piece", "amount", "and_list", "capital", "count_words", "in_short", "named_all", "owners", "said",
    "verb",
]  # fmt: skip

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MOST_NAMES = 4
"""Actors that are named one by one in a sentence; of more, the first three and how many others there are."""
MOST_LEFT_OUT = 2
"""Actors that are named where all others are meant."""


class Name(str):
    """A name of the case as it stands there: one word, however long it is."""

    __slots__ = ()


Piece = str | Name


def said(pieces: Sequence[Piece]) -> str:
    """The text of some pieces."""
    return "".join(pieces)


def count_words(pieces: Sequence[Piece]) -> int:
    """The number of words, each name counted as one.

    >>> count_words(["It ends in ", Name('"a long stand-off"'), "; ", Name("The Union"), " gains."])
    6
    """
    return sum(1 if isinstance(p, Name) else sum(any(c.isalnum() for c in word) for word in p.split()) for p in pieces)


def capital(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with a capital first letter, unless a name comes first: names stay as they are."""
    first, *rest = pieces
    return [first if isinstance(first, Name) else f"{first[:1].upper()}{first[1:]}", *rest]


def amount(count: int) -> str:
    """A number in words up to twelve.

    >>> amount(3), amount(1300)
    ('three', '1,300')
    """
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def and_list(parts: Sequence[Sequence[Piece]], last: str = "and") -> list[Piece]:
    """Pieces joined as people write a list: a, b and c."""
    pieces: list[Piece] = []
    for place, part in enumerate(parts):
        if place:
            pieces.append(", " if place < len(parts) - 1 else f"{'' if last.startswith(',') else ' '}{last} ")
        pieces += part
    return pieces


def owners(case: Case, ids: Sequence[str], last: str = "and") -> list[Piece]:
    """Actors and bodies by name; of many, the first three and how many others there are.

    >>> from countermove.catalog import load_case
    >>> said(owners(load_case("cuban-missile-crisis"), ["usa", "ussr"]))
    'US and USSR'
    """
    names: list[list[Piece]] = [[Name(case.label(id_))] for id_ in ids]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], [f"{amount(len(ids) - MOST_NAMES + 1)} others"]]
    return and_list(names, last)


def named_all(case: Case, ids: Sequence[str]) -> list[Piece]:
    """Actors by name; where they are all actors of the case, ``both`` or ``all four``."""
    if len(ids) > 1 and set(ids) == set(case.actors):
        return ["both" if len(ids) == 2 else f"all {amount(len(ids))}"]
    return owners(case, ids)


def in_short(case: Case, ids: Sequence[str]) -> list[Piece]:
    """Actors in a sentence without figures: by name, or all of them, or most, or some.

    >>> from countermove.catalog import load_case
    >>> case = load_case("security-council")
    >>> said(in_short(case, list(case.actors))), said(in_short(case, list(case.actors)[3:]))
    ('all actors', 'most actors')
    """
    # Bodies may be among them, so that as many as there are actors need not be the actors.
    if len(ids) > 1 and set(ids) == set(case.actors):
        return ["all actors"] if len(ids) >= len(NUMBERS) else named_all(case, ids)
    if len(ids) <= MOST_NAMES or not set(ids) <= set(case.actors):
        return owners(case, ids)
    others = [actor for actor in case.actors if actor not in ids]
    if len(others) <= MOST_LEFT_OUT:
        return ["all actors except ", *owners(case, others)]
    return ["most actors" if 2 * len(ids) > len(case.actors) else "some actors"]
