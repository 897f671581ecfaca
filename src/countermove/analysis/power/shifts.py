"""Who has how much power over a decision before a change and after it, where the change touches the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from countermove.analysis.power.power import Power, power
from countermove.analysis.result import HIDDEN, Record, member
from countermove.errors import QuestionError
from countermove.model.case import Case
from countermove.model.rules import Rule

__all__ = ["PowerShift", "PowerSide", "power_shifts"]


@dataclass(frozen=True)
class PowerSide(Record):
    """The power over a decision on one side of a change, in short."""

    shapley_shubik: Mapping[str, float]
    vetoes: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, eq=False)
class PowerShift(Record):
    """The power over some options of a body (over the body itself, where it has none) on both sides.

    `options` are full names, all decided alike before and alike after. `before` and `after` are None where nobody
    has power, since the rule cannot pass.
    """

    body: str
    options: tuple[str, ...]
    before: Power | None = field(metadata=HIDDEN)
    after: Power | None = field(metadata=HIDDEN)

    @property
    def actors(self) -> tuple[str, ...]:
        """Everybody who has a say before or after."""
        sides = [side for side in (self.before, self.after) if side is not None]
        return tuple(dict.fromkeys(player.actor for side in sides for player in side.members))

    @member("before")
    def power_before(self) -> PowerSide | None:
        """The Shapley-Shubik index of each player, and who has a veto, before the change."""
        return _side(self.before)

    @member("after")
    def power_after(self) -> PowerSide | None:
        """The Shapley-Shubik index of each player, and who has a veto, after the change."""
        return _side(self.after)


def _side(power: Power | None) -> PowerSide | None:
    if power is None:
        return None
    shares = {player.actor: float(player.shapley_shubik) for player in power.members}
    return PowerSide(shares, power.vetoes, power.exact)


def power_shifts(case: Case, other: Case) -> tuple[PowerShift, ...]:
    """Power before and after for every body in both cases whose rule, or whose members, or theirs, are changed.

    >>> from countermove.catalog import load_case
    >>> from countermove.model.scenario import apply_scenario
    >>> case = load_case("european-security-2022")
    >>> (shift,) = power_shifts(case, apply_scenario(case, "russian-veto"))
    >>> shift.options, [str(shift.after.of(actor).shapley_shubik) for actor in shift.actors]
    (('nato.admit',), ['1/4', '1/4', '1/4', '1/4'])
    """
    shifts = []
    for body in case.bodies:
        if body in other.bodies:
            old, new = _decided(case, body), _decided(other, body)
            alike: dict[Any, list[str]] = {}
            for name, rule in old.items():
                if name in new and rule is not None and new[name] is not None and rule != new[name]:
                    # Options decided alike before and alike after share one power: it is computed once.
                    alike.setdefault((rule, new[name]), []).append(name)
            for names in alike.values():
                sides = [_power(one, body, names[0]) for one in (case, other)]
                shifts.append(PowerShift(body, tuple(name for name in names if name), *sides))
    return tuple(shifts)


def _decided(case: Case, body: str) -> dict[str, Any]:
    """For each option of a body (for "" where it has none) all that its decision depends on."""
    rules = {row.full: case.rule_of(row) for row in case.option_rows if row.owner == body}
    return {name: _grounds(case, body, rule) for name, rule in (rules or {"": case.bodies[body].decides}).items()}


def _grounds(case: Case, body: str, rule: Rule | None) -> Any:
    """A rule with the members that it counts, and the rules of those that are bodies."""
    if rule is None:
        return None
    members = case.bodies[body].members
    # Equal rules over other members, or over a member body with another rule, are not the same decision.
    return rule, tuple((m, _grounds(case, m, case.bodies[m].decides) if m in case.bodies else None) for m in members)


def _power(case: Case, body: str, option: str) -> Power | None:
    try:
        return power(case, body, option or None)
    except QuestionError:
        return None
