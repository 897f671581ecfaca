"""Decision rules in words: what must be so for a change to pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from countermove.model.amounts import Amount
from countermove.model.rules import (
    ActorRule,
    AllRule,
    AnyRule,
    Consensus,
    Majority,
    Quota,
    Rule,
    Unanimity,
    Veto,
)
from countermove.text.blocks import Item
from countermove.text.naming import shortened

__all__ = ["plain_number", "rule_items"]

Label = Callable[[str], str]
NO_LIMIT = 1_000_000
"""Names in a list where all are wanted: more than any body has members."""


def rule_items(
    rule: Rule,
    members: Sequence[str],
    label: Label,
    depth: int = 0,
    mark: str = "-",
    most: int = NO_LIMIT,
    weights: bool = True,
) -> list[Item]:
    """A rule of a body with these members as one item, or as an item and its parts one level deeper.

    Parameters
    ----------
    rule
        The rule.
    members
        The ids of the body's members, which a majority and a quota count.
    label
        What an id is called.
    depth, mark
        Where the item stands, and what before it.
    most
        The most names of a list; the others are counted.
    weights
        Whether the members' weights are listed.

    Returns
    -------
    list of Item
        The items, in the order in which they are read.

    Examples
    --------
    >>> from countermove.model.rules import parse_rule
    >>> rule_items(parse_rule("consensus"), ["a", "b"], str.upper)[0].text
    'no member may be against it, and at least one must be for it'
    """

    def names(ids: Sequence[str], last: str = "and") -> str:
        return shortened([label(id_) for id_ in ids], most, last)

    def parts(head: str, rules: Sequence[Rule]) -> list[Item]:
        inner = [item for part in rules for item in rule_items(part, members, label, depth + 1, most=most, weights=weights)]
        return [Item(head, depth, mark), *inner]

    match rule:
        case AllRule(rules):
            return parts("all of these are required:", rules)
        case AnyRule(rules):
            return parts("one of these is enough:", rules)
        case Veto(actors, also):
            who = f"{names(actors)} may not be" if len(actors) == 1 else f"none of {names(actors)} may be"
            return parts(f"{who} against it (veto), and in addition:", [also])
        case Unanimity():
            text = "every member must be for it"
        case Consensus():
            text = "no member may be against it, and at least one must be for it"
        case Majority():
            text = f"more than half of the {len(members)} members must be for it"
        case ActorRule(actor):
            text = f"{label(actor)} must be for it"
        case Quota():
            text = _quota_words(rule, members, label, most if weights else 0)
    return [Item(text, depth, mark)]


def _quota_words(rule: Quota, members: Sequence[str], label: Label, most: int) -> str:
    """A quota in words; with `most` 0 the weights are left out."""
    weight = rule.weight_of(members)
    total = sum(weight.values(), Fraction(0))
    least = f"{_amount_words(rule.quota)} of "
    if rule.weights is None:
        text = f"at least {least}the {len(members)} members must be for it"
    else:
        least += f"the total weight of {plain_number(total)}"
        each = [f"{label(member)} {plain_number(value)}" for member, value in weight.items()]
        weights = ", ".join(each) if len(each) <= most else shortened(each, max(most, 1))
        text = f"those for it must have at least {least}" + (f" (weights: {weights})" if most else "")
    if rule.blocking is None:
        return text
    return f"{text}; it also passes if at least one is for it and fewer than {rule.blocking} members are not for it"


def _amount_words(amount: Amount) -> str:
    """A share as the fraction that was written or in per cent, a number of votes as it is."""
    if not amount.is_share:
        return plain_number(amount.value)
    return str(amount.value) if "/" in amount.text else f"{plain_number(amount.value * 100)} %"


def plain_number(value: object) -> str:
    """An exact number as people write it, without trailing zeros.

    >>> plain_number(83166711), plain_number("0.50")
    ('83,166,711', '0.5')
    """
    # By way of its text, a decimal stays exact; a fraction such as 1/3 has no such text, and is rounded to 12 digits.
    number = Fraction(str(value)) if not isinstance(value, Fraction) else value
    return f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):.12g}"
