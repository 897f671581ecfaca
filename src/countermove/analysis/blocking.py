"""Who can block a body's decision, who would, and whose change of mind would turn it: for one option, at one state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.lines import Difference, differences
from countermove.analysis.result import HIDDEN, Record, keyed, member
from countermove.errors import SizeError
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame, Mover
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.game.voting import Vote
from countermove.stability.engines.local import Moves, moves_from, rules_of
from countermove.stability.improvements import rules_pass

__all__ = ["Decision", "decisions"]

MOST_GROUPS = 5_000
"""Groups of one size that are tried; three of thirty allies are 4,060 groups, and nobody reads about larger ones."""
Bools = NDArray[np.bool_]
Signs = NDArray[np.int64]


@dataclass(frozen=True)
class Decision(Record):
    """What changing one option of a body would meet at one state.

    Attributes
    ----------
    body, option
        The id of the body, and the position of the option.
    state
        Where the decision would be taken.
    taking
        Whether the option would be taken (else dropped); None where a coalesced state leaves it open.
    vetoes
        Actors whose opposition alone stops it.
    after
        The state it leads to; None where the body has no such move, and then the fields below are empty.
    along
        Positions of other options that must change with it.
    favour, neither
        The actors with a say who are for it, and those who are indifferent.
    oppose
        The actors against it, each with the most important of its statements that would suffer, if there is one.
    passes
        Whether all rules of the changed options pass.
    pivotal
        Those of whom some other stance would change that.
    openers
        Where it fails: the smallest groups of actors, not for it today, with whom it would pass if they were. Empty
        where the groups were too many to try, and `unopened` is the size up to which no group would do.
    aside
        Whether it is enough that such a group stands aside, neither for nor against.
    losses
        For each actor against it: all of its statements that would suffer, most important first; none for an actor
        with a ranking or weights.
    """

    body: str = field(metadata=HIDDEN)
    option: int = field(metadata=HIDDEN)
    state: State = field(metadata=HIDDEN)
    taking: bool | None
    vetoes: tuple[str, ...]
    after: State | None = field(default=None, metadata=keyed("to"))
    along: tuple[int, ...] = field(default=(), metadata=HIDDEN)
    favour: tuple[str, ...] = field(default=(), metadata=keyed("for"))
    oppose: tuple[tuple[str, Difference | None], ...] = field(default=(), metadata=HIDDEN)
    passes: bool | None = None
    neither: tuple[str, ...] = ()
    pivotal: tuple[str, ...] = ()
    openers: tuple[tuple[str, ...], ...] = ()
    unopened: int = field(default=0, metadata=HIDDEN)
    aside: bool = False
    losses: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict, metadata=HIDDEN)

    @member("option")
    def option_name(self) -> str:
        """The full name of the option that would change."""
        return self.state.game.options[self.option].full

    @member("along")
    def along_names(self) -> tuple[str, ...]:
        """The full names of the options that must change with it."""
        return tuple(self.state.game.options[option].full for option in self.along)

    @member("against")
    def against(self) -> tuple[str, ...]:
        """The actors with a say who are against it."""
        return tuple(actor for actor, _ in self.oppose)

    @member("price")
    def price(self) -> Mapping[str, tuple[int, ...]]:
        """For each actor against it, the statements of its `prefers` that would suffer, counted from 1."""
        return {actor: tuple(line.position + 1 for line in lost) for actor, lost in self.losses.items()}


def decisions(game: Game, key: int) -> tuple[Decision, ...]:
    """For every option of every body, what a decision to change it would meet at the state with this key.

    Of the moves that change the option, the one that changes the fewest others is judged. Of the levels of an
    option, the one that holds is left out: it changes with any other. In a searched game, a body with too many
    options to look at its moves is left out.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> [(d.vetoes, d.passes, d.price) for d in decisions(game, game.status_quo_key)][1]
    (('usa', 'europe', 'ukraine'), False, {'usa': (4,), 'europe': (4,)})
    """
    if isinstance(game, ListedGame):
        return _listed_decisions(game, key)
    assert isinstance(game, SearchedGame)
    return _searched_decisions(game, key)


def _listed_decisions(game: ListedGame, key: int) -> tuple[Decision, ...]:
    taken = game.taken(key)
    answers = []
    for mover in game.movers:
        if mover.is_body and not mover.merged:
            moves = moves_from(game, mover, np.array([key], dtype=np.int32))
            for option in mover.vote_of:
                # A level that holds can only give way to another, whose decision is judged instead.
                if not (game.options[option].level is not None and taken[option]):
                    answers.append(_listed(game, mover, option, key, moves))
    return tuple(answers)


def _listed(game: ListedGame, mover: Mover, option: int, key: int, moves: Moves) -> Decision:
    taken = game.taken(key)[option]
    taking = None if taken is None else not taken
    options = game.options_of(moves)
    changing = [k for k, changed in enumerate(options) if changed >> option & 1]
    able = moves.select(np.array(changing, dtype=np.int64))
    if taking is None or not changing:
        vetoes = _names(game, mover.votes[mover.vote_of[option]].vetoes)
        return Decision(mover.id, option, game.at(key), taking, vetoes)
    # Of several moves that change the option the one that changes least else is what people mean by deciding it.
    least = min(range(len(changing)), key=lambda k: options[changing[k]].bit_count())
    changed, after = options[changing[least]], int(able.target[least])
    votes = {o: mover.votes[place] for o, place in mover.vote_of.items() if changed >> o & 1}
    gains = game.rank_rows[:, after].astype(np.int64) - game.rank_rows[:, key]
    rules = rules_of(mover, able.changed[least : least + 1])
    passes = rules_pass(game, mover, rules, able.source[least : least + 1], able.target[least : least + 1])
    return _judged(game, mover.id, option, (key, after), votes, gains, bool(passes[0]))


def _searched_decisions(game: SearchedGame, key: int) -> tuple[Decision, ...]:
    answers = []
    for mover in game.movers:
        try:
            moves = list(game.moves_at(mover, key)) if mover.is_body else []
        except SizeError:
            continue
        for option in mover.votes:
            if not (game.options[option].level is not None and key >> option & 1):
                answers.append(_searched(game, mover, option, key, moves))
    return tuple(answers)


def _searched(game: SearchedGame, mover: SearchedMover, option: int, key: int, moves: list[int]) -> Decision:
    able = [after for after in moves if (key ^ after) >> option & 1]
    if not able:
        vetoes = _names(game, mover.votes[option].vetoes)
        return Decision(mover.id, option, game.at(key), not key >> option & 1, vetoes)
    after = min(able, key=lambda move: ((key ^ move).bit_count(), move))
    votes = {k: vote for k, vote in mover.votes.items() if (key ^ after) >> k & 1}
    gains = np.zeros(len(game.actors), dtype=np.int64)
    for player in frozenset().union(*(vote.players for vote in votes.values())):
        gains[player] = game.compare(player, key, after)
    return _judged(game, mover.id, option, (key, after), votes, gains, game.improves(mover, key, after))


def _judged(
    game: Game, body: str, option: int, move: tuple[int, int], votes: Mapping[int, Vote], gains: Signs, passes: bool
) -> Decision:
    """The decision for one move: `votes` by option changed, `gains` above 0 for the actors who prefer its end."""
    key, after = move
    rules = list(votes.values())
    players = sorted(frozenset().union(*(vote.players for vote in rules)))
    blockers = sorted({actor for vote in rules for actor in vote.vetoes})
    changes = {game.actors[p]: _differences(game, game.actors[p], key, after) for p in players if gains[p] < 0}
    openers, unopened = ([], 0) if passes else _openers(rules, gains, players)
    return Decision(
        body,
        option,
        game.at(key),
        not game.taken(key)[option],
        _names(game, blockers),
        game.at(after),
        tuple(o for o in votes if o != option),
        _names(game, [p for p in players if gains[p] > 0]),
        tuple((actor, next(iter(lines), None)) for actor, lines in changes.items()),
        passes,
        _names(game, [p for p in players if gains[p] == 0]),
        _names(game, _pivotal(rules, gains, players, passes)),
        tuple(_names(game, group) for group in openers),
        unopened,
        bool(openers) and bool(_pass(rules, gains, openers, 0).all()),
        {actor: tuple(line for line in lines if not line.gained) for actor, lines in changes.items()},
    )


def _names(game: Game, actors: Collection[int]) -> tuple[str, ...]:
    return tuple(game.actors[actor] for actor in actors)


def _differences(game: Game, actor: str, before: int, after: int) -> tuple[Difference, ...]:
    if isinstance(game, ListedGame):
        return differences(game, actor, before, after)
    assert isinstance(game, SearchedGame)
    return differences(game, actor, before, after)


def _pass(votes: Sequence[Vote], gains: Signs, turned: Sequence[Collection[int]], to: int) -> Bools:
    """Whether all votes pass if, each time, the players of one group are for (1), against (-1) or neither (0)."""
    # One column per group: all groups are tried with one evaluation of the rules.
    stance = np.repeat(np.sign(gains)[:, None], len(turned), axis=1)
    for column, group in enumerate(turned):
        stance[list(group), column] = to
    return np.asarray(np.logical_and.reduce([vote.passes(stance > 0, stance < 0) for vote in votes]))


def _pivotal(votes: Sequence[Vote], gains: Signs, players: Sequence[int], passes: bool) -> list[int]:
    """Those of whom some other stance changes the result; by monotony the extreme one that could."""
    # Rules are monotone (theory.md 5): if the extreme stance changes nothing, no stance does.
    results = _pass(votes, gains, [(p,) for p in players], -1 if passes else 1)
    return [p for p, result in zip(players, results, strict=True) if result != passes]


def _openers(votes: Sequence[Vote], gains: Signs, players: Sequence[int]) -> tuple[list[tuple[int, ...]], int]:
    """The smallest groups, not for it now, with whom it would pass; and the size up to which none does."""
    others = [p for p in players if gains[p] <= 0]
    for size in range(1, len(others) + 1):
        # Smallest first, so that giving up still tells up to which size no group would do.
        if comb(len(others), size) > MOST_GROUPS:
            return [], size - 1
        groups = list(combinations(others, size))
        opened = [group for group, passes in zip(groups, _pass(votes, gains, groups, 1), strict=True) if passes]
        if opened:
            return opened, size - 1
    return [], len(others)
