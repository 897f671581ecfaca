"""Why a mover gains or loses by a change: the point of a list that decides, the stances in a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from countermove.analysis.result import HIDDEN, Record, keyed
from countermove.game.codes.states import holds
from countermove.game.listed import ListedGame, Mover
from countermove.model.names import OptionNames
from countermove.model.preferences import lines_of
from countermove.model.rules import ActorRule, Quota, Rule, Unanimity, Veto, named_actors, passes, subrules
from countermove.model.statements import Node

__all__ = ["Ballot", "Preference", "Reason", "preference", "reason"]


@dataclass(frozen=True)
class Preference(Record):
    """What an actor thinks of a state, compared with another.

    Parameters
    ----------
    actor
        Its id.
    before, after
        The states (keys, from 0).
    gain
        1 where it prefers the state after, -1 where it prefers the state before, else 0.
    line
        The position, from 1, of the first statement of its `prefers` at which the two differ; None without such statements.
    """

    actor: str = field(metadata=HIDDEN)
    before: int = field(metadata=HIDDEN)
    after: int = field(metadata=HIDDEN)
    gain: int
    line: int | None = None

    @property
    def favours(self) -> bool:
        """Whether the actor gains by the change."""
        return self.gain > 0


@dataclass(frozen=True)
class Ballot(Record):
    """How a body decides on a change by the rules of the options that change.

    Parameters
    ----------
    body
        Its id.
    before, after
        The states (keys, from 0).
    options
        The full names of the options.
    favour, against, neither
        The members, and other actors that the rules name, by what they prefer.
    objects
        Those without whose support the rules fail even if all others are for; empty also where only too few are for.
    favours
        Whether all rules pass.
    counted
        Actors that count as against, whatever they prefer.
    """

    body: str = field(metadata=HIDDEN)
    before: int = field(metadata=HIDDEN)
    after: int = field(metadata=HIDDEN)
    options: tuple[str, ...] = field(metadata=HIDDEN)
    favour: tuple[str, ...] = field(metadata=keyed("for"))
    against: tuple[str, ...]
    neither: tuple[str, ...]
    objects: tuple[str, ...]
    favours: bool = field(metadata=keyed("passes"))
    counted: tuple[str, ...] = field(default=(), metadata=HIDDEN)


Reason = Preference | Ballot


def reason(game: ListedGame, mover: Mover, before: int, after: int, changed: int, against: tuple[int, ...] = ()) -> Reason:
    """Why a mover would change one state into another, or would not.

    Parameters
    ----------
    game, mover
        A listed game, and an actor or a body of it.
    before, after
        The states (keys).
    changed
        The mask of the options whose rules a body asks, bit k being option k.
    against
        Positions of actors that count as against the moves of a body.

    Returns
    -------
    Preference or Ballot
        An improvement is a change that its mover favours.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> reason(game, game.movers[0], 0, 2, 0b10).favours
    True
    """
    if mover.actor is not None:
        return preference(game, mover.actor, before, after)
    return _ballot(game, mover, before, after, changed, against)


def preference(game: ListedGame, actor: int, before: int, after: int) -> Preference:
    """What an actor thinks of one state, compared with another.

    Parameters
    ----------
    game
        A listed game.
    actor
        The position of the actor, from 0.
    before, after
        The states (keys).

    Returns
    -------
    Preference
        With the first statement at which the two states differ for the actor, where it has statements.
    """
    rank = game.rank_rows[actor]
    gain = int(np.sign(int(rank[after]) - int(rank[before])))
    lines = game.once(("lines", actor), lambda: _lines(game, actor))
    line = None
    if lines and gain:
        # Any combination of a coalesced state serves: all of them have one rank, so no line tells them apart.
        codes = game.codes[game.first_code[[before, after]]]
        counts = ([holds(tree, codes, game.layout) for tree in line] for line in lines)
        # A line is a statement, or a group of equals: what counts is how many of them hold. The first difference decides.
        different = (k for k, count in enumerate(counts, 1) if np.diff(np.sum(count, axis=0, dtype=np.int64))[0])
        line = next(different)
    return Preference(game.actors[actor], before, after, gain, line)


def _lines(game: ListedGame, actor: int) -> list[list[Node]]:
    """The lines of an actor's `prefers`, each as its bound statements."""
    names = OptionNames(game.case)
    id_ = game.actors[actor]
    lines = game.case.actors[id_].prefers or ()
    return [[names.bind(line.that, id_) for line in lines_of(entry)] for entry in lines]


def _ballot(game: ListedGame, body: Mover, before: int, after: int, changed: int, against: tuple[int, ...]) -> Ballot:
    case = game.case
    rows = [row for row in game.options if changed >> row.index & 1]
    asking = [Unanimity() if body.merged else case.rule_of(row) for row in rows]
    rules = list(dict.fromkeys(rule for rule in asking if rule is not None))
    members = tuple(game.actors[k] for k in body.merged) or case.bodies[body.id].members
    counted = [game.actors[actor] for actor in against]
    # The one who is to be sanctioned is against whatever sanctions it, even if it would like the result.
    gains = _gains(game, before, after) | dict.fromkeys(counted, -1)
    voters = list(dict.fromkeys([*members, *(name for rule in rules for name in named_actors(rule))]))
    stances = {voter: _stance(game, voter, gains) for voter in voters}
    # A body changes several options at once only if the rule of each passes for the whole move.
    failing = [rule for rule in rules if not passes(rule, members, stances.__getitem__)]
    sides = [tuple(v for v in voters if stances[v] == side) for side in (1, -1, 0)]
    stopping = frozenset[str]().union(*(_stopping(rule, members, stances) for rule in failing))
    objects = tuple(v for v in voters if v in stopping)
    say = frozenset[int]().union(*(vote.players for vote in body.votes))
    return Ballot(
        body.id, before, after, tuple(row.full for row in rows), sides[0], sides[1], sides[2], objects,
        not failing, tuple(game.actors[actor] for actor in against if actor in say),
    )  # fmt: skip


def _gains(game: ListedGame, before: int, after: int) -> dict[str, int]:
    difference = np.sign(game.rank_rows[:, after].astype(np.int64) - game.rank_rows[:, before])
    return dict(zip(game.actors, difference.tolist(), strict=True))


def _stance(game: ListedGame, voter: str, gains: dict[str, int]) -> int:
    """1 for, -1 against, 0 neither; a member body asks its own rule about the change and its reverse."""
    if voter in gains:
        return gains[voter]
    inner = game.case.bodies[voter]
    assert inner.decides is not None  # held by check: a member body has a default rule

    def stances(way: int) -> Callable[[str], int]:
        return lambda member: _stance(game, member, {actor: way * gain for actor, gain in gains.items()})

    # A member body is for a change iff its rule passes for it, and against iff it passes for the reverse and not for it.
    if passes(inner.decides, inner.members, stances(1)):
        return 1
    return -1 if passes(inner.decides, inner.members, stances(-1)) else 0


def _stopping(rule: Rule, members: Sequence[str], stances: Mapping[str, int]) -> set[str]:
    """Those whose stance alone makes a rule fail, everybody else being for."""
    # With all others for: so only those are named without whom nothing helps. Of voters who stand alike in the rule one
    # is tried for all: a body may have thousands.
    role = _roles(rule, members)
    verdicts: dict[tuple[int, tuple[object, ...]], bool] = {}
    stopping = set()
    for voter, stance in stances.items():
        kind = (stance, role(voter))
        if stance < 1 and kind not in verdicts:
            verdicts[kind] = not passes(rule, members, lambda other: stance if other == voter else 1)  # noqa: B023
        if verdicts.get(kind, False):
            stopping.add(voter)
    return stopping


def _roles(rule: Rule, members: Sequence[str]) -> Callable[[str], tuple[object, ...]]:
    """What a voter is in a rule: a member, its weights, and where it is named. Voters of one role can be exchanged."""
    parts = list(subrules(rule))
    weights = [dict(part.weights) for part in parts if isinstance(part, Quota) and part.weights is not None]
    named = [frozenset(part.actors) for part in parts if isinstance(part, Veto)]
    named += [frozenset({part.actor}) for part in parts if isinstance(part, ActorRule)]
    belongs = frozenset(members)

    def role(voter: str) -> tuple[object, ...]:
        return (voter in belongs, *(weight.get(voter) for weight in weights), *(voter in names for names in named))

    return role
