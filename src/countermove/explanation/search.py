"""The shortest answer to a move: a search over legal sequences, or over moves at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.stability.concept import Judge
from countermove.stability.engines.local import Moves, answers_from, improvements_from, moves_from, rules_of, work_of
from countermove.stability.improvements import not_better
from countermove.stability.joint import Choices, joint_moves, ways

__all__ = ["MAX_VISITED", "Answers", "Budget", "Together", "Trial", "find_answer", "find_combination"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Path = tuple[tuple[Mover, int, int], ...]
STAYS = -1
MAX_VISITED = 200_000
"""The most pairs of a state and its last mover that the search for one answer visits; beyond it the kernels give
the verdict, and no sequence is shown."""


@dataclass
class Budget:
    """How much may still be searched.

    Parameters
    ----------
    pairs
        Pairs of a state and its last mover.
    work
        Combinations that are looked at.
    """

    pairs: int = 1_000_000
    work: int = 50_000_000

    def spend(self, pairs: int, work: int) -> bool:
        """Take it off; whether there was enough."""
        self.pairs -= pairs
        self.work -= work
        return self.pairs >= 0 and self.work >= 0


@dataclass(frozen=True)
class Trial:
    """What decides whether an answer answers an improvement.

    Parameters
    ----------
    game, focal
        A listed game, and the mover that improves.
    before
        The state that it leaves (a key).
    rules
        The set of rules that its move asks, of a body.
    sanctions
        The judge of a sanction of the concept.
    """

    game: ListedGame
    focal: Mover
    before: int
    rules: int = 0
    sanctions: Judge = not_better

    def better(self, states: Ints, rules: NDArray[np.int64] | int = 0) -> Bools:
        """Which of `states` are no sanction: they are better than the state before, for a body since all rules pass."""
        deciding = np.broadcast_to(np.int64(self.rules) | np.asarray(rules, dtype=np.int64), states.shape)
        return ~self.sanctions(self.game, self.focal, self.before, deciding, states)

    def counter_moves(self, states: Ints) -> list[int]:
        """Where the best counter-move from each state leads, if it betters the state before; or STAYS."""
        moves = moves_from(self.game, self.focal, states)
        better = self.better(moves.target, rules_of(self.focal, moves.changed))
        moves = moves.select(better)
        # By number from the last to the first, so that the first is written last; an actor's by rank before that.
        order = np.argsort(-moves.target, kind="stable")
        if self.focal.actor is not None:
            order = np.lexsort((-moves.target, self.game.rank_rows[self.focal.actor][moves.target]))
        best = [STAYS] * len(states)
        for k in order:  # the best comes last, and of equally good ones the first by number
            best[moves.origin[k]] = int(moves.target[k])
        return best


@dataclass(frozen=True)
class Answers:
    """What the others can do about an improvement.

    Parameters
    ----------
    sanction
        A shortest legal sequence to a state that sanctions.
    escaped, counter
        If there is none, a shortest one to a state that only the counter-move to `counter` answers.
    reached
        How many states were reached: all of them unless a sanction was met on the way.
    complete
        False where the search was given up.
    """

    sanction: Path | None = None
    escaped: Path | None = None
    counter: int | None = None
    reached: int = 0
    complete: bool = True


def find_answer(trial: Trial, start: int, credible: bool, counter: bool, budget: Budget, limit: int) -> Answers:
    """The shortest legal sequence of the others to a state that sanctions.

    Parameters
    ----------
    trial
        What decides whether a state sanctions.
    start
        The state to which the improvement leads (a key).
    credible
        Whether answers are limited to improvements.
    counter
        Whether the mover may move once more after the answer.
    budget
        What may still be searched; what is used is taken off.
    limit
        The most pairs of a state and its last mover that are visited.

    Returns
    -------
    Answers
        Of sequences of one length the first by the number of the state and the order of the movers.

    Notes
    -----
    Breadth-first over pairs (state, last mover), so that no mover moves twice in a row and every last mover of a state
    counts: to keep only the first last mover would lose sequences.
    """
    game, focal = trial.game, trial.focal
    others = [mover for mover in game.movers if mover is not focal]
    tree = _Tree(others, start)
    escaped: Path | None = None
    left: int | None = None
    while any(tree.frontier):
        # Reckoned before the step, for a step from many states of a wide mover may itself be too much.
        work = sum(len(front) * work_of(game, m) for front, m in zip(tree.frontier, others, strict=True))
        if not budget.spend(0, work):
            return Answers(None, escaped, left, len(tree.states), complete=False)
        before = tree.pairs
        fresh = tree.grow(lambda k, states: answers_from(game, focal, others[k], states, credible))
        # Only states that are new: their shortest sequence ends here, by whatever last mover.
        undoing = fresh[~trial.better(fresh)]
        moves_on = trial.counter_moves(undoing) if counter else [STAYS] * len(undoing)
        for state, on in zip(undoing.tolist(), moves_on, strict=True):
            # Ascending by number: the first that sanctions is the one that is shown, on every machine.
            if on == STAYS:
                return Answers(tree.path(state), None, None, len(tree.states))
            if escaped is None:
                escaped, left = tree.path(state), on
        if not budget.spend(tree.pairs - before, 0) or tree.pairs > limit:
            return Answers(None, escaped, left, len(tree.states), complete=False)
    return Answers(None, escaped, left, len(tree.states))


class _Tree:
    """How each pair of a state and its last mover was first reached; movers are positions in `others`."""

    def __init__(self, others: Sequence[Mover], start: int) -> None:
        self.others = others
        self.came: list[dict[int, tuple[int, int]]] = [{} for _ in others]
        self.frontier: list[dict[int, int]] = [{start: STAYS} for _ in others]
        self.states: set[int] = set()
        self.pairs = 0

    def grow(self, moves: Callable[[int, Ints], Moves]) -> Ints:
        """Add all pairs that one more move reaches; the states that are new, ascending."""
        arrived = [self._arrivals(k, moves(k, _sorted(front))) for k, front in enumerate(self.frontier)]
        self.frontier = [{} for _ in self.others]
        for k, front in enumerate(self.frontier):
            for j, states in enumerate(arrived):
                if j != k:
                    for state in states:
                        # Mover k goes on from what any other has just reached; which of them is kept, for the path back.
                        front.setdefault(state, j)
        self.pairs += sum(map(len, arrived))
        fresh = set().union(*arrived) - self.states
        self.states |= fresh
        return _sorted(fresh)

    def _arrivals(self, k: int, moves: Moves) -> list[int]:
        came, front = self.came[k], self.frontier[k]
        _, first = np.unique(moves.target, return_index=True)
        arrived = []
        for before, after in zip(moves.source[first].tolist(), moves.target[first].tolist(), strict=True):
            # For each last mover of its own: another mover that reaches the same state leaves other moves open.
            if after not in came:
                came[after] = (front[before], before)
                arrived.append(after)
        return arrived

    def path(self, state: int) -> Path:
        """A shortest legal sequence to a state that was reached in the last step."""
        steps: list[tuple[Mover, int, int]] = []
        # The first mover in order that reached it: all of them in as many moves, since the state was new.
        k = next(k for k, came in enumerate(self.came) if state in came)
        while k != STAYS:
            last, before = self.came[k][state]
            steps.append((self.others[k], before, state))
            k, state = last, before
        return tuple(reversed(steps))


def _sorted(states: set[int] | dict[int, int]) -> Ints:
    return np.array(sorted(states), dtype=np.int32)


@dataclass(frozen=True)
class Together:
    """A combination that spoils an improvement, or that there is none.

    Parameters
    ----------
    place
        The position in the game's codes of the combination of options that all move from.
    changed
        The options, as a mask (bit k is option k), that each of the others changes.
    state
        The result (a key).
    reached
        How many feasible states were tried.
    complete
        False where the search was given up.
    """

    place: int = -1
    changed: tuple[tuple[Mover, int], ...] = ()
    state: int = -1
    reached: int = 0
    complete: bool = True

    @property
    def exists(self) -> bool:
        """Whether there is a combination that spoils the improvement."""
        return bool(self.changed)


def find_combination(trial: Trial, target: int, options: int, partners: Sequence[Mover], budget: Budget) -> Together:
    """The smallest set of others whose improvements, at the same time as a move, spoil it.

    Each partner uses an improvement of its own from the state before; all move from one combination of options in it,
    and the result must be feasible.

    Parameters
    ----------
    trial
        What decides whether a state sanctions.
    target
        The state to which the improvement alone would lead (a key).
    options
        Those that the improvement changes, as a mask: into a coalesced state there may be several ways, each of its own.
    partners
        The others who may take part.
    budget
        What may still be searched; what is used is taken off.

    Returns
    -------
    Together
        Of sets of one size the first in the order of the movers.
    """
    game, focal = trial.game, trial.focal
    here = np.array([trial.before], dtype=np.int32)
    mine = improvements_from(game, focal, here)
    is_way = np.array([changed == options for changed in game.options_of(mine)], dtype=bool)
    mine = mine.select((mine.target == target) & is_way)
    theirs = [improvements_from(game, m, here, focal.opposing) for m in partners]
    reached: set[int] = set()
    spoiling: list[tuple[tuple[int, ...], int, int, int]] = []
    for place, own, others in _by_combination(trial, mine, partners, theirs):
        if not budget.spend(0, min(ways(own, others), len(game.codes))):
            return Together(reached=len(reached), complete=False)
        ends = joint_moves(game.codes, game.codes[place], own, others)
        states = game.states_of_codes[ends]
        reached.update(states.tolist())
        for end in ends[~trial.better(states)]:
            changed = int(game.codes[place] ^ game.codes[end])
            # Movers share no option, so what was changed says who moved.
            moving = tuple(k for k, m in enumerate(partners) if changed & int(m.reach.mask))
            spoiling.append((moving, place, int(game.states_of_codes[end]), changed))
    if not spoiling:
        return Together(reached=len(reached))
    moving, place, state, changed = min(spoiling, key=lambda one: (len(one[0]), *one))
    parts = ((partners[k], changed & int(partners[k].reach.mask)) for k in moving)
    changes = tuple((partner, game.options_changed(place, part)) for partner, part in parts)
    return Together(place, changes, state, len(reached))


def _by_combination(
    trial: Trial, mine: Moves, partners: Sequence[Mover], theirs: Sequence[Moves]
) -> Iterator[tuple[int, Choices, list[Choices]]]:
    """For each combination from which the mover can move: its position, and what it and the others can change."""
    for place in np.unique(mine.place).tolist():
        # From a coalesced state all must start from the same combination in it.
        own = Choices(trial.focal.reach.mask, mine.changed[mine.place == place])
        moves = zip(partners, theirs, strict=True)
        yield place, own, [Choices(m.reach.mask, their.changed[their.place == place]) for m, their in moves]
