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

__all__ = ["Answers", "Budget", "Together", "Trial", "find_answer", "find_combination"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Path = tuple[tuple[Mover, int, int], ...]
STAYS = -1


@dataclass
class Budget:
    """How much may still be searched: pairs of a state and its last mover, and combinations looked at."""

    pairs: int = 1_000_000
    work: int = 50_000_000

    def spend(self, pairs: int, work: int) -> bool:
        """Take it off; whether there was enough."""
        self.pairs -= pairs
        self.work -= work
        return self.pairs >= 0 and self.work >= 0


@dataclass(frozen=True)
class Trial:
    """What decides whether an answer undoes an improvement: mover, state before, and a body's rules."""

    graph: ListedGame
    focal: Mover
    before: int
    rules: int = 0
    sanctions: Judge = not_better

    def better(self, states: Ints, rules: NDArray[np.int64] | int = 0) -> Bools:
        """Which of `states` are no sanction: they are better than the state before, for a body since all rules pass."""
        asked = np.broadcast_to(np.int64(self.rules) | np.asarray(rules, dtype=np.int64), states.shape)
        return ~self.sanctions(self.graph, self.focal, self.before, asked, states)

    def counter_moves(self, states: Ints) -> list[int]:
        """Where the best counter-move from each state leads, if it betters the state before; or STAYS."""
        moves = moves_from(self.graph, self.focal, states)
        better = self.better(moves.target, rules_of(self.focal, moves.changed))
        moves = moves.select(better)
        order = np.argsort(-moves.target, kind="stable")
        if self.focal.actor is not None:
            order = np.lexsort((-moves.target, self.graph.ranks[self.focal.actor][moves.target]))
        found = [STAYS] * len(states)
        for k in order:  # the best comes last, and of equally good ones the first by number
            found[moves.origin[k]] = int(moves.target[k])
        return found


@dataclass(frozen=True)
class Answers:
    """What the others can do about an improvement.

    `sanction`: a shortest legal sequence to a state that sanctions. `escaped`: if there is none, a shortest
    one to a state that only the counter-move to `counter` undoes. `reached`: how many states were reached,
    all of them unless a sanction was found. `complete`: False where the search was given up.
    """

    sanction: Path | None = None
    escaped: Path | None = None
    counter: int | None = None
    reached: int = 0
    complete: bool = True


def find_answer(trial: Trial, start: int, credible: bool, counter: bool, budget: Budget, limit: int) -> Answers:
    """The shortest legal sequence of the others from `start` to a state that sanctions.

    Breadth-first over pairs (state, last mover), so that no mover moves twice in a row and every last mover
    of a state counts. `limit`: the most pairs to visit. Of sequences of one length the first by the number of
    the state and the order of the movers.
    """
    graph, focal = trial.graph, trial.focal
    others = [mover for mover in graph.movers if mover is not focal]
    tree = _Tree(others, start)
    escaped: Path | None = None
    left: int | None = None
    while any(tree.frontier):
        work = sum(len(front) * work_of(graph, m) for front, m in zip(tree.frontier, others, strict=True))
        if not budget.spend(0, work):
            return Answers(None, escaped, left, len(tree.states), complete=False)
        before = tree.pairs
        fresh = tree.grow(lambda k, states: answers_from(graph, focal, others[k], states, credible))
        undoing = fresh[~trial.better(fresh)]
        moves_on = trial.counter_moves(undoing) if counter else [STAYS] * len(undoing)
        for state, on in zip(undoing.tolist(), moves_on, strict=True):
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
            if after not in came:
                came[after] = (front[before], before)
                arrived.append(after)
        return arrived

    def path(self, state: int) -> Path:
        """A shortest legal sequence to a state that was reached in the last step."""
        steps: list[tuple[Mover, int, int]] = []
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

    `place`: the position in the graph's codes of the combination of options that all move from; `changed`:
    the options, as a mask (bit k is option k), that each of the others changes; `state`: the result. `reached`: how
    many feasible states were tried. `complete`: False where the search was given up.
    """

    place: int = -1
    changed: tuple[tuple[Mover, int], ...] = ()
    state: int = -1
    reached: int = 0
    complete: bool = True

    @property
    def found(self) -> bool:
        """Whether there is a combination that spoils the improvement."""
        return bool(self.changed)


def find_combination(trial: Trial, target: int, partners: Sequence[Mover], budget: Budget) -> Together:
    """The smallest set of `partners` whose improvements, at the same time as the move to `target`, spoil it.

    Each partner uses an improvement of its own from the state before; all move from one combination of
    options in it, and the result must be feasible. Of sets of one size the first in the order of the movers.
    """
    graph, focal = trial.graph, trial.focal
    here = np.array([trial.before], dtype=np.int32)
    mine = improvements_from(graph, focal, here)
    mine = mine.select((mine.target == target) & (rules_of(focal, mine.changed) == trial.rules))
    theirs = [improvements_from(graph, m, here, focal.opposing) for m in partners]
    reached: set[int] = set()
    found: list[tuple[tuple[int, ...], int, int, int]] = []
    for place, own, others in _by_combination(trial, mine, partners, theirs):
        if not budget.spend(0, min(ways(own, others), len(graph.codes))):
            return Together(reached=len(reached), complete=False)
        ends = joint_moves(graph.codes, graph.codes[place], own, others)
        states = graph.states_of_codes[ends]
        reached.update(states.tolist())
        for end in ends[~trial.better(states)]:
            changed = int(graph.codes[place] ^ graph.codes[end])
            moving = tuple(k for k, m in enumerate(partners) if changed & int(m.reach.mask))
            found.append((moving, place, int(graph.states_of_codes[end]), changed))
    if not found:
        return Together(reached=len(reached))
    moving, place, state, changed = min(found, key=lambda one: (len(one[0]), *one))
    parts = ((partners[k], changed & int(partners[k].reach.mask)) for k in moving)
    changes = tuple((partner, graph.options_changed(place, part)) for partner, part in parts)
    return Together(place, changes, state, len(reached))


def _by_combination(
    trial: Trial, mine: Moves, partners: Sequence[Mover], theirs: Sequence[Moves]
) -> Iterator[tuple[int, Choices, list[Choices]]]:
    """For each combination from which the mover can move: its position, and what it and the others can change."""
    for place in np.unique(mine.place).tolist():
        own = Choices(trial.focal.reach.mask, mine.changed[mine.place == place])
        moves = zip(partners, theirs, strict=True)
        yield place, own, [Choices(m.reach.mask, their.changed[their.place == place]) for m, their in moves]
