"""Warnings about shares in quotas: rounded fractions, and halves that both sides reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

from countermove.errors import Diagnostic, KeyPath
from countermove.model.amounts import least_weight, rounded_from
from countermove.model.rules import Quota

__all__ = ["share_warnings"]

HALF = Fraction(1, 2)


def share_warnings(rule: Quota, members: Sequence[str], path: KeyPath) -> Iterator[Diagnostic]:
    """What may have been overlooked in a share of the members' weight (CM413, CM414).

    Parameters
    ----------
    rule
        A quota, which may be a number of votes.
    members
        The ids of the body's members.
    path
        Where the quota stands.

    Yields
    ------
    Diagnostic
        Warnings: a rounded fraction that asks for another weight than the fraction itself, and a half that is reached
        exactly.
    """
    if not rule.quota.is_share:
        return
    weights = list(rule.weight_of(members).values())
    total = sum(weights, Fraction(0))
    needed = least_weight(weights, rule.quota.of(total))
    exact = rounded_from(rule.quota)
    needed_exactly = least_weight(weights, exact * total) if exact is not None else needed
    if exact is not None and needed_exactly != needed:
        message = (
            f"{rule.quota.text} is {exact} rounded, and not the same here: it takes {_number(needed)} of "
            f"{_number(total)}, and {exact} takes {_number(needed_exactly)}"
        )
        yield Diagnostic("CM413", "warning", path, message, f"if {exact} is meant, write {exact}")
    if rule.quota.value == HALF and needed == total / 2:
        # All sums are multiples of this unit, so that the next one above half is at least one unit above it.
        unit = Fraction(1, lcm(*(weight.denominator for weight in weights)))
        more = f"quota: {_number(least_weight(weights, total / 2 + unit))}"
        message = f"half of {_number(total)} is reached exactly, so two sides can each reach it against the other"
        hint = f"if more than half is meant, write {'majority' if rule.weights is None else more}"
        yield Diagnostic("CM414", "warning", path, message, hint)


def _number(value: Fraction | None) -> str:
    """A weight in a message; None, which all together do not reach, never comes up in a case without errors."""
    assert value is not None
    return str(value) if value.denominator == 1 else f"{float(value):.12g}"
