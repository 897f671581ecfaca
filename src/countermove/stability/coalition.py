"""Coalition stability: whether actors who act together gain by leaving a state, and what the others do about it.

A coalition H of actors moves by legal sequences of its members' moves. It also changes the options of a body whose
rules pass with H for and all others against; that body is then a mover of its own in the sequence. A *gain* of H on s
is a state that every member strictly prefers to s (Pareto: one member does, and none prefers s). s is stable for H iff
each gain that H can reach from s has an answer:

=====  ======================================  =====================================================
       the others answer                       the answer spoils the gain where
=====  ======================================  =====================================================
CNash  not at all                              never, so that H has no gain to reach
CGMR   by any legal sequence of moves          it is no gain of H on s
CSMR   by any legal sequence of moves          it is none, and H cannot reach one from there
CSEQ   by legal sequences of their own         it is no gain of H on s
       improvements, step by step
=====  ======================================  =====================================================

Those who answer change a body's options with all of H against: in CGMR and CSMR where its rules then pass with
everybody else for, in CSEQ as everybody else prefers. For a coalition of one that carries no body alone these are Nash,
GMR, SMR and SEQ.

Two engines give the same verdicts. BitRows of bits, one bit for each state in question, serve every case; components of
states that reach each other serve large ones in which the last mover never matters.

References: Kilgour, Hipel, Fang & Peng 2001; Inohara & Hipel 2008. They let coalitions answer in CSEQ; here the others
answer by individual improvements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.stability.engines.bitsets import BitRows, met_by_moves, packed, unpacked
from countermove.stability.engines.components import components, fronts, surpassed, unspoilt
from countermove.stability.engines.dispatch import least_against, mover_blocks, moves_against, moves_within, uses_blocks
from countermove.stability.engines.sequences import least_reached
from countermove.stability.engines.sweeps import least_swept
from countermove.stability.improvements import allowed_moves

__all__ = ["CNASH", "COALITION_CONCEPTS", "Coalition", "CoalitionConcept", "coalition_stable", "open_gains", "work_of"]

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
CHUNK = 2**25
"""This many bytes at most are held in one array of rows."""
MAX_SEARCH = 2 * 10**10
"""The most steps of the search for counter-moves of one coalition: minutes of machine code, not hours."""
STEPS_AT_LEAST = 1_000_000
"""What a coalition costs even where there are few states."""
STEPS_IN_COMPONENTS = 1_000
"""This many steps for each state, about, that components cost; for rows it is the number of moves."""


@dataclass(frozen=True)
class CoalitionConcept:
    """A rule that says at which states actors who act together stay.

    Parameters
    ----------
    id, label, question
        What users type; what they read; what the concept asks, as a question that "yes" answers where a state is stable.
    alone
        The id of the concept of a single actor from which it comes.
    answered
        Whether the others answer at all.
    credible
        Whether answers are limited to the others' own improvements.
    counter
        Whether the coalition may move again after an answer.
    """

    id: str
    label: str
    question: str
    alone: str
    answered: bool = True
    credible: bool = False
    counter: bool = False


COALITION_CONCEPTS: dict[str, CoalitionConcept] = {
    concept.id: concept
    for concept in (
        CoalitionConcept(
            "cnash", "CNash", "Is there no coalition whose members would all gain by moving together?", "nash",
            answered=False
        ),
        CoalitionConcept(
            "cgmr", "CGMR", "Can the others answer every coalition improvement, at any cost to themselves?",
            "gmr",
        ),
        CoalitionConcept(
            "csmr", "CSMR",
            "Can the others answer every coalition improvement, even if the coalition may then move again?",
            "smr", counter=True,
        ),
        CoalitionConcept(
            "cseq", "CSEQ", "Can the others answer every coalition improvement by moves that they gain by?",
            "seq", credible=True,
        ),
    )
}  # fmt: skip
CNASH = COALITION_CONCEPTS["cnash"]


@dataclass(frozen=True, eq=False)
class Coalition:
    """Actors who act together.

    Parameters
    ----------
    game
        A listed game of S states.
    actors
        Their positions among the actors of the game, from 0.
    pareto
        Whether it is a gain that one member gains and none loses; else all must gain.
    """

    game: ListedGame
    actors: tuple[int, ...]
    pareto: bool = False

    @property
    def carried(self) -> list[tuple[Mover, int]]:
        """Who moves for the coalition, and the bits of codes that it may change: members, bodies it carries."""
        movers = []
        for mover in self.game.movers:
            if mover.is_body and not mover.merged:
                # A body that the members carry is a mover of its own in the sequence, so it has an entry of its own.
                carried = (o for o, vote in mover.vote_of.items() if mover.votes[vote].passes_by(self.actors))
                mask = reduce(or_, (mover.bits[option] for option in carried), 0)
                movers += [(mover, mask)] if mask else []
            # A merged coalition of actors moves for this one if all who are in it are members.
            elif set(mover.opposing) <= set(self.actors):
                movers.append((mover, int(mover.reach.mask)))
        return movers

    @property
    def others(self) -> list[Mover]:
        """Who answers: all movers but the members."""
        members = set(self.actors)
        return [m for m in self.game.movers if not m.opposing or not set(m.opposing) <= members]

    @property
    def moves(self) -> list[Edges]:
        """The moves of each who moves for the coalition."""
        return [moves_within(self.game, mover, mask) for mover, mask in self.carried]

    def answers(self, credible: bool) -> list[Edges]:
        """The moves of each who answers; `credible`: only improvements."""
        return moves_against(self.game, self.others, self.actors, credible)

    def least(self, base: NDArray[np.signedinteger], credible: bool) -> NDArray[np.signedinteger]:
        """For each state the least `base` over it and all states that the answers reach."""
        return least_against(self.game, self.others, self.actors, base, credible)

    def least_own(self, base: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
        """For each state the least `base` over it and all states that the coalition reaches."""
        if not uses_blocks(self.game, False):
            return least_reached(self.moves, base)
        return least_swept(base, [mover_blocks(self.game, mover, mask) for mover, mask in self.carried], [], [])

    @property
    def points(self) -> Longs:
        """What the members make of each state, as coordinates: t is a gain on s iff it exceeds the bound of s in all.

        The members' ranks, (members, S); under `pareto` also their sum, which grows if one gains and none loses.
        """
        ranks = self.game.rank_rows[list(self.actors)].astype(np.int64)
        # Nobody loses and the sum grows: so one gains. One more coordinate turns the Pareto variant into the other.
        return np.vstack([ranks, ranks.sum(axis=0)]) if self.pareto else ranks

    @property
    def bound(self) -> Longs:
        """What a gain on each state has to exceed, in the coordinates of `points`."""
        if not self.pareto:
            return self.points
        lower = np.ones((len(self.actors) + 1, 1), dtype=np.int64)
        lower[-1] = 0
        return self.points - lower

    def gains(self, states: Longs) -> Bools:
        """Which states are gains on each of `states`; shape (S, states)."""
        points, bound = self.points, self.bound
        better = np.ones((self.game.size, len(states)), dtype=bool)
        for rank, limit in zip(points, bound, strict=True):
            better &= rank[:, None] > limit[None, states]
        return better


def coalition_stable(coalition: Coalition, concept: CoalitionConcept) -> Bools:
    """States that are stable for a coalition under a concept; see the module for the definition.

    Parameters
    ----------
    coalition
        Who acts together in a listed game of S states.
    concept
        A row of `COALITION_CONCEPTS`.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,); computed once for each game.

    Raises
    ------
    SizeError
        Where CSMR would need too long a search.

    Notes
    -----
    Cost: about `work_of` steps.

    References
    ----------
    Kilgour, Hipel, Fang & Peng 2001; Inohara & Hipel 2008.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> elmira = compile(catalog.load_case("elmira"))
    >>> (~coalition_stable(Coalition(elmira, (0, 1)), COALITION_CONCEPTS["cnash"])).nonzero()[0].tolist()
    [1, 4, 5]
    """
    key = ("coalition", coalition.actors, coalition.pareto, concept.id)
    engine = _by_components if uses_blocks(coalition.game, False) else _by_rows
    return coalition.game.once(key, lambda: engine(coalition, concept))


def open_gains(coalition: Coalition, concept: CoalitionConcept, state: int) -> Bools:
    """The gains on one state that no answer spoils, whether or not the coalition can reach them.

    Parameters
    ----------
    coalition, concept
        As in `coalition_stable`.
    state
        The state (a position, from 0).

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    gains = coalition.gains(np.array([state]))[:, 0]
    if not concept.answered:
        return gains
    # Least of an indicator: 1 where every state within reach has it. An answer spoils where no gain is in reach.
    spoils = coalition.least_own((~gains).astype(np.int32)) == 1 if concept.counter else ~gains
    return np.asarray(gains & (coalition.least((~spoils).astype(np.int32), concept.credible) == 1))


def work_of(game: ListedGame) -> int:
    """About how many steps it takes to judge all states for one coalition.

    Parameters
    ----------
    game
        A listed game.

    Returns
    -------
    int
        Passes over a move or a state.
    """
    if uses_blocks(game, False):
        return STEPS_IN_COMPONENTS * game.size
    return STEPS_AT_LEAST + sum(len(game.edges[m.index].target) for m in game.movers) * game.size


def _by_rows(coalition: Coalition, concept: CoalitionConcept) -> Bools:
    moves = coalition.moves
    answers = coalition.answers(concept.credible) if concept.answered else []
    states = np.arange(coalition.game.size)
    if concept.answered:  # who has nothing to gain needs no answer
        states = np.flatnonzero(~coalition_stable(coalition, CNASH))
    stable = np.ones(coalition.game.size, dtype=bool)
    # Eight states fit into a byte of a row, and the widest array has one row for each move.
    step = 8 * max(1, CHUNK // max(1, *(len(edges.target) for edges in (*moves, *answers)), coalition.game.size))
    for first in range(0, len(states), step):
        batch = states[first : first + step]
        gains = packed(coalition.gains(batch))
        open_ = gains if not concept.answered else gains & ~_spoilt(gains, moves, answers, concept)
        # Bit q of the row of state q: whether the coalition reaches from q a gain on q that nothing spoils.
        stable[batch] = ~unpacked(met_by_moves(moves, open_), len(batch))[batch, np.arange(len(batch))]
    return stable


def _spoilt(gains: BitRows, moves: Sequence[Edges], answers: Sequence[Edges], concept: CoalitionConcept) -> BitRows:
    """From which states an answer leads to one that spoils; rows of bits."""
    escapes = gains | met_by_moves(moves, gains) if concept.counter else gains
    return met_by_moves(answers, ~escapes)


def _by_components(coalition: Coalition, concept: CoalitionConcept) -> Bools:
    game, points, bound = coalition.game, coalition.points, coalition.bound
    own = components([mover_blocks(game, mover, mask) for mover, mask in coalition.carried], game.size)
    value = points
    if concept.answered:
        # What the answers leave of each coordinate at worst; a gain does not pass for an answer to itself.
        narrow = np.int32 if points.max(initial=0) <= np.iinfo(np.int32).max else np.int64
        value = np.minimum(points, [coalition.least(row.astype(narrow), concept.credible) for row in points])
    tempted = surpassed(own, fronts(own, value), bound)
    if concept.counter:
        front = fronts(own, points)
        # What the answers do not spoil tempts in any case; only states with a gain that they do need the search.
        open_ = np.flatnonzero(surpassed(own, front, bound) & ~tempted)
        masks = [(mover, allowed_moves(mover, coalition.actors)) for mover in coalition.others]
        others = components([mover_blocks(game, mover, mask) for mover, mask in masks if mask], game.size)
        still_tempted = unspoilt(own, others, front, points, bound, open_, MAX_SEARCH)
        if still_tempted is None:
            names = ", ".join(game.actors[actor] for actor in coalition.actors)
            raise SizeError(
                f"what {names} can do after the others' answers needs a search of more than {MAX_SEARCH:,} steps; "
                "ask for cgmr, or take options out of the case"
            )
        tempted[open_] = still_tempted
    return ~tempted
