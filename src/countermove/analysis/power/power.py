"""The power that a decision rule gives to each of its players: Shapley-Shubik, Banzhaf, Coleman, and vetoes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.analysis.power.coalition_counts import Counts
from countermove.analysis.power.indices import Number, counted, indices
from countermove.analysis.power.minimal_coalitions import list_minimal
from countermove.analysis.power.simple_game import Free, free_part, simple_game
from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.listed import ListedGame
from countermove.game.voting import compile_vote
from countermove.model.case import Case, OptionRow
from countermove.model.rules import Rule, named_actors
from countermove.model.scenario import apply_scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Coalitions", "MemberPower", "Power", "power", "rule_asked"]

LISTED = 24
"""So many minimal coalitions are listed, at most."""


@dataclass(frozen=True)
class MemberPower:
    """The power of one player.

    Whole fractions where they were counted, floats where they were estimated; `banzhaf`, `prevent` and `initiate`
    are None where an estimate found nobody who is decisive, no coalition that wins, or none that loses. `dummy` is
    None where it is not known. `errors`: the standard errors of what was estimated.
    """

    actor: str
    veto: bool
    dictator: bool
    shapley_shubik: Number
    banzhaf: Number | None
    banzhaf_absolute: Number
    prevent: Number | None
    initiate: Number | None
    dummy: bool | None
    errors: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data, with floats for fractions."""
        data: dict[str, Any] = {
            "shapley_shubik": float(self.shapley_shubik),
            "banzhaf": None if self.banzhaf is None else float(self.banzhaf),
            "banzhaf_absolute": float(self.banzhaf_absolute),
            "prevent": None if self.prevent is None else float(self.prevent),
            "initiate": None if self.initiate is None else float(self.initiate),
            "veto": self.veto,
            "dictator": self.dictator,
            "dummy": self.dummy,
        }
        return data | ({"standard_errors": dict(self.errors)} if self.errors else {})


@dataclass(frozen=True)
class Coalitions:
    """Minimal coalitions of one sort: how many (None: too many to count), and which, while they are few."""

    count: int | None
    listed: tuple[tuple[str, ...], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data; a number of more than 4,000 digits is left out."""
        count = None if self.count is None or self.count >= 10**4000 else self.count
        return {"count": count, "listed": [list(coalition) for coalition in self.listed]}


@dataclass(frozen=True, eq=False)
class Power:
    """The power of all players under one rule of a body.

    `estimated` names the indices that were estimated, from `draws` draws; all others are exact. `winning`: the
    number of winning coalitions, None where it was not counted. `members`: every player, in file order.
    """

    case: Case
    body: str
    option: str | None
    rule: Rule
    power_to_act: Number
    winning: int | None
    members: tuple[MemberPower, ...]
    minimal_winning: Coalitions
    minimal_blocking: Coalitions
    estimated: tuple[str, ...] = ()
    draws: int | None = None

    @property
    def exact(self) -> bool:
        """Whether nothing was estimated."""
        return not self.estimated

    @property
    def vetoes(self) -> tuple[str, ...]:
        """Who can stop everything alone."""
        return tuple(member.actor for member in self.members if member.veto)

    @property
    def dictator(self) -> str | None:
        """Who decides alone, if anybody does."""
        return next((member.actor for member in self.members if member.dictator), None)

    @property
    def dummies(self) -> tuple[str, ...]:
        """Who never makes a difference; where indices were estimated, only those of whom it is certain."""
        return tuple(member.actor for member in self.members if member.dummy)

    def of(self, actor: str) -> MemberPower:
        """The power of one player; raises `QuestionError` where it is none."""
        for member in self.members:
            if member.actor == actor:
                return member
        known = [member.actor for member in self.members]
        raise QuestionError(f"{quoted(actor)} has no say in {self.body}; {did_you_mean(actor, known)}")

    def __repr__(self) -> str:
        what = self.body if self.option is None else f"{self.body}.{self.option}"
        how = "exact" if self.exact else f"estimated: {', '.join(self.estimated)}"
        return f"Power({what}, {len(self.members)} players, {how})"

    def _repr_html_(self) -> str:
        from html import escape

        head = "<th>actor</th><th>Shapley-Shubik</th><th>Banzhaf</th><th>absolute</th><th>veto</th>"
        rows = "".join(
            f"<tr><td>{escape(self.case.label(m.actor))}</td><td>{float(m.shapley_shubik):.4f}</td>"
            f"<td>{'' if m.banzhaf is None else f'{float(m.banzhaf):.4f}'}</td>"
            f"<td>{float(m.banzhaf_absolute):.4f}</td>"
            f"<td>{'yes' if m.veto else ''}</td></tr>"
            for m in self.members
        )
        return f"<table><tr>{head}</tr>{rows}</table>"

    def to_dict(self) -> dict[str, Any]:
        """As plain data: the contract of `countermove power --format json`."""
        return {
            "body": self.body,
            "option": self.option,
            "exact": self.exact,
            "estimated": list(self.estimated),
            "draws": self.draws,
            "power_to_act": float(self.power_to_act),
            "members": {member.actor: member.to_dict() for member in self.members},
            "vetoes": list(self.vetoes),
            "dictator": self.dictator,
            "dummies": list(self.dummies),
            "minimal_winning": self.minimal_winning.to_dict(),
            "minimal_blocking": self.minimal_blocking.to_dict(),
        }

    def to_frame(self) -> pd.DataFrame:
        """The members as a table of pandas, one row for each; needs the extra `frames`."""
        import pandas as pd

        records = [{"actor": member.actor, **member.to_dict()} for member in self.members]
        return pd.DataFrame(records).set_index("actor")


def power(
    case: Case | ListedGame,
    body: str,
    option: str | None = None,
    *,
    scenario: str | None = None,
    rng: np.random.Generator | int = 1,
    draws: int | None = None,
) -> Power:
    """The power that a rule gives to its players: the rule of `body`, or the one that decides an `option` of it.

    Players are the members and all actors that the rule names; a member body is replaced by its own players.
    Whoever is not for a change counts as against it, so consensus counts as unanimity. With n players, W winning
    coalitions and the swings of a player (coalitions that lose without it and win with it):

    - Shapley-Shubik: the share of all orders of the players in which it is the one with whom the rule passes;
    - Banzhaf, absolute: swings / 2^(n - 1); normalised: its share of the swings of all players;
    - Coleman: power to act W / 2^n; of a player to prevent, swings / W, and to initiate, swings / (2^n - W).

    Exact, in whole fractions, by generating functions and by recursion over the counters of the rule; a rule too
    large for that gets estimates from random orders and coalitions (`rng`, `draws`), with standard errors.
    Raises `QuestionError` where there is no such body, option or rule.

    References: Shapley and Shubik 1954; Banzhaf 1965; Coleman 1971; Felsenthal and Machover 1998.

    >>> from countermove.catalog import load_case
    >>> found = power(load_case("european-security-2022"), "nato", "admit")
    >>> [(m.actor, str(m.shapley_shubik), m.veto) for m in found.members]
    [('usa', '1/3', True), ('europe', '1/3', True), ('ukraine', '1/3', True)]
    """
    model = case.case if isinstance(case, ListedGame) else case
    model = model if scenario is None else apply_scenario(model, scenario)
    rule, short = rule_asked(model, body, option)
    actors = list(model.actors)
    position = {actor: k for k, actor in enumerate(actors)}
    vote = compile_vote(model, body, rule, position)
    game = simple_game(vote, (position[actor] for actor in _members(model, body)))
    if not game.wins(game.total[:, None])[0]:
        raise QuestionError(f"the rule of {quoted(body)} fails even with everybody for, so nobody has power under it")
    free = free_part(game)
    names = [actors[player] for player in game.players]
    counts = counted(free)
    found = indices(free, counts, rng, draws)
    required, fields = set(game.required), found.by_kind()
    dictators = required & set(game.sufficient)
    members = tuple(
        MemberPower(name, place in required, place in dictators, *fields[found.kind_of[place]])
        for place, name in enumerate(names)
    )
    winning = None if counts is None else sum(counts.winning) << len(free.dummies)
    minimal, blocking = _coalitions(free, counts, names)
    return Power(model, body, short, rule, found.act, winning, members, minimal, blocking, found.estimated, found.draws)


def rule_asked(case: Case, body: str, option: str | None) -> tuple[Rule, str | None]:
    """The rule that is meant by a body and an option (its id, or its full name), and the id of the option."""
    if body not in case.bodies:
        if body in case.actors:
            bodies = f"; bodies: {', '.join(case.bodies)}" if case.bodies else "; the case has no bodies"
            raise QuestionError(f"{quoted(body)} is an actor and decides alone; ask about a body{bodies}")
        if not case.bodies:
            raise QuestionError(f"there is no body {quoted(body)}: the case has none; add one under bodies:")
        raise QuestionError(f"there is no body {quoted(body)}; {did_you_mean(body, case.bodies)}")
    rows = [row for row in case.option_rows if row.owner == body]
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
    found: set[str] = set()
    for member in case.bodies[body].members:
        inner = case.bodies.get(member)
        if inner is None:
            found.add(member)
        else:
            found |= _members(case, member).union(named_actors(inner.decides) if inner.decides else ())
    return found


def _rule_of_option(case: Case, body: str, rows: Sequence[OptionRow], option: str) -> tuple[Rule, str]:
    short = option.removeprefix(f"{body}.")
    owned = case.bodies[body].options
    found = [row for row in rows if row.id == short or (short in owned and row.record is owned[short])]
    if not found:
        known = [row.id for row in rows]
        if not known:
            raise QuestionError(f"{quoted(body)} has no options; leave the option out to ask about its own rule")
        raise QuestionError(f"{quoted(body)} has no option {quoted(option)}; {did_you_mean(short, known)}")
    rule = case.rule_of(found[0])
    if rule is None:
        raise QuestionError(f"no rule decides {quoted(option)}; add decides: to it, or to the body")
    return rule, short


def _coalitions(free: Free, counts: Counts | None, names: Sequence[str]) -> tuple[Coalitions, Coalitions]:
    """The minimal winning and the minimal blocking coalitions, the required players included."""
    minimal, blocking = (counts.minimal, counts.blocking) if counts is not None else (None, None)
    required = free.game.required
    alone = tuple((place,) for place in required)
    blocks = None if blocking is None else blocking + len(required)

    def named(coalitions: Iterable[tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
        ordered = sorted(coalitions, key=lambda c: (len(c), c))
        return tuple(tuple(names[place] for place in coalition) for coalition in ordered)

    wins = _few(free, minimal, blocking=False)
    stops = _few(free, blocking, blocking=True)
    return (
        Coalitions(minimal, named(tuple(sorted((*required, *c))) for c in wins)),
        Coalitions(blocks, named((*alone, *stops)) if blocks is not None and blocks <= LISTED else ()),
    )


def _few(free: Free, count: int | None, blocking: bool) -> tuple[tuple[int, ...], ...]:
    if count is None or count > LISTED:
        return ()
    if not free.kinds:
        return () if blocking else ((),)
    return list_minimal(free, blocking, LISTED) or ()
