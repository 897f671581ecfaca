"""The power that a decision rule gives to each of its players: Shapley-Shubik, Banzhaf, Coleman, and vetoes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.power.exact import Counts
from countermove.analysis.power.games import FreePart, free_part, simple_game
from countermove.analysis.power.indices import Number, counted, indices
from countermove.analysis.power.minimal_coalitions import list_minimal
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, member
from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.compile import case_of
from countermove.game.game import Game, State
from countermove.game.names.positions import several
from countermove.game.tables.draws import generator_of, seed_of
from countermove.game.voting import compile_vote
from countermove.model.case import Case, OptionRow
from countermove.model.rules import Rule, named_actors
from countermove.model.scenario import apply_scenario

__all__ = ["DecisionsAt", "MemberPower", "MinimalCoalitions", "Power", "options_of", "power", "rule_of"]

MOST_LISTED = 24
"""Minimal coalitions that are listed at most; more are counted. A screen of them."""
MOST_DIGITS = 4_000
"""Digits of a number in JSON at most: Python refuses to print whole numbers of more than 4,300."""


@dataclass(frozen=True)
class MemberPower(Record):
    """The power of one player.

    Whole fractions where they were counted, floats where they were estimated; `banzhaf`, `prevent` and `initiate`
    are None where an estimate found nobody who is decisive, no coalition that wins, or none that loses. `dummy` is
    None where it is uncertain. `errors`: the standard errors of what was estimated, by name.
    """

    actor: str = field(metadata=HIDDEN)
    veto: bool
    dictator: bool
    shapley_shubik: Number
    banzhaf: Number | None
    banzhaf_absolute: Number
    prevent: Number | None
    initiate: Number | None
    dummy: bool | None
    errors: tuple[tuple[str, float], ...] = field(default=(), metadata=HIDDEN)

    @member(optional=True)
    def standard_errors(self) -> Mapping[str, float]:
        """The standard errors of what was estimated."""
        return dict(self.errors)


@dataclass(frozen=True)
class MinimalCoalitions(Record):
    """Minimal coalitions of one sort: how many (None: too many to count), and which, while they are few."""

    count: int | None = field(metadata=HIDDEN)
    listed: tuple[tuple[str, ...], ...] = ()

    @member("count")
    def printable_count(self) -> int | None:
        """How many there are; None where they were not counted, or the number has thousands of digits."""
        return None if self.count is None or self.count >= 10**MOST_DIGITS else self.count


@dataclass(frozen=True)
class DecisionsAt(Record):
    """What decisions of the body would meet at one state, for each of its options."""

    state: State
    options: tuple[Decision, ...]


@dataclass(frozen=True, eq=False)
class Power(Result):
    """The power of all players under one rule of a body.

    Attributes
    ----------
    body, option
        What was asked: the id of the body, and of the option whose rule it is (None: the body's own rule).
    rule
        The rule.
    power_to_act
        The share of all coalitions that win.
    winning
        The number of winning coalitions; None where it was not counted.
    members
        Every player, in file order, with its power.
    minimal_winning, minimal_blocking
        Coalitions none of whose members could be spared to carry a change, or to stop it.
    estimated
        The indices that were estimated, from `draws` draws with the seed `seed`; all others are exact.
    decisions
        What decisions would meet at the states that were asked about; None where no state was.
    """

    schema = "power/1"

    case: Case = field(metadata=HIDDEN)
    body: str
    option: str | None
    rule: Rule = field(metadata=HIDDEN)
    power_to_act: Number
    winning: int | None = field(metadata=HIDDEN)
    members: tuple[MemberPower, ...] = field(metadata=HIDDEN)
    minimal_winning: MinimalCoalitions
    minimal_blocking: MinimalCoalitions
    estimated: tuple[str, ...] = ()
    draws: int | None = None
    seed: int | None = field(default=None, metadata=OPTIONAL)
    decisions: tuple[DecisionsAt, ...] | None = None
    limit: int | None = field(default=None, metadata=HIDDEN)
    """The most rows of data; None for all players."""

    @member()
    def exact(self) -> bool:
        """Whether nothing was estimated."""
        return not self.estimated

    @member("members")
    def by_actor(self) -> Mapping[str, MemberPower]:
        """The power of each player, by its id."""
        return {player.actor: player for player in self.members}

    @member()
    def vetoes(self) -> tuple[str, ...]:
        """Who can stop everything alone."""
        return tuple(player.actor for player in self.members if player.veto)

    @member()
    def dictator(self) -> str | None:
        """Who decides alone, if anybody does."""
        return next((player.actor for player in self.members if player.dictator), None)

    @member()
    def dummies(self) -> tuple[str, ...]:
        """Who never makes a difference; where indices were estimated, only those of whom it is certain."""
        return tuple(player.actor for player in self.members if player.dummy)

    def of(self, actor: str) -> MemberPower:
        """The power of one player; raises `QuestionError` where the actor is none."""
        for player in self.members:
            if player.actor == actor:
                return player
        ids = [player.actor for player in self.members]
        raise QuestionError(f"{quoted(actor)} has no say in {self.body}; {did_you_mean(actor, ids)}")

    def __repr__(self) -> str:
        what = self.body if self.option is None else f"{self.body}.{self.option}"
        how = "exact" if self.exact else f"estimated: {', '.join(self.estimated)}"
        return f"Power({what}, {len(self.members)} players, {how})"

    def rows(self) -> Rows:
        """One row per player, with its indices as decimal numbers."""
        columns = (
            Column("who", "the id of the player"),
            Column("Shapley-Shubik", "the share of all orders of the players in which the rule passes with this one"),
            Column("Banzhaf", "its share of the swings of all players"),
            Column("absolute", "the share of the coalitions of the others in which it is a swing (Banzhaf, absolute)"),
            Column("to prevent", "the share of winning coalitions that lose without it (Coleman)"),
            Column("to initiate", "the share of losing coalitions that win with it (Coleman)"),
        )
        values = []
        for player in self.members[: self.limit]:
            figures = (player.shapley_shubik, player.banzhaf, player.banzhaf_absolute, player.prevent, player.initiate)
            values.append((player.actor, *(None if figure is None else float(figure) for figure in figures)))
        return Rows(columns, tuple(values))


def power(
    case: Case | Game,
    body: str,
    option: str | None = None,
    *,
    scenario: str | None = None,
    states: Iterable[State] | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
    draws: int | None = None,
) -> Power:
    """The power that a rule gives to its players: the rule of `body`, or the one that decides an `option` of it.

    Players are the members and all actors that the rule names; a member body is replaced by its own players.
    The one who is not for a change counts as against it, so consensus counts as unanimity. With n players, W winning
    coalitions and the swings of a player (coalitions that lose without it and win with it):

    - Shapley-Shubik: the share of all orders of the players in which it is the one with whom the rule passes;
    - Banzhaf, absolute: swings / 2^(n - 1); normalised: its share of the swings of all players;
    - Coleman: power to act W / 2^n; of a player to prevent, swings / W, and to initiate, swings / (2^n - W).

    Exact, in whole fractions, by generating functions and by recursion over the counters of the rule; a rule too
    large for that gets estimates from random orders and coalitions, with standard errors.

    Parameters
    ----------
    case
        The case, or a game of either kind; power needs no states.
    body
        The id of the body.
    option
        The id of one of its options, or its full name; None for the body's own rule.
    scenario
        The scenario to apply first.
    states
        States of `case`, which then must be a game, at which to judge each decision of the body.
    seed, rng
        The seed of the draws by which a rule that is too large is estimated, or a generator of NumPy; seed 1 if neither
        is given.
    draws
        How many draws; by default as many as make about five million stances, 200 at least.

    Returns
    -------
    Power
        The indices of each player; vetoes, dummies, minimal coalitions; and the decisions at `states`.

    Raises
    ------
    QuestionError
        Where there is no such body, option or rule, and where the rule fails even with everybody for.

    Notes
    -----
    Exact Shapley-Shubik indices take time proportional to quota * players^3 / 64 for weighted votes; members who count
    alike cost no more than one. Any rule of 24 players is exact.

    References
    ----------
    Shapley and Shubik 1954, Am. Polit. Sci. Rev. 48, 787-792; Banzhaf 1965, Rutgers Law Rev. 19, 317-343; Coleman
    1971, in Social Choice (Lieberman ed.), 269-300; Felsenthal and Machover 1998, The Measurement of Voting Power.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> nato = power(load_case("european-security-2022"), "nato", "admit")
    >>> [(player.actor, str(player.shapley_shubik), player.veto) for player in nato.members]
    [('usa', '1/3', True), ('europe', '1/3', True), ('ukraine', '1/3', True)]
    """
    drawing = generator_of(seed, rng)
    written = case_of(case)
    if scenario is not None:
        written = apply_scenario(written, scenario)
    rule, short = rule_of(written, body, option)
    actors = list(written.actors)
    position = {actor: k for k, actor in enumerate(actors)}
    vote = compile_vote(written, body, rule, position)
    # Members whom the rule does not ask are players too, dummies: a member without a say is a finding.
    game = simple_game(vote, (position[actor] for actor in _members(written, body)))
    if not game.wins(game.total[:, None])[0]:
        raise QuestionError(f"the rule of {quoted(body)} fails even with everybody for, so nobody has power under it")
    free = free_part(game)
    names = [actors[player] for player in game.players]
    counts = counted(free)
    measures = indices(free, counts, drawing, draws)
    required, fields = set(game.required), measures.by_kind()
    # Who wins alone while nobody wins without it decides alone.
    dictators = required & set(game.sufficient)
    players = tuple(
        MemberPower(name, place in required, place in dictators, *fields[measures.kind_of[place]])
        for place, name in enumerate(names)
    )
    # Dummies are in or out as they like, so each of them doubles the number of winning coalitions.
    winning = None if counts is None else sum(counts.winning) << len(free.dummies)
    minimal, blocking = _coalitions(free, counts, names)
    return Power(
        written, body, short, rule, measures.act, winning, players, minimal, blocking, measures.estimated, measures.draws,
        seed_of(seed) if measures.estimated and rng is None else None,
        None if states is None else _decisions(case, body, short, several(states, "numbers", "[1, 5]")),
    )  # fmt: skip


def _decisions(case: Case | Game, body: str, option: str | None, states: Iterable[State]) -> tuple[DecisionsAt, ...]:
    if isinstance(case, Case):
        raise QuestionError("decisions are judged at states of a game; compile the case first: compile(case)")
    positions = options_of(case.case, body, option)
    answers = []
    for state in states:
        key = case.find(state)
        wanted = tuple(d for d in decisions(case, key) if d.body == body and d.option in positions)
        answers.append(DecisionsAt(case.at(key), wanted))
    return tuple(answers)


def options_of(case: Case, body: str, option: str | None = None) -> list[int]:
    """The positions of the options of a body, or those of one option, which are several where it has levels."""
    rows = [row for row in case.option_rows if row.owner == body]
    if option is None:
        return [row.index for row in rows]
    # Each level of an option has a row of its own, all with the record of the option.
    record = next((row.record for row in rows if row.id == option), case.bodies[body].options.get(option))
    return [row.index for row in rows if row.id == option or row.record is record]


def rule_of(case: Case, body: str, option: str | None) -> tuple[Rule, str | None]:
    """The rule that is meant by a body and an option (its id, or its full name), and the id of the option.

    Raises `QuestionError` where there is no such body, option or rule, with what would help.
    """
    if body not in case.bodies:
        if body in case.actors:
            bodies = f"; bodies: {', '.join(case.bodies)}" if case.bodies else "; the case has no bodies"
            raise QuestionError(f"{quoted(body)} is an actor and decides alone; ask about a body{bodies}")
        if not case.bodies:
            raise QuestionError(f"there is no body {quoted(body)}: the case has none; add one under bodies:")
        raise QuestionError(f"there is no body {quoted(body)}; {did_you_mean(body, case.bodies)}")
    rows = [row for row in case.option_rows if row.owner == body]
    # An option may have a rule where the body has none, and the reverse.
    if option is not None:
        return _rule_of_option(case, body, rows, option)
    rule = case.bodies[body].decides
    if rule is not None:
        return rule, None
    if not rows:
        raise QuestionError(f"the body {quoted(body)} has no rule; add decides: to it")
    groups: dict[Rule, list[str]] = {}
    for row in rows:
        own = case.rule_of(row)
        if own is not None:
            groups.setdefault(own, []).append(row.id)
    alike = "; ".join(" and ".join(ids) for ids in groups.values())
    shared = "one rule decides all of them" if len(groups) == 1 else f"{len(groups)} rules decide: {alike}"
    raise QuestionError(f"{quoted(body)} has no rule of its own, only its options have; name one: "
                        f"{', '.join(row.id for row in rows)} ({shared})")  # fmt: skip


def _members(case: Case, body: str) -> set[str]:
    """The actors that are members, and for a member body its players: its members, and whom its rule names."""
    actors: set[str] = set()
    for id_ in case.bodies[body].members:
        inner = case.bodies.get(id_)
        if inner is None:
            actors.add(id_)
        else:
            actors |= _members(case, id_).union(named_actors(inner.decides) if inner.decides else ())
    return actors


def _rule_of_option(case: Case, body: str, rows: Sequence[OptionRow], option: str) -> tuple[Rule, str]:
    short = option.removeprefix(f"{body}.")
    owned = case.bodies[body].options
    matching = [row for row in rows if row.id == short or (short in owned and row.record is owned[short])]
    if not matching:
        ids = [row.id for row in rows]
        if not ids:
            raise QuestionError(f"{quoted(body)} has no options; leave the option out to ask about its own rule")
        raise QuestionError(f"{quoted(body)} has no option {quoted(option)}; {did_you_mean(short, ids)}")
    rule = case.rule_of(matching[0])
    if rule is None:
        raise QuestionError(f"no rule decides {quoted(option)}; add decides: to it, or to the body")
    return rule, short


def _coalitions(free: FreePart, counts: Counts | None, names: Sequence[str]) -> tuple[MinimalCoalitions, MinimalCoalitions]:
    """The minimal winning and the minimal blocking coalitions, the required players included."""
    minimal, blocking = (counts.minimal, counts.blocking) if counts is not None else (None, None)
    required = free.game.required
    alone = tuple((place,) for place in required)
    # A required player blocks alone, so no other minimal blocking coalition contains one.
    blocks = None if blocking is None else blocking + len(required)

    def named(coalitions: Iterable[tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
        # Small coalitions first, then in file order: the order in which a reader would name them.
        ordered = sorted(coalitions, key=lambda c: (len(c), c))
        return tuple(tuple(names[place] for place in coalition) for coalition in ordered)

    wins = _few(free, minimal, blocking=False)
    stops = _few(free, blocking, blocking=True)
    return (
        MinimalCoalitions(minimal, named(tuple(sorted((*required, *c))) for c in wins)),
        MinimalCoalitions(blocks, named((*alone, *stops)) if blocks is not None and blocks <= MOST_LISTED else ()),
    )


def _few(free: FreePart, count: int | None, blocking: bool) -> tuple[tuple[int, ...], ...]:
    if count is None or count > MOST_LISTED:
        return ()
    if not free.kinds:
        return () if blocking else ((),)
    return list_minimal(free, blocking, MOST_LISTED) or ()
