"""Decision rules: when a body may change an option, given who is for the change and who is against it.

A rule is a function of two disjoint sets of actors. *For*: those who strictly prefer the state after the
change. *Against*: those who strictly prefer the state before. The indifferent are in neither. Every rule is
monotone (more support or less opposition never makes it fail), and none passes with nobody for.

The records know no case. `passes` takes the body's members and the way to a member body from its caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from countermove.errors import KeyPath, did_you_mean, quoted
from countermove.model.amounts import Amount, AmountError, exact_number, parse_amount

__all__ = [
    "RULE_WORDS",
    "ActorRule",
    "AllRule",
    "AnyRule",
    "Consensus",
    "Majority",
    "Quota",
    "Rule",
    "RuleError",
    "Unanimity",
    "Veto",
    "named_actors",
    "parse_rule",
    "passes",
    "rule_data",
    "subrules",
]

MAX_DEPTH = 50
"""Rules inside each other: they are walked by recursion, and Python allows 1,000 calls inside each other."""


class RuleError(ValueError):
    """A rule that cannot be read; `path` leads from the rule to the fault.

    Parameters
    ----------
    message
        What is wrong.
    hint
        The way out.
    path
        From the rule to the fault.
    code
        The code of the diagnostic.
    """

    def __init__(self, message: str, hint: str = "", path: KeyPath = (), code: str = "CM410") -> None:
        super().__init__(message)
        self.message, self.hint, self.path, self.code = message, hint, path, code


@dataclass(frozen=True)
class Unanimity:
    """Every member is for."""


@dataclass(frozen=True)
class Consensus:
    """No member is against and at least one is for (the silence procedure)."""


@dataclass(frozen=True)
class Majority:
    """More than half of the members are for."""


@dataclass(frozen=True)
class Quota:
    """The weights of those for reach `quota`: a share of the total, or a number of votes.

    `weights` are 1 each where missing. With `blocking` k it passes also when fewer than k members are not
    for and at least one is for.

    Parameters
    ----------
    quota
        A share of the total weight, or a number of votes.
    weights
        The weight of each member, as a decimal or a fraction; None: 1 each.
    blocking
        Members that can stop it; None: nobody can but by the quota.
    """

    quota: Amount
    weights: tuple[tuple[str, Decimal | Fraction], ...] | None = None
    blocking: int | None = None

    def weight_of(self, members: Sequence[str]) -> dict[str, Fraction]:
        """The weight of each member, exactly."""
        return dict.fromkeys(members, Fraction(1)) if self.weights is None else {
            name: Fraction(weight) for name, weight in self.weights
        }  # fmt: skip

    def target(self, members: Sequence[str]) -> Fraction:
        """The weight that those for must reach, exactly."""
        # As fractions: 0.55 of 100 votes are 55, and with floats a little more than that.
        return self.quota.of(sum(self.weight_of(members).values(), Fraction(0)))


@dataclass(frozen=True)
class ActorRule:
    """One named actor is for.

    Parameters
    ----------
    actor
        The id of the actor, who need not be a member.
    """

    actor: str


@dataclass(frozen=True)
class Veto:
    """None of the named actors is against, and `also` passes.

    Parameters
    ----------
    actors
        Ids of those who can stop it.
    also
        The rule that has to pass besides.
    """

    actors: tuple[str, ...]
    also: Rule


@dataclass(frozen=True)
class AllRule:
    """All the listed rules pass.

    Parameters
    ----------
    rules
        At least one.
    """

    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class AnyRule:
    """Some of the listed rules passes.

    Parameters
    ----------
    rules
        At least one.
    """

    rules: tuple[Rule, ...]


Rule = Unanimity | Consensus | Majority | Quota | ActorRule | Veto | AllRule | AnyRule

ONE_WORD: dict[str, Rule] = {"unanimity": Unanimity(), "consensus": Consensus(), "majority": Majority()}
RULE_WORDS = (*ONE_WORD, "{quota: ...}", "{actor: ...}", "{veto: [...], also: ...}", "{all: [...]}", "{any: [...]}")

Stance = Callable[[str], int]
"""Of a member or actor: 1 for, -1 against, 0 neither."""


def passes(rule: Rule, members: Sequence[str], stance: Stance) -> bool:
    """Whether `rule` passes in a body of `members`, given everybody's stance.

    `stance` answers for actors and for member bodies alike (1 for, -1 against, 0 neither).

    Parameters
    ----------
    rule
        The rule.
    members
        Ids of the members of the body, at least one.
    stance
        From the id of a member or actor to 1 (for), -1 (against) or 0 (indifferent).

    Returns
    -------
    bool
        Whether the body may make the change.

    Notes
    -----
    Quotas are compared as fractions, never as floats: 2/3 of three votes are two.

    Examples
    --------
    >>> passes(Consensus(), ["a", "b"], {"a": 1, "b": 0}.__getitem__)
    True
    >>> passes(Majority(), ["a", "b"], {"a": 1, "b": 0}.__getitem__)
    False
    """
    match rule:
        case Unanimity():
            return all(stance(m) > 0 for m in members)
        case Consensus():
            stances = [stance(m) for m in members]
            # Silence is consent, but nobody's wish carries nothing.
            return min(stances) >= 0 and max(stances) > 0
        case Majority():
            return 2 * sum(stance(m) > 0 for m in members) > len(members)
        case Quota():
            return _reaches(rule, members, stance)
        case ActorRule(actor):
            return stance(actor) > 0
        case Veto(actors, also):
            return all(stance(a) >= 0 for a in actors) and passes(also, members, stance)
        case AllRule(rules):
            return all(passes(r, members, stance) for r in rules)
        case AnyRule(rules):
            return any(passes(r, members, stance) for r in rules)


def _reaches(rule: Quota, members: Sequence[str], stance: Stance) -> bool:
    weight = rule.weight_of(members)
    favour = [m for m in members if stance(m) > 0]
    if sum(weight[m] for m in favour) >= rule.target(members):
        return True
    return rule.blocking is not None and bool(favour) and len(members) - len(favour) < rule.blocking


def subrules(rule: Rule) -> Iterator[Rule]:
    """The rule itself and all rules inside it.

    Parameters
    ----------
    rule
        The rule.

    Yields
    ------
    Rule
        From the outside to the inside, left to right.
    """
    yield rule
    match rule:
        case Veto(_, also):
            yield from subrules(also)
        case AllRule(rules) | AnyRule(rules):
            for part in rules:
                yield from subrules(part)


def named_actors(rule: Rule) -> Iterator[str]:
    """The actors that a rule names itself (by `actor` or `veto`), with repetitions.

    Parameters
    ----------
    rule
        The rule.

    Yields
    ------
    str
        Ids, in the order of the file.
    """
    for part in subrules(rule):
        match part:
            case ActorRule(actor):
                yield actor
            case Veto(actors, _):
                yield from actors


def parse_rule(data: Any, path: KeyPath = ()) -> Rule:
    """Read a rule from the shape that it has in a case file.

    Parameters
    ----------
    data
        A word, or a mapping.
    path
        Where it stands, for messages.

    Returns
    -------
    Rule
        The record.

    Raises
    ------
    RuleError
        With the path to the fault, the way out and the code of the diagnostic.

    Examples
    --------
    >>> parse_rule({"all": [{"actor": "ukraine"}, "consensus"]})
    AllRule(rules=(ActorRule(actor='ukraine'), Consensus()))
    >>> parse_rule("unanimty")
    Traceback (most recent call last):
        ...
    countermove.model.rules.RuleError: unknown rule "unanimty"
    """
    if len(path) > 2 * MAX_DEPTH:
        raise RuleError(f"a rule nested more than {MAX_DEPTH} deep", "break it up", path)
    if isinstance(data, Rule):
        return data
    if isinstance(data, str):
        if data not in ONE_WORD:
            raise RuleError(f"unknown rule {quoted(data)}", did_you_mean(data, RULE_WORDS), path)
        return ONE_WORD[data]
    if not isinstance(data, Mapping) or not data:
        raise RuleError("the rule is empty" if not data else "a rule is a word or a mapping",
                        "write one of " + ", ".join(RULE_WORDS), path, "CM410" if data else "CM404")  # fmt: skip
    # The first key that is a kind decides; `weights`, `blocking` and `also` only stand beside one.
    kind = next((k for k in ROWS if k in data), None)
    if kind is None:
        first = str(next(iter(data)))
        hint = "add quota: beside it, such as 0.5" if first in ("weights", "blocking") else did_you_mean(first, ROWS)
        raise RuleError(f"unknown rule {quoted(first)}", hint, path)
    read, allowed = ROWS[kind]
    for key in data:
        if key not in allowed:
            raise RuleError(f"unknown key {quoted(str(key))} beside {kind}", did_you_mean(str(key), allowed),
                            (*path, str(key)), "CM101")  # fmt: skip
    return read(data, path)


def _read_quota(data: Mapping[str, Any], path: KeyPath) -> Rule:
    try:
        quota = parse_amount(str(data["quota"]))
    except AmountError as fault:
        raise RuleError(str(fault).replace("an amount", "a quota"), fault.hint, (*path, "quota"), "CM409") from None
    weights = data.get("weights")
    if weights is not None:
        if not isinstance(weights, Mapping) or not weights:
            raise RuleError(
                "weights are a mapping from members to numbers", "write {a: 3, b: 2}", (*path, "weights"), "CM102"
            )
        weights = tuple((str(name), _weight(value, (*path, "weights", str(name)))) for name, value in weights.items())
    blocking = data.get("blocking")
    if blocking is not None:
        number = _number(blocking, (*path, "blocking"))
        if number != int(number) or number < 1:
            raise RuleError(
                f"a blocking number of {blocking}", "it counts members: 1, 2, 3, ...", (*path, "blocking"), "CM409"
            )
        blocking = int(number)
    return Quota(quota, weights, blocking)


def _weight(value: Any, path: KeyPath) -> Decimal | Fraction:
    weight = _number(value, path)
    if weight < 0:
        raise RuleError(f"a weight of {value}", "a weight is not negative", path, "CM409")
    # A decimal is written back as it was, with its zeros.
    return weight if "/" in str(value) else Decimal(str(value).strip())


def _number(value: Any, path: KeyPath) -> Fraction:
    try:
        return exact_number(str(value))
    except AmountError as fault:
        # A weight in per cent beside one in votes could mean two things.
        hint = "write it with digits: 3, 0.5 or 1/3"
        raise RuleError(str(fault), hint, path, "CM409") from None


def _read_actor(data: Mapping[str, Any], path: KeyPath) -> Rule:
    return ActorRule(_name(data["actor"], (*path, "actor")))


def _read_veto(data: Mapping[str, Any], path: KeyPath) -> Rule:
    names = tuple(_name(n, (*path, "veto", k)) for k, n in enumerate(_listed(data, "veto", path)))
    if "also" not in data:
        raise RuleError("a veto without the rule that it stands beside", "add also: RULE", path, "CM404")
    return Veto(names, parse_rule(data["also"], (*path, "also")))


def _read_all(data: Mapping[str, Any], path: KeyPath) -> Rule:
    return AllRule(tuple(parse_rule(r, (*path, "all", k)) for k, r in enumerate(_listed(data, "all", path))))


def _read_any(data: Mapping[str, Any], path: KeyPath) -> Rule:
    return AnyRule(tuple(parse_rule(r, (*path, "any", k)) for k, r in enumerate(_listed(data, "any", path))))


def _listed(data: Mapping[str, Any], key: str, path: KeyPath) -> Sequence[Any]:
    value = data[key]
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise RuleError(f"{key} takes a list that is not empty", f"write {key}: [...]", (*path, key), "CM404")
    return value


def _name(value: Any, path: KeyPath) -> str:
    if not isinstance(value, str):
        raise RuleError("an actor's id is expected", "write its id", path, "CM102")
    return value


ROWS: dict[str, tuple[Callable[[Mapping[str, Any], KeyPath], Rule], tuple[str, ...]]] = {
    "quota": (_read_quota, ("quota", "weights", "blocking")),
    "actor": (_read_actor, ("actor",)),
    "veto": (_read_veto, ("veto", "also")),
    "all": (_read_all, ("all",)),
    "any": (_read_any, ("any",)),
}


def rule_data(rule: Rule) -> Any:
    """The shape that a rule has in a case file; the inverse of `parse_rule`.

    Parameters
    ----------
    rule
        The rule.

    Returns
    -------
    str or dict
        A word, or a mapping.

    Examples
    --------
    >>> rule_data(parse_rule({"veto": ["p1"], "also": "majority"}))
    {'veto': ['p1'], 'also': 'majority'}
    """
    match rule:
        case Quota(quota, weights, blocking):
            data: dict[str, Any] = {"quota": _as_written(quota.text)}
            if weights is not None:
                data["weights"] = {name: _as_written(str(weight)) for name, weight in weights}
            if blocking is not None:
                data["blocking"] = blocking
            return data
        case ActorRule(actor):
            return {"actor": actor}
        case Veto(actors, also):
            return {"veto": list(actors), "also": rule_data(also)}
        case AllRule(rules):
            return {"all": [rule_data(r) for r in rules]}
        case AnyRule(rules):
            return {"any": [rule_data(r) for r in rules]}
    return next(word for word, row in ONE_WORD.items() if row == rule)


def _as_written(text: str) -> Decimal | str:
    """A number that JSON can hold as one, else its text."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
