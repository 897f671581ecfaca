"""Why a state holds for a mover that looks further ahead: the play that it foresees after each of its moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.explanation.evidence import Explanation, Horizon, Prospect, Step
from countermove.explanation.reasons import reason
from countermove.explanation.search import MAX_VISITED, Budget, Path, Trial, find_answer
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import edges_from_pairs
from countermove.stability.bodies import resisted
from countermove.stability.concept import Concept, Evidence, stable
from countermove.stability.engines.iteration import Arrays, repeated
from countermove.stability.engines.local import Moves, answers_from, improvements_from, moves_from, rules_of
from countermove.stability.limited_move import Foresight, foresight
from countermove.stability.maximin import security_level, undone, values
from countermove.stability.non_myopic import non_myopic

__all__ = ["FORESEEN"]

Ints = NDArray[np.int32]
Finder = Callable[[ListedGame, Mover, Ints], Moves]
LONGEST = 60
"""This many moves of a line of play are followed, fewer in large cases."""
KEPT = 2**23
"""This many states of expectations are kept for it at a time."""


MOST_FOLLOWED = 20
"""How many moves are followed to the end of play: as many as are described in full."""


def _foreseen(
    game: ListedGame, state: int, mover: Mover, concept: Concept, prospects: Iterable[Prospect], horizon: Horizon
) -> Explanation:
    followed = tuple(prospects)
    verdict = not any(prospect.pays for prospect in followed)
    # The lines are described for people; the concept's own verdict is the one that counts.
    fits = verdict == bool(stable(game, mover, concept)[state])
    improvements = tuple(prospect.improvement for prospect in followed if prospect.why.favours)
    return Explanation(
        game, game.at(state), mover.id, concept, verdict if fits else not verdict, improvements,
        prospects=followed, horizon=horizon, has_evidence=fits,
    )  # fmt: skip


# --------------------------------------------------------------------------------- each by moves that it gains by


def _limited_move(game: ListedGame, state: int, mover: Mover, concept: Concept) -> Explanation:
    assert concept.moves is not None
    return _at_depth(game, state, mover, concept, Horizon(concept.moves))


def _stackelberg(game: ListedGame, state: int, mover: Mover, concept: Concept) -> Explanation:
    foresight(game, "Stackelberg")
    assert concept.leader is not None
    # The leader looks two moves ahead, its own and the answer; the follower one.
    leads = game.mover(concept.leader) is mover
    return _at_depth(game, state, mover, concept, Horizon(2 if leads else 1))


def _without_end(game: ListedGame, state: int, mover: Mover, concept: Concept) -> Explanation:
    """A verdict that settles is shown from where it has settled, any other where the mover would move."""
    verdicts = non_myopic(game, mover)
    period = int(verdicts.period[state]) or None
    moves = verdicts.since
    foreseen = _at_depth(game, state, mover, concept, Horizon(moves, verdicts.since, period))
    # A verdict that goes round: within one period there is a horizon at which the mover would move.
    while period and not any(prospect.pays for prospect in foreseen.prospects or ()):
        moves += 1
        foreseen = _at_depth(game, state, mover, concept, Horizon(moves, verdicts.since, period))
    return foreseen


def _at_depth(game: ListedGame, state: int, mover: Mover, concept: Concept, horizon: Horizon) -> Explanation:
    sight = foresight(game, concept.label)
    # Views are kept for the last moves only: the play that is shown ends long before, and each view is four arrays.
    first = max(0, horizon.moves - 1 - min(LONGEST, max(2, KEPT // game.size)))
    views = [repeated(sight.nothing, sight.one_more, first)]
    while first + len(views) < horizon.moves:
        views.append(sight.one_more(views[-1]))
    worth, rank = sight.worth(views[-1], mover), sight.rank(mover)
    ways = _ways(game, mover, state, moves_from)
    # The most valuable move first, and of equals the first by number, as in every list of states.
    order = sorted(ways, key=lambda way: (-int(worth[way[0]]), way[0]))
    prospects = []
    for k, (target, changed) in enumerate(order):
        path = _play(sight, views, sight.other(mover), target, first == 0) if k < MOST_FOLLOWED else None
        line = None if path is None else tuple(_steps_to_the_end(game, path))
        end = path[-1][2] if path else target
        outcome = None if path is None else reason(game, mover, state, end, 0)
        pays = bool(worth[target] > rank[state])
        why = reason(game, mover, state, target, 0)
        prospects.append(Prospect(target, _names(game, changed), why, pays, line, outcome))
    return _foreseen(game, state, mover, concept, prospects, horizon)


def _play(sight: Foresight, views: Sequence[Arrays], mover: Mover, at: int, is_complete: bool) -> Path | None:
    """The moves that follow at `at`, `mover` first, the last of `views` being how far they see after a move there.

    Of equally valuable moves each makes the one that is worst for the other. None where there are more moves than
    views, unless the views are the `whole` way.
    """
    path: list[tuple[Mover, int, int]] = []
    for view in reversed(views[:-1]):
        # A mover with no move more valuable than staying ends the play.
        targets = np.unique(moves_from(sight.game, mover, _one(at)).target)
        key, width = sight.keys(view, mover)
        if not len(targets) or key[targets].max() // width <= sight.rank(mover)[at]:
            return tuple(path)
        to = int(targets[np.argmax(key[targets])])
        path.append((mover, at, to))
        mover, at = sight.other(mover), to
    return tuple(path) if is_complete else None


def _steps_to_the_end(game: ListedGame, path: Path) -> Iterator[Step]:
    for mover, before, after in path:
        yield Step(mover.id, before, after, reason(game, mover, before, path[-1][2], 0))


# ------------------------------------------------------------------------------------- the others to hurt


def _maximin(game: ListedGame, state: int, mover: Mover, concept: Concept) -> Explanation:
    assert concept.moves is not None
    horizon = Horizon(concept.moves)
    if mover.actor is None:
        return _foreseen(game, state, mover, concept, _decisions(game, state, mover, concept.moves), horizon)
    ways = dict(_ways(game, mover, state, improvements_from))
    worth, rank = security_level(game, mover, concept.moves), game.rank_rows[mover.actor]
    left = values(game, mover, concept.moves) if concept.moves <= min(LONGEST, KEPT // game.size) else []
    budget, prospects = Budget(), []
    for k, target in enumerate(sorted(ways, key=lambda to: (-int(worth[to]), to))):
        path = _worst(Trial(game, mover, state), target, left, budget) if left and k < MOST_FOLLOWED else None
        line = None if path is None else tuple(_reply(game, mover, *step) for step in path)
        outcome = None if path is None else reason(game, mover, state, path[-1][2] if path else target, 0)
        pays, why = bool(worth[target] > rank[state]), reason(game, mover, state, target, 0)
        prospects.append(Prospect(target, _names(game, ways[target]), why, pays, line, outcome))
    return _foreseen(game, state, mover, concept, prospects, horizon)


def _worst(trial: Trial, at: int, left: Sequence[Ints], budget: Budget) -> Path | None:
    """The replies to a move to `at`, those of the others the shortest that hurt most; None if not found.

    Who can hold down a gain does so at once rather than wait; else the one who need not move stays.
    """
    game, actor = trial.game, trial.focal
    path: list[tuple[Mover, int, int]] = []
    for remaining in range(len(left) - 1, 0, -1):
        worth, then = left[remaining][at], left[remaining - 1]
        if (len(left) - 1 - remaining) % 2 == 0:
            answer = _hurt(trial, at, then, int(worth), budget)
            if answer is None:
                return None
            path += answer
        # Staying is as good as the best move where the value does not change: then no move is shown.
        elif then[at] != worth:
            targets = np.unique(moves_from(game, actor, _one(at)).target)
            path.append((actor, at, int(targets[np.argmax(then[targets] == worth)])))
        at = path[-1][2] if path else at
    return tuple(path)


def _hurt(trial: Trial, at: int, then: Ints, worth: int, budget: Budget) -> Path | None:
    """The shortest answer after which an actor can make sure of no more than `worth`; empty where that is so."""
    worst = then <= worth
    # First a state that is itself no better than the one in question, so that the reader sees the harm at once.
    for goal in (worst & ~trial.better(np.arange(len(then), dtype=np.int32)), worst):
        if goal[at]:
            return ()
        if goal.any():
            seeking = _Seeking(trial.game, trial.focal, trial.before, goal=goal)
            answer = find_answer(seeking, at, False, False, budget, MAX_VISITED).sanction
            if answer is not None:
                return answer
    return None


@dataclass(frozen=True)
class _Seeking(Trial):
    """A search of the others for a state at which `goal` is true."""

    goal: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def better(self, states: Ints, rules: NDArray[np.int64] | int = 0) -> NDArray[np.bool_]:
        """Which of `states` are not yet bad enough."""
        del rules
        return np.asarray(~self.goal[states])


def _reply(game: ListedGame, focal: Mover, mover: Mover, before: int, after: int) -> Step:
    """A reply, with what its mover thinks of it; of several ways to realise it, of one that passes."""
    if mover is focal or not mover.is_body:
        return Step(mover.id, before, after, reason(game, mover, before, after, 0))
    moves = answers_from(game, focal, mover, _one(before), credible=False)
    changes = game.options_of(moves.select(moves.target == after))
    ways = [reason(game, mover, before, after, changed, focal.opposing) for changed in changes]
    return Step(mover.id, before, after, next((way for way in ways if way.favours), ways[0]))


def _decisions(game: ListedGame, state: int, body: Mover, moves: int) -> Iterator[Prospect]:
    """What a body could decide, and whether the others undo it; without the replies, which are many sets of rules."""
    decisions = improvements_from(game, body, _one(state))
    rules = rules_of(body, decisions.changed)
    first = np.zeros(len(rules), dtype=bool)
    # One decision for each target and set of rules: other ways to change the same options make no difference.
    first[np.unique(np.column_stack([decisions.target, rules]), axis=0, return_index=True)[1]] = True
    chosen, decisive = decisions.select(first), rules[first]
    attempts = edges_from_pairs(chosen.source, chosen.target, game.size, decisive)
    # Up to three moves are GMR and SMR, which need no play; so the engine of these serves.
    if moves <= 3:
        sanctioned = resisted(game, body, attempts, False, moves == 3) if moves > 1 else np.zeros(len(decisive), dtype=bool)
    else:
        sanctioned = undone(game, body, attempts, moves)
    for target, changed, kept in zip(chosen.target.tolist(), game.options_of(chosen), sanctioned.tolist(), strict=True):
        yield Prospect(target, _names(game, changed), reason(game, body, state, target, changed), not kept)


# ------------------------------------------------------------------------------------------------- moves


def _ways(game: ListedGame, mover: Mover, state: int, finder: Finder) -> list[tuple[int, int]]:
    """Where the mover can move, each state once, and the options that change (as a mask)."""
    moves = finder(game, mover, _one(state))
    targets, first = np.unique(moves.target, return_index=True)
    return list(zip(targets.tolist(), game.options_of(moves.select(first)), strict=True))


def _names(game: ListedGame, changed: int) -> tuple[str, ...]:
    return tuple(row.full for row in game.options if changed >> row.index & 1)


def _one(state: int) -> Ints:
    return np.array([state], dtype=np.int32)


FORESEEN: dict[Evidence | None, Callable[[ListedGame, int, Mover, Concept], Explanation]] = {
    Evidence.LIMITED_MOVES: _limited_move,
    Evidence.ENDLESS_MOVES: _without_end,
    Evidence.LEADERSHIP: _stackelberg,
    Evidence.REPLIES: _maximin,
}
"""What explains a concept by what would follow, by the kind of its evidence."""
