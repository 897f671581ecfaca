"""What a solution concept is, and the tables of all of them: those that are always asked, and those on request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.listed import ListedGame, Mover
from countermove.stability.coalition import COALITION_CONCEPTS
from countermove.stability.limited import check_leader, foresight, limited_move, stackelberg
from countermove.stability.maximin import maximin
from countermove.stability.nash import nash
from countermove.stability.non_myopic import periods, settled
from countermove.stability.sanction import gmr, seq, smr, sseq
from countermove.stability.simultaneous import check_combinable, conflict_analysis, sim

__all__ = ["CONCEPTS", "FAMILIES", "NASH", "Concept", "Family", "concepts_for", "defined", "find_concept", "stable"]


DIGITS = 18
"""So many digits may say how many moves ahead a concept looks."""
WEAKEST = 99
"""The place in the order of strength of a concept that says nothing about it: after all that do."""


@dataclass(frozen=True)
class Concept:
    """A solution concept: a rule that says at which states a mover stays.

    `verdict` takes a graph and a mover and returns the stable states, shape (S,). `credible`: answers are
    limited to the opponents' own improvements. `counter`: the mover may move once more after an answer.
    `family`: the name of the family, of a concept on request. `moves`: how many moves ahead it looks, where that
    is what sets it apart. `leader`: the id of the one who leads. `periods`: where verdicts may go on changing, a
    function like `verdict` that returns the period of each, 0 where it has settled. `requires`: raises an error
    where a graph does not meet what the concept asks for, before anything is computed.

    What other questions may take for granted; the defaults are safe for any concept:
    `strength`: the place in the order from the concept that trusts least in threats to the one that trusts most.
    `by_own_moves`: whether a mover stays exactly where none of its own moves is an improvement (Nash).
    `own_bound`: the id of a concept that is necessary for this one and whose verdict on an actor depends on that
    actor's own preferences only; the concept itself where it is such a one. `by_preferred`: whether the verdict on an
    actor depends, of the actor's own preferences, only on which states it prefers to the one that is judged.
    """

    id: str
    label: str
    question: str
    verdict: Callable[[ListedGame, Mover], NDArray[np.bool_]]
    credible: bool = False
    counter: bool = False
    needs_options: bool = False
    family: str | None = None
    moves: int | None = None
    leader: str | None = None
    periods: Callable[[ListedGame, Mover], NDArray[np.int64]] | None = None
    requires: Callable[[ListedGame], object] | None = None
    strength: int = WEAKEST
    by_own_moves: bool = False
    own_bound: str | None = None
    by_preferred: bool = False


CONCEPTS: dict[str, Concept] = {
    concept.id: concept
    for concept in (
        Concept(
            "nash", "Nash", "Is there nothing better to move to?", nash,
            strength=0, by_own_moves=True, own_bound="nash", by_preferred=True,
        ),
        Concept(
            "gmr", "GMR", "Can the others, at any cost to themselves, undo every gain?", gmr,
            strength=4, own_bound="gmr", by_preferred=True,
        ),
        Concept(
            "smr", "SMR", "Can the others undo every gain, even if one may move again?", smr, counter=True,
            strength=3, own_bound="smr", by_preferred=True,
        ),
        Concept(
            "seq", "SEQ", "Would the others, in their own interest, undo every gain?", seq, credible=True,
            strength=2, own_bound="gmr", by_preferred=True,
        ),
        Concept(
            "sseq", "SSEQ", "Would the others undo every gain in their own interest, even if one may move again?",
            sseq, credible=True, counter=True, strength=1, own_bound="smr", by_preferred=True,
        ),
        Concept(
            "sim", "SIM", "Would others who move at the same time spoil every gain?", sim,
            needs_options=True, requires=check_combinable, strength=5,
        ),
        Concept(
            "conflict-analysis", "FH", "Is every gain undone in sequence, or else spoilt by others who move too?",
            conflict_analysis, needs_options=True, requires=check_combinable, strength=6,
        ),
    )
}  # fmt: skip
NASH = CONCEPTS["nash"]
"""Nash stability, the concept whose equilibria searches look for."""


@dataclass(frozen=True)
class Family:
    """Concepts that are told apart by a number or a name in their id; they are computed on request only.

    `pattern` matches their ids and holds what sets them apart as its group, of which `make` makes the concept.
    `shown` is an id to give as an example. The page in docs/concepts has the family's name.
    """

    name: str
    shown: str
    pattern: str
    make: Callable[[str], Concept]


def _limited_move(text: str) -> Concept:
    moves = _number(text, "l")
    question = f"Does no move pay, if both look {_ahead(moves)} and each sees to its own interest?"
    verdict = partial(limited_move, moves=moves)
    needed = partial(foresight, concept=f"L{moves}")
    return Concept(f"l{moves}", f"L{moves}", question, verdict, family="limited-move", moves=moves, requires=needed)


def _non_myopic(_: str) -> Concept:
    question = "Does no move pay, however far both look ahead, each in its own interest?"
    return Concept(
        "nm", "NM", question, settled, family="non-myopic", periods=periods, requires=partial(foresight, concept="NM")
    )


def _stackelberg(leader: str) -> Concept:
    question = f"Does no move pay for {leader}, who reckons with the answer, and none at once for the other?"
    verdict = partial(stackelberg, leader=leader)
    id_, label = f"stackelberg-{leader}", f"Stackelberg ({leader} leads)"
    needed = partial(check_leader, leader=leader)
    return Concept(id_, label, question, verdict, family="stackelberg", leader=leader, requires=needed)


def _maximin(text: str) -> Concept:
    moves = _number(text, "maximin-")
    question = f"Can the others undo every gain, at any cost to themselves, if all look {_ahead(moves)}?"
    verdict = partial(maximin, moves=moves)
    return Concept(f"maximin-{moves}", f"Maximin-{moves}", question, verdict, family="maximin", moves=moves)


def _number(text: str, before: str) -> int:
    """How many moves ahead an id says; raises `QuestionError` where that is none, or a number of too many digits."""
    digits = text.lstrip("0")
    if not digits or digits.startswith("-"):
        raise QuestionError(f"{quoted(before + text)} looks no move ahead; the least is {before}1")
    if len(digits) > DIGITS:
        raise QuestionError(f"{quoted(before + text)} is too large a number; the largest is {before}{'9' * DIGITS}")
    return int(digits)


def _ahead(moves: int) -> str:
    return "one move ahead" if moves == 1 else f"{moves} moves ahead"


FAMILIES: tuple[Family, ...] = (
    Family("limited-move", "l3", r"l(-?[0-9]+)", _limited_move),
    Family("non-myopic", "nm", r"(nm)", _non_myopic),
    Family("stackelberg", "stackelberg-LEADER", r"stackelberg-([a-z][a-z0-9-]*)", _stackelberg),
    Family("maximin", "maximin-4", r"maximin-(-?[0-9]+)", _maximin),
)


def concepts_for(graph: ListedGame) -> tuple[Concept, ...]:
    """The concepts that are defined for a graph: without options, those about simultaneous moves are not."""
    return tuple(concept for concept in CONCEPTS.values() if not (graph.is_graph and concept.needs_options))


def find_concept(id_: str) -> Concept:
    """The concept with this id, of the table or of a family; raises `QuestionError` with the nearest names.

    >>> find_concept("seq").label, find_concept("maximin-4").label
    ('SEQ', 'Maximin-4')
    """
    return _found(id_.lower())


@cache
def _found(id_: str) -> Concept:
    if id_ in CONCEPTS:
        return CONCEPTS[id_]
    for family in FAMILIES:
        match = re.fullmatch(family.pattern, id_)
        if match:
            concept = family.make(match[1])
            return concept if concept.id == id_ else _found(concept.id)
    if id_ in COALITION_CONCEPTS:
        raise QuestionError(f"{id_} is about coalitions, not about single movers; ask countermove coalitions CASE -c {id_}")
    known = [*CONCEPTS, *(family.shown for family in FAMILIES)]
    raise QuestionError(f"unknown concept {quoted(id_)}; {did_you_mean(id_, known)}")


def defined(graph: ListedGame, id_: str) -> Concept:
    """The concept with this id; raises `QuestionError` where there is none or the graph does not meet what it asks."""
    concept = find_concept(id_)
    if graph.is_graph and concept.needs_options:
        known = ", ".join(c.id for c in concepts_for(graph))
        raise QuestionError(f"{concept.id} is undefined in a case given as a graph; ask for one of {known}")
    if concept.requires is not None:
        concept.requires(graph)
    return concept


def stable(graph: ListedGame, mover: Mover, concept: Concept) -> NDArray[np.bool_]:
    """States that are stable for `mover` under `concept`, shape (S,); computed once for each graph."""
    return graph.once((concept.id, mover.index), lambda: concept.verdict(graph, mover))
