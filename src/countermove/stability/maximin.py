"""Maximin_h: whether the others can answer every improvement when several replies follow, of theirs and of one's own.

After an improvement of i to s1 there are h - 1 replies, in turn by the others (a legal sequence of their moves)
and by i (one move); each may stay. The others act to hurt i, i to help itself. With

* ``V_1(s1) = rank_i(s1)``, no reply;
* the others' turn: the least of what follows over s1 and ``R_{N-i}(s1)``;
* i's own turn: the greatest of what follows over s2 and ``R_i(s2)``,

s is Maximin_h-stable for i iff every improvement has ``V_h(s1) <= rank_i(s)``. Maximin_1 is Nash, Maximin_2 GMR,
Maximin_3 SMR; any number of movers, any kind of case.

A body has no ranks. Let D be the rules of all options that it has changed on the way, by the improvement and by
its own replies; it does better in a state iff all of D pass for that state over s. The others try to bring about
that it does not do better, whatever it replies.

Reference: Rego & Vieira 2021, IEEE Transactions on Systems, Man, and Cybernetics: Systems.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError, SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.stability.engines.dispatch import best_after, least_answer
from countermove.stability.engines.iteration import Arrays, repeated
from countermove.stability.improvements import improvements, rules_pass
from countermove.stability.nash import nash
from countermove.stability.sanction import gmr, smr

__all__ = ["maximin", "security_level", "undone", "values"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
MAX_WORK = 2 * 10**9
"""This many moves may be followed for a body, replies and the ranks of those who have a say together."""
SHORT = (nash, gmr, smr)
"""Maximin_1, Maximin_2 and Maximin_3 of a body: what its members' ranks decide without playing replies through."""


def maximin(game: ListedGame, mover: Mover, moves: int) -> Bools:
    """States that are Maximin_h-stable for a mover; see the module for the definition.

    Maximin_1 is Nash, Maximin_2 GMR, Maximin_3 SMR.

    Parameters
    ----------
    game, mover
        A listed game of S states, and an actor or a body of it.
    moves
        How many moves the horizon has (h), the improvement included; at least 1.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    Raises
    ------
    QuestionError
        Where `moves` is less than 1.
    SizeError
        Where that is too much for a body.

    Notes
    -----
    Cost: for each reply of the others that of GMR, for each of its own a pass over its moves; of a body beyond three moves,
    the same for all ranks of those who have a say and all sets of its rules.

    References
    ----------
    Rego & Vieira 2021, IEEE Transactions on Systems, Man, and Cybernetics: Systems.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> [maximin(game, game.movers[0], h).tolist() for h in (1, 2)]
    [[False, True, True, False], [False, True, True, True]]
    """
    if moves < 1:
        raise QuestionError(f"maximin-{moves}: a horizon has at least one move; the shortest is maximin-1")
    if mover.actor is None:
        return SHORT[moves - 1](game, mover) if moves <= len(SHORT) else _body_stable(game, mover, moves)
    rank = game.rank_rows[mover.actor]
    # A move that is no improvement passes by the first term, so all moves can be asked at once.
    return np.asarray(best_after(game, mover, np.minimum(rank, security_level(game, mover, moves))) <= rank)


def security_level(game: ListedGame, mover: Mover, moves: int) -> Ints:
    """The rank that an actor can still make sure of after moving to each state, V_h.

    Parameters
    ----------
    game, mover
        A listed game of S states, and an actor of it.
    moves
        How many moves the horizon has, the move to the state included; so ``moves - 1`` replies follow, the others' first.

    Returns
    -------
    numpy.ndarray
        Ranks of the actor, shape (S,).
    """
    assert mover.actor is not None

    def others(value: Arrays) -> Arrays:
        return (least_answer(game, mover, value[0], credible=False).astype(np.int32),)

    def both(value: Arrays) -> Arrays:
        return others((best_after(game, mover, value[0]),))

    value: Arrays = (game.rank_rows[mover.actor],)
    # With an odd number of replies the others also have the last.
    if moves % 2 == 0:
        value = others(value)
    # From the last reply to the first: i before the others, as often as both take their turn.
    return np.asarray(repeated(value, both, (moves - 1) // 2)[0])


def values(game: ListedGame, actor: Mover, moves: int) -> list[Ints]:
    """What an actor can make sure of at each state while replies remain.

    Parameters
    ----------
    game, actor
        A listed game of S states, and an actor of it.
    moves
        How many moves the horizon has, the improvement included.

    Returns
    -------
    list of numpy.ndarray
        Ranks, shape (S,), for no reply, one, ... up to ``moves - 1``. The first of the replies is the others', so that
        after an even number of them it is their turn.
    """
    assert actor.actor is not None
    worth = [game.rank_rows[actor.actor]]
    for remaining in range(1, moves):
        if (moves - 1 - remaining) % 2 == 0:
            worth.append(least_answer(game, actor, worth[-1], credible=False).astype(np.int32))
        else:
            worth.append(best_after(game, actor, worth[-1]))
    return worth


def _body_stable(game: ListedGame, body: Mover, moves: int) -> Bools:
    attempts = improvements(game, body)
    stable = np.ones(game.size, dtype=bool)
    stable[attempts.source[~undone(game, body, attempts, moves)]] = False
    return stable


def undone(game: ListedGame, body: Mover, attempts: Edges, moves: int) -> Bools:
    """Which improvements of a body the others undo, all replies being played through.

    Parameters
    ----------
    game, body
        A listed game, and a body of it.
    attempts
        The improvements, E in all, with the rules that decide them.
    moves
        How many moves the horizon has, the improvement included.

    Returns
    -------
    numpy.ndarray
        Shape (E,).

    Raises
    ------
    SizeError
        Where the moves to follow are too many.

    Notes
    -----
    Asked once for all states that those who have a say rank alike.
    """
    assert attempts.rules is not None
    sanctioned = np.zeros(len(attempts.target), dtype=bool)
    if not len(sanctioned):
        return sanctioned
    play = _Play(game, body)
    say = sorted(frozenset().union(*(vote.players for vote in body.votes)))
    # What decides is how the players rank each state against the one that was left: equal ranks, equal verdicts.
    alike = np.unique(game.rank_rows[say].T, axis=0, return_inverse=True)[1].reshape(-1)
    for kind in np.unique(alike[attempts.source]):
        judged = alike[attempts.source] == kind
        spoilt = play.spoilt(int(np.flatnonzero(alike == kind)[0]), moves)
        rows = np.searchsorted(play.sets, attempts.rules[judged])
        sanctioned[judged] = spoilt[rows, attempts.target[judged]]
    return sanctioned


class _Play:
    """The others against a body: where they can keep it from doing better, for each set of rules that it has asked.

    Arrays have shape (sets, S); `union` gives for each set and each move of the body the row of both together.
    """

    def __init__(self, game: ListedGame, body: Mover) -> None:
        self.game, self.body, self.moves = game, body, game.edges[body.index]
        assert self.moves.rules is not None
        self.work = 0
        self.sets = np.array(sorted(self._sets(np.unique(self.moves.rules).tolist())), dtype=np.int64)

    def _sets(self, steps: list[int]) -> set[int]:
        """All sets of rules that one or more moves ask."""
        sets, todo = set[int](), list(steps)
        while todo:
            rules = todo.pop()
            if rules not in sets:
                sets.add(rules)
                todo += [rules | step for step in steps]
                self.spend(len(steps))
        return sets

    def spend(self, work: int) -> None:
        """Count what is done; raises `SizeError` where it is too much."""
        self.work += work
        if self.work > MAX_WORK:
            raise SizeError(
                f"more than three moves ahead, the replies to {self.body.id} are more than {MAX_WORK:,}; "
                "ask for maximin-3, leave the body out, or take options out of the case"
            )

    def spoilt(self, before: int, moves: int) -> Bools:
        """Where the body has moved to and does not do better than at `before`, whatever it replies."""
        every = np.arange(self.game.size, dtype=np.int32)
        here = np.full(self.game.size, before, dtype=np.int32)
        value: Arrays = (
            np.array([~rules_pass(self.game, self.body, np.full_like(every, rules, dtype=np.int64), here, every)
                      for rules in self.sets.tolist()]),
        )  # fmt: skip
        if moves % 2 == 0:
            value = self.others(value)
        return repeated(value, lambda v: self.others(self.own(v)), (moves - 1) // 2)[0]

    def others(self, value: Arrays) -> Arrays:
        """The others' turn: where some state that they can bring about, or the state itself, is spoilt."""
        self.spend(value[0].size * len(self.game.movers) + len(self.sets) * len(self.moves.target))
        rows = (least_answer(self.game, self.body, (~row).astype(np.int32), credible=False) for row in value[0])
        # 0 stands for a spoilt state: the least over what the others reach is 0 iff one of these is spoilt.
        return (np.array([row == 0 for row in rows]),)

    def own(self, value: Arrays) -> Arrays:
        """The body's turn: where it is spoilt to stay, and also to make any of its moves."""
        return (np.array(list(self._own(value[0]))),)

    def _own(self, value: Bools) -> Iterator[Bools]:
        self.spend(len(self.sets) * len(self.moves.target))
        for row, rules in enumerate(self.sets.tolist()):
            together = np.searchsorted(self.sets, self.moves.rules | rules)
            # The body is stuck where staying is spoilt and so is every move, judged by the rules of all moves so far.
            stuck = value[row].copy()
            stuck[self.moves.source[~value[together, self.moves.target]]] = False
            yield stuck
