"""Whether bodies have the same members, and decide alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from countermove.analysis.classes.pairing import Pairing
from countermove.analysis.classes.records import Difference
from countermove.model.case import Case, OptionRow
from countermove.model.rules import ActorRule, AllRule, AnyRule, Quota, Rule, Veto, named_actors, passes

__all__ = ["decides_alike", "renamed", "rule_differences"]

MOST_PLAYERS = 7
"""Members and actors named in rules up to which two rules are tried on every vote: 3^7 votes, a few milliseconds."""


def rule_differences(
    reference: Case, student: Case, names: Pairing, options: Sequence[tuple[OptionRow, OptionRow]]
) -> Iterator[Difference]:
    """Bodies whose members differ, and options that another rule decides; those of one body and rule together.

    Parameters
    ----------
    reference, student
        The cases.
    names
        What the student calls the things of the reference.
    options
        The options of both, in pairs.

    Yields
    ------
    Difference
        Of the parts ``rules``.
    """
    for id_, body in reference.bodies.items():
        if id_ not in names.owners:
            continue
        other = names.owners[id_]
        path = ("bodies", other)
        members = tuple(names.owners.get(member, "") for member in body.members)
        if set(members) != set(student.bodies[other].members):
            yield Difference("rules", "members", id_, path=(*path, "members"))
        rows = [(row, their_row) for row, their_row in options if row.owner == id_]
        rules = {row.full: (reference.rule_of(row), student.rule_of(their_row)) for row, their_row in rows}
        if not rules:
            rules = {"": (body.decides, student.bodies[other].decides)}
        together: dict[tuple[Rule | None, Rule | None], list[str]] = {}
        for name, (rule, theirs) in rules.items():
            if not decides_alike(rule, theirs, members, student.bodies[other].members, names.owners):
                together.setdefault((rule, theirs), []).append(name)
        for full in together.values():
            mine = tuple(name for name in full if name)
            yours = tuple(names.options[name] for name in mine)
            yield Difference("rules", "rule", id_, mine, yours, path=(*path, "decides"))


def decides_alike(
    rule: Rule | None, other: Rule | None, members: Sequence[str], others: Sequence[str], names: Mapping[str, str]
) -> bool:
    """Whether two rules are the same, in the names of the second, or pass the same votes of the same members.

    Parameters
    ----------
    rule, other
        The rules; None where there is none.
    members, others
        The members of the two bodies, by the ids of the second case.
    names
        The ids of the second case, by those of the first.

    Returns
    -------
    bool
        Other members are no other rule: where they differ, the rules are compared as they are written.

    Examples
    --------
    >>> from countermove.model.rules import parse_rule
    >>> half = parse_rule({"quota": "2", "weights": {"a": 1, "b": 1, "c": 1}})
    >>> decides_alike(parse_rule("majority"), half, "abc", "abc", {})
    True
    """
    if rule is None or other is None:
        return rule is other
    own = renamed(rule, names)
    if own == other:
        return True
    players = sorted({*others, *named_actors(own), *named_actors(other)})
    if set(members) != set(others) or len(players) > MOST_PLAYERS:
        return False
    votes = (dict(zip(players, vote, strict=True)).__getitem__ for vote in product((1, 0, -1), repeat=len(players)))
    return all(passes(own, others, stance) == passes(other, others, stance) for stance in votes)


def renamed(rule: Rule, names: Mapping[str, str]) -> Rule:
    """The rule with other ids; those of nobody in the other case become an id that no case has.

    >>> renamed(Veto(("a",), ActorRule("b")), {"a": "c", "b": "d"})
    Veto(actors=('c',), also=ActorRule(actor='d'))
    """

    def name(id_: str) -> str:
        return names.get(id_, f"{id_}?" if names else id_)

    match rule:
        case ActorRule(actor):
            return ActorRule(name(actor))
        case Veto(actors, also):
            return Veto(tuple(map(name, actors)), renamed(also, names))
        case AllRule(rules):
            return AllRule(tuple(renamed(part, names) for part in rules))
        case AnyRule(rules):
            return AnyRule(tuple(renamed(part, names) for part in rules))
        case Quota(weights=weights) if weights is not None:
            return replace(rule, weights=tuple((name(id_), weight) for id_, weight in weights))
    return rule
