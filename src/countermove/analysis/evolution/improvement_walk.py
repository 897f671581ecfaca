"""Random improvement walks: chances of ending in each place, if any improvement may be taken and nobody fears an answer.

At each state one of the movers that have an improvement there is drawn, each with the same chance, and then one
of its improvements. This is a Markov chain. It ends where nobody has an improvement (a Nash equilibrium), or
stays in a set of states that improvements do not leave. A mover may be drawn twice in a row here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.evolution.chains import Chain, chain_of, expected_visits, strong_components, visits_step_by_step
from countermove.analysis.result import HIDDEN, Record, keyed, member
from countermove.errors import SizeError
from countermove.game.allowance import Allowance
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.stability.engines.local import improvements_from, once

if TYPE_CHECKING:
    from countermove.search.moves import OwnMoves

__all__ = ["Ending", "ImprovementWalk", "improvement_walk", "sampled_walk"]

Longs = NDArray[np.int64]
EXACT_STATES = 10_000
"""States up to which the chain is solved by elimination, within seconds; above, by repeated steps."""
MOST_MOVES = 2**24
"""Improvements that the chain may have: at some 40 bytes each, what an ordinary machine holds."""
MOST_ROUNDS = 100_000
"""Rounds of repeated steps before what is left undecided is reported as the residual."""
STATES_AT_ONCE = 2**15
"""States whose improvements are listed in one go: more would only take memory."""


@dataclass(frozen=True)
class Ending(Record):
    """States that the walk does not leave again (one: a Nash equilibrium), and the chance that it ends there.

    `estimate`: the share of sampled walks that ended there, in a searched game; `chance` is its value.
    """

    states: tuple[State, ...] = field(metadata=HIDDEN)
    chance: float
    estimate: Share | None = field(default=None, metadata=HIDDEN)

    @member(key="states")
    def numbers(self) -> list[int] | None:
        """The numbers of the states; null in a searched game."""
        return None if self.estimate is not None else [state.reference for state in self.states]

    @member()
    def codes(self) -> list[int] | None:
        """The codes of the states; null in a listed game."""
        return None if self.estimate is None else [state.reference for state in self.states]

    @member()
    def low(self) -> float | None:
        """The lower end of the 95 % interval of an estimate."""
        return None if self.estimate is None else self.estimate.low

    @member()
    def high(self) -> float | None:
        """The upper end of the 95 % interval of an estimate."""
        return None if self.estimate is None else self.estimate.high


@dataclass(frozen=True)
class ImprovementWalk(Record):
    """Where random improvement walks from `start` end: the endings, likeliest first.

    `steps`: the expected number of moves before an ending is entered; in a searched game the mean of the walks that
    ended, None where none did. `residual`: the chance that is not yet decided, 0 where the chances were found
    by elimination; None in a searched game. `walks`: how many walks were sampled in a searched game, and
    `unsettled` the share of those that were given up; None in a listed game.
    """

    start: State = field(metadata=keyed("from"))
    endings: tuple[Ending, ...]
    steps: float | None
    residual: float | None = None
    walks: int | None = None
    unsettled: Share | None = None

    @member(key="estimate")
    def is_estimate(self) -> bool:
        """Whether walks were sampled, instead of the chain solved."""
        return self.walks is not None


def improvement_walk(
    game: Game,
    start: State | int | str | Sequence[str],
    *,
    tolerance: float = 1e-9,
    walks: int | None = None,
    rng: np.random.Generator | int | None = None,
) -> ImprovementWalk:
    """Where improvements lead from `start` if each mover with an improvement is equally likely to take one next.

    In a listed game the chain is solved. Up to 10,000 states that it can visit, each strongly connected set is
    solved by elimination in double precision, in the order in which the sets are entered. Above that the chain is
    followed step by step until less than `tolerance` is undecided, or 100,000 steps are made; what is then left is
    the `residual`. In a searched game walks are sampled, and the chances come with 95 % intervals (Wilson 1927).

    Parameters
    ----------
    game
        The game, of either kind.
    start
        Where the walks begin: a `State`, its number, or as people write states.
    tolerance
        The chance that may stay undecided in a large listed game.
    walks, rng
        How many walks are sampled in a searched game (1,000), and the seed or generator of their draws (1).

    Returns
    -------
    ImprovementWalk
        The endings with their chances, the likeliest first, and the expected number of moves.

    Raises
    ------
    QuestionError
        Where there is no such state.
    SizeError
        Beyond some 16 million moves in a listed game, and where a mover of a searched game has too many choices.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("european-security-2022"))
    >>> [(ending.states[0].number, round(ending.chance, 3)) for ending in improvement_walk(game, "now").endings]
    [(148, 1.0)]
    """
    here = game.state(start)
    if isinstance(game, SearchedGame):
        from countermove.search.moves import OwnMoves
        from countermove.search.walks import RANDOM_WALKS, SEED

        return sampled_walk(OwnMoves(game), here, walks or RANDOM_WALKS, SEED if rng is None else rng)
    assert isinstance(game, ListedGame)
    return _solved_walk(game, here, tolerance)


def _solved_walk(game: ListedGame, start: State, tolerance: float) -> ImprovementWalk:
    """The chain of a listed game, solved."""
    states, chain = _chain(game, start.key)
    begin = int(np.searchsorted(states, start.key))
    component, closed = strong_components(chain)
    # Elimination is exact and quick while sets are small; repeated steps need no set, only patience.
    if len(states) <= EXACT_STATES:
        visits, residual = expected_visits(chain, component, closed, begin), 0.0
    else:
        visits, residual = visits_step_by_step(chain, closed[component], begin, tolerance, MOST_ROUNDS)
    # Of sets that are never left, a state's visits are the chance to enter there; together, to end in the set.
    ended = np.bincount(component, weights=np.where(closed[component], visits, 0.0), minlength=len(closed))
    endings = [(states[component == c].tolist(), float(ended[c])) for c in np.flatnonzero(closed) if ended[c] > 0]
    if len(endings) == 1 and not residual:
        endings = [(endings[0][0], 1.0)]  # the one ending is certain, whatever rounding has made of its chance
    endings.sort(key=lambda ending: (-ending[1], ending[0]))
    records = tuple(Ending(tuple(map(game.at, keys)), chance) for keys, chance in endings)
    return ImprovementWalk(start, records, float(visits[~closed[component]].sum()), residual)


def sampled_walk(
    moves: OwnMoves,
    start: State,
    walks: int | None = None,
    rng: np.random.Generator | int | None = None,
    *,
    allowance: Allowance | None = None,
) -> ImprovementWalk:
    """The same in a searched game, estimated by walks; see `search.walks.random_walk_ends` for what bounds them."""
    from countermove.search.walks import RANDOM_WALKS, SEED, random_walk_ends

    sample = random_walk_ends(moves, start.key, walks or RANDOM_WALKS, SEED if rng is None else rng, allowance=allowance)
    ends = sorted(sample.ends.items(), key=lambda item: (-item[1], item[0]))
    shares = ((code, Share(count, sample.walks)) for code, count in ends)
    endings = tuple(Ending((moves.game.at(code),), share.value, share) for code, share in shares)
    unsettled = Share(sample.walks - sample.ends.total(), sample.walks)
    return ImprovementWalk(start, endings, sample.steps, None, sample.walks, unsettled)


def _chain(game: ListedGame, start: int) -> tuple[Longs, Chain]:
    """The states that the walk can visit, ascending, and the chance of each step between them."""
    seen = np.zeros(game.size, dtype=bool)
    seen[start] = True
    frontier = np.array([start], dtype=np.int32)
    sources, targets, by = [], [], []
    moves = 0
    while len(frontier):
        reached = np.zeros(game.size, dtype=bool)
        for mover in game.movers:
            for begin in range(0, len(frontier), STATES_AT_ONCE):
                improving = improvements_from(game, mover, frontier[begin : begin + STATES_AT_ONCE])
                before, after = once(game, improving)
                moves += len(before)
                if moves > MOST_MOVES:
                    raise SizeError(f"the walk passes through more than {MOST_MOVES:,} improvements")
                sources.append(before)
                targets.append(after)
                by.append(np.full(len(before), mover.index))
                reached[after] = True
        # A mover may be drawn twice in a row, so that states alone make the chain, without their last movers.
        frontier = np.flatnonzero(reached & ~seen).astype(np.int32)
        seen |= reached
    states = np.flatnonzero(seen)
    source, target, mover_of = (np.concatenate(parts) if parts else np.zeros(0, int) for parts in (sources, targets, by))
    row, column = np.searchsorted(states, source), np.searchsorted(states, target)
    # One number for each state and mover: how many improvements share the mover's chance.
    turn = row * len(game.movers) + mover_of
    choices = np.bincount(turn, minlength=len(states) * len(game.movers))
    able = (choices.reshape(len(states), -1) > 0).sum(axis=1)
    # First one of the movers that can improve, then one of its improvements, each as likely as another.
    chance = 1.0 / (able[row] * choices[turn])
    return states, chain_of(len(states), row, column, chance)
