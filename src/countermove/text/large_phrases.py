"""Turns of phrase for states without numbers: outcomes by their place, states by who does what, people in groups."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from countermove.briefing.large_brief import doing_words, named
from countermove.game.searched import SearchedGame
from countermove.text.naming import joined, shortened
from countermove.text.phrases import plural

__all__ = ["against_first", "alike", "doing_line", "numbered_words", "places_words"]

T = TypeVar("T", bound=Hashable)
NUMBERS = "States have no numbers here; outcomes are numbered in the order in which they are told of."
FEW = 6


def alike(found: Iterable[tuple[str, T]]) -> dict[T, list[str]]:
    """Actors of whom the same is said, together; in the order in which they come first."""
    groups: dict[T, list[str]] = {}
    for actor, said in found:
        groups.setdefault(said, []).append(actor)
    return groups


def doing_line(model: SearchedGame, code: int) -> str:
    """Who does what in a state, on one line; those who do nothing are left out."""
    return ". ".join(doing_words(model, code, idle=False)) or "Nobody does anything"


def against_first(model: SearchedGame, first: int, code: int) -> str:
    """How a state differs from another: ``France and Germany: "Send forces"``; who differs alike is told together."""
    said = []
    for owner in dict.fromkeys(row.owner for row in model.options):
        rows = [row for row in model.options if row.owner == owner and (first ^ code) >> row.index & 1]
        words = joined([f'{"" if code >> row.index & 1 else "not "}"{row.name}"' for row in rows])
        if words:
            said.append((owner, words))
    return "; ".join(f"{named(model, owners)}: {words}" for words, owners in alike(said).items())


def places_words(places: Sequence[int], last: str = "and", most: int = FEW) -> str:
    """Outcomes by their places, counted from 0: ``outcome 1``, ``outcomes 2 and 3``."""
    if not places:
        return "no outcome"
    names = [str(place + 1) for place in places]
    return f"{plural(len(places), 'outcome', 'outcomes')} {shortened(names, most, last)}"


def numbered_words(count: int) -> str:
    """What the numbers of outcomes mean, where there are several."""
    return NUMBERS if count > 1 else "States have no numbers here, and are told by what is done."
