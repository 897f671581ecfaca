"""Sentences in pieces: text of ours, and names of the case, each of which counts as one word and is never edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from countermove.model.case import Case
from countermove.text.verbs import verb

__all__ = [
    "MOST_NAMES", "Name", "Piece", "Wording", "amount", "and_list", "capital", "count_words", "counted", "in_short",
    "named_all", "of_many", "owners", "said", "verb",
]  # fmt: skip

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MOST_NAMES = 4
"""Actors that are named one by one in a sentence; of more, how many they are, and the first three."""
MOST_LEFT_OUT = 2
"""Actors that are named where all others are meant."""


class Name(str):
    """A name of the case as it stands there: one word, however long it is."""

    __slots__ = ()


Piece = str | Name
Wording = Callable[[Case, Sequence[str]], list[Piece]]
"""How a sentence names some actors and bodies."""


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
    """Actors and bodies by name; of many, how many they are of which group, and the first three.

    >>> from countermove.catalog import load_case
    >>> said(owners(load_case("cuban-missile-crisis"), ["usa", "ussr"]))
    'US and USSR'
    >>> case = load_case("eu-council")
    >>> said(owners(case, case.bodies["council"].members[:7]))
    '7 of the 27 members of Council (Germany, France, Italy and others)'
    """
    if len(ids) <= MOST_NAMES:
        return and_list([[Name(case.label(id_))] for id_ in ids], last)
    group, everybody = _group(case, ids)
    left_out = [id_ for id_ in everybody if id_ not in ids]
    if everybody and len(left_out) <= MOST_LEFT_OUT:
        return [f"all {len(ids)} ", *group] if not left_out else ["all ", *group, " except ", *owners(case, left_out)]
    of = f"of the {len(everybody)} " if everybody else ""
    return [f"{len(ids)} {of}", *group, *_examples(case, ids)]


def of_many(case: Case, ids: Sequence[str]) -> list[Piece]:
    """The same after "at least two of", where the group itself is counted in no other one.

    >>> from countermove.catalog import load_case
    >>> case = load_case("eu-council")
    >>> said(of_many(case, case.bodies["council"].members[:7]))
    '7 members of Council (Germany, France, Italy and others)'
    """
    if len(ids) <= MOST_NAMES:
        return owners(case, ids)
    return [f"{len(ids)} ", *_group(case, ids)[0], *_examples(case, ids)]


def counted(case: Case, ids: Sequence[str]) -> list[Piece]:
    """Actors and bodies in a sentence without figures: by name; of many, only how many they are of which group.

    >>> from countermove.catalog import load_case
    >>> case = load_case("eu-council")
    >>> members = case.bodies["council"].members
    >>> said(counted(case, members[:7])), said(counted(case, members[:20]))
    ('seven members of Council', 'most members of Council')
    """
    if len(ids) <= MOST_NAMES:
        return owners(case, ids)
    group, everybody = _group(case, ids)
    if len(ids) == len(everybody):
        return ["all ", *group]
    if len(ids) < len(NUMBERS):
        return [f"{amount(len(ids))} ", *group]
    return ["most " if 2 * len(ids) > len(everybody) > 0 else "many ", *group]


def _group(case: Case, ids: Sequence[str]) -> tuple[list[Piece], Sequence[str]]:
    """The smallest group to which some actors or bodies belong, in words, and all in it; none where it has no limit."""
    bodies = [body for body in case.bodies if set(ids) <= set(case.bodies[body].members)]
    if bodies:
        body = min(bodies, key=lambda id_: len(case.bodies[id_].members))
        return ["members of ", Name(case.label(body))], list(case.bodies[body].members)
    if set(ids) <= set(case.actors):
        return ["actors"], list(case.actors)
    return ["actors and bodies"], []


def _examples(case: Case, ids: Sequence[str]) -> list[Piece]:
    names = [[Name(case.label(id_))] for id_ in ids[: MOST_NAMES - 1]]
    return [" (", *and_list([*names, ["others"]]), ")"]


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
