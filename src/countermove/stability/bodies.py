"""Sanctions against a body: when the answer to its improvement makes the decision one that it would not take.

Let D be the rules of the options that the body changed from s to s1. An answer s2 sanctions iff not all of D
pass for s2 over s. Where the body may move once more (SMR, SSEQ), a move from s2 to s3 escapes iff D and the
rules of the options changed from s2 to s3 all pass for s3 over s.

Whether a sanction exists is first decided by the least rank that the answers leave to each member, where that
suffices; what remains is searched explicitly, answer by answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.game.voting import Vote
from countermove.stability.engines.dispatch import best_after, least_answer
from countermove.stability.engines.reach import answer_finder
from countermove.stability.engines.sequences import moves_from
from countermove.stability.improvements import improvements, rules_pass

__all__ = ["body_stable", "failing", "resisted", "sanctions"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
MAX_SEARCH = 2 * 10**9
"""The most answers that are judged for one body: minutes, not hours."""


def body_stable(game: ListedGame, body: Mover, credible: bool, counter: bool) -> Bools:
    """States at which every improvement of a body is sanctioned.

    Let D be the rules of the options that the body changed from s to s1. An answer s2 sanctions iff not all of D pass for s2
    over s. With `counter` the body may then move once more, to s3; this escapes iff D and the rules of the options changed
    from s2 to s3 all pass for s3 over s.

    Parameters
    ----------
    game, body
        A listed game of S states, and a body of it.
    credible
        Whether the others answer by their own improvements only (SEQ, SSEQ).
    counter
        Whether the body may move once more (SMR, SSEQ).

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Raises
    ------
    SizeError
        Where the answers must be searched one by one, and are too many.
    """
    moves = improvements(game, body)
    sanctioned = resisted(game, body, moves, credible, counter)
    stable = np.ones(game.size, dtype=bool)
    stable[moves.source[~sanctioned]] = False
    return stable


def resisted(game: ListedGame, body: Mover, moves: Edges, credible: bool, counter: bool) -> Bools:
    """Which improvements of a body some answer sanctions.

    Parameters
    ----------
    game, body
        A listed game, and a body of it.
    moves
        Its improvements that are judged, E in all, with the rules that decide them.
    credible, counter
        As in `body_stable`.

    Returns
    -------
    numpy.ndarray
        Shape (E,).

    Raises
    ------
    SizeError
        Where the answers must be searched one by one, and are too many.
    """
    assert moves.rules is not None
    sanctioned = np.zeros(len(moves.target), dtype=bool)
    least = _LeastRanks(game, body, credible, counter)
    # All rules of D must pass, so one that some answer makes fail is enough.
    for position, vote in enumerate(body.votes):
        judged = (moves.rules & np.int64(1 << position)) != 0
        if judged.any():
            sanctioned[judged] |= least.fails(vote, moves.source[judged], moves.target[judged])
    if not counter and all(_is_plain(vote) for vote in body.votes):
        return sanctioned
    open_ = np.flatnonzero(~sanctioned)
    if counter and len(open_):
        # Without the counter-move there are more sanctions, so what even then has none need not be searched.
        open_ = open_[resisted(game, body, moves.select(~sanctioned), credible, counter=False)]
    sanctioned[open_] = _searched(game, body, moves, open_, credible, counter)
    return sanctioned


def sanctions(game: ListedGame, body: Mover, before: int, rules: int, answers: Ints, counter: bool) -> Bools:
    """Which states sanction a move of a body.

    Parameters
    ----------
    game, body
        A listed game, and a body of it.
    before
        The state from which the body moved (a position, from 0).
    rules
        The set of rules that decided the move, as a mask over ``body.votes``.
    answers
        The states that are judged, shape (n,).
    counter
        Whether the body may move once more from there.

    Returns
    -------
    numpy.ndarray
        Shape (n,).
    """

    def passes(rules_: NDArray[np.int64], states: Ints) -> Bools:
        return rules_pass(game, body, rules_, np.full(len(states), before, dtype=np.int32), states)

    sanctioning = ~passes(np.full(len(answers), rules, dtype=np.int64), answers)
    if counter:
        edges = game.edges[body.index]
        assert edges.rules is not None
        left = np.flatnonzero(sanctioning)
        origin = np.repeat(left, edges.start[answers[left] + 1] - edges.start[answers[left]])
        moves = moves_from(edges, answers[left])
        # A counter-move escapes by the rules of both moves together, judged over the state that was left first.
        sanctioning[origin[passes(edges.rules[moves] | rules, edges.target[moves])]] = False
    return sanctioning


def failing(body: Mover, rules: NDArray[np.int64], players: Sequence[int]) -> Bools:
    """Where sets of rules fail, whatever the players think.

    Parameters
    ----------
    body
        A body.
    rules
        The sets of rules, as masks over ``body.votes``, shape (sets,).
    players
        Positions of actors, ascending; all who have a say are among them.

    Returns
    -------
    numpy.ndarray
        Whether not all rules of the set pass, shape (sets, 3 ** players). Each player likes one state less than another
        (0), as much (1) or more (2); the first player's digit is the highest of three.
    """
    stances = np.arange(3 ** len(players))
    digits = np.array([stances // 3 ** (len(players) - 1 - k) % 3 for k in range(len(players))])
    favour = np.zeros((max(players) + 1, len(stances)), dtype=bool)
    oppose = np.zeros_like(favour)
    favour[players], oppose[players] = digits == 2, digits == 0
    passing = [vote.passes(favour, oppose) for vote in body.votes]
    votes = [[passes for k, passes in enumerate(passing) if set_ >> k & 1] for set_ in rules.tolist()]
    return np.array([~np.logical_and.reduce(passes) for passes in votes])


def _searched(game: ListedGame, body: Mover, moves: Edges, open_: NDArray[np.int64], credible: bool, counter: bool) -> Bools:
    """The verdicts on the improvements at positions `open_`, answer by answer.

    The verdict depends on the state before only by the ranks of those who have a say, so equal ones are asked once.
    """
    assert moves.rules is not None
    sanctioned = np.zeros(len(open_), dtype=bool)
    if not len(open_):
        return sanctioned
    find = answer_finder(game, body, credible)
    say = sorted(frozenset().union(*(vote.players for vote in body.votes)))
    judged: dict[tuple[int, ...], bool] = {}
    work = 0
    for k in np.argsort(moves.target[open_], kind="stable"):
        before, after, rules = (int(values[open_[k]]) for values in (moves.source, moves.target, moves.rules))
        key, chunks = find(after)
        # States with the same ranks for all who have a say get the same verdict on the same answers.
        question = (key, rules, *game.rank_rows[say, before].tolist())
        if question not in judged:
            # Answers come in growing chunks: most sanctions lie near, and the search ends at the first.
            judged[question] = False
            for answers in chunks:
                work += len(answers)
                if work > MAX_SEARCH:
                    raise _too_much(body)
                if sanctions(game, body, before, rules, answers, counter).any():
                    judged[question] = True
                    break
        sanctioned[k] = judged[question]
    return sanctioned


def _too_much(body: Mover) -> SizeError:
    return SizeError(
        f"the sanctions against {body.id} under its rule need a search of more than {MAX_SEARCH:,} answers; "
        "leave the body out, or take options out of the case"
    )


class _LeastRanks:
    """The least rank that the answers to a move leave to each actor, and what follows from it for a vote."""

    def __init__(self, game: ListedGame, body: Mover, credible: bool, counter: bool) -> None:
        self.game, self.body, self.credible, self.counter = game, body, credible, counter
        self.least: dict[int, Ints] = {}

    def fails(self, vote: Vote, before: Ints, after: Ints) -> Bools:
        """Where some answer to a move surely makes `vote` fail; exact for plain votes without counter-moves."""
        # The least rank over the answers is reached at one of them, so a veto or a needed vote lost there is lost at once.
        # With a counter-move one actor may spoil all of the body's replies, or different actors different ones: only the
        # first is seen here, so what is shown to fail does fail, and the others are searched.
        if self.counter or not _is_plain(vote):
            verdicts = self._some_member(vote.vetoes, vote.needed, before, after)
            if vote.kind in ("consensus", "unanimity") and _is_plain(vote):
                verdicts |= self._nobody_gains(np.array(vote.members), before, after)
            return verdicts
        match vote.kind:
            case "consensus":
                members = np.array(vote.members)
                worse = self._some_member(vote.vetoes, (), before, after)
                return np.asarray(worse | self._nobody_gains(members, before, after))
            case "veto":
                return self._some_member(vote.actors, (), before, after) | self.fails(vote.parts[0], before, after)
            case "all":
                return np.asarray(np.logical_or.reduce([self.fails(part, before, after) for part in vote.parts]))
        return self._some_member((), vote.needed, before, after)

    def _some_member(self, vetoes: tuple[int, ...], needed: tuple[int, ...], before: Ints, after: Ints) -> Bools:
        """Where some answer makes one of `vetoes` worse off, or one of `needed` no better off."""
        verdicts = np.zeros(len(before), dtype=bool)
        for actor in sorted({*vetoes, *needed}):
            rank, least = self.game.rank_rows[actor][before], self._least(actor)[after]
            verdicts |= least <= rank if actor in needed else least < rank
        return verdicts

    def _nobody_gains(self, members: NDArray[np.int64], before: Ints, after: Ints) -> Bools:
        """Where some answer leaves the members together no better off, so that not all of them gain.

        Where no answer makes anybody worse off, this is also necessary for a consensus to fail.
        """
        # Where nobody loses, a sum of ranks that does not grow means that nobody gains.
        total = self.game.rank_rows[members].sum(axis=0, dtype=np.int64)
        base = best_after(self.game, self.body, total) if self.counter else total
        return np.asarray(least_answer(self.game, self.body, base, self.credible)[after] <= total[before])

    def _least(self, actor: int) -> Ints:
        if actor not in self.least:
            rank = self.game.rank_rows[actor]
            base = best_after(self.game, self.body, rank) if self.counter else rank
            self.least[actor] = least_answer(self.game, self.body, base, self.credible)
        return self.least[actor]


def _is_plain(vote: Vote) -> bool:
    """Whether the least rank of each member, and of all together, decides if some answer makes the vote fail."""
    match vote.kind:
        case "unanimity" | "consensus":
            return all(isinstance(member, int) for member in vote.members)
        case "veto" | "all":
            return all(_is_plain(part) for part in vote.parts)
    return vote.kind == "actor"
