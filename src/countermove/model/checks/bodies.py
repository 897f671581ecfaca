"""Bodies: their members, and rules that can pass."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.errors import Diagnostic, KeyPath, did_you_mean, quoted
from countermove.model.case import Body, Case
from countermove.model.checks.shares import share_warnings
from countermove.model.rules import ActorRule, AllRule, AnyRule, Quota, Rule, Veto, passes

__all__ = ["body_findings", "body_warnings", "rule_warnings"]


def body_findings(case: Case) -> Iterator[Diagnostic]:
    """Everything that is wrong with the members and rules of bodies (CM4xx, CM107).

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Diagnostic
        Errors.
    """
    for id_, body in case.bodies.items():
        yield from _member_findings(case, id_, body)
        if body.decides is not None:
            yield from _rule_findings(case, body, body.decides, ("bodies", id_, "decides"))
        for option, record in body.options.items():
            path: KeyPath = ("bodies", id_, "options", option)
            if record.decides is not None:
                yield from _rule_findings(case, body, record.decides, (*path, "decides"))
            elif body.decides is None:
                message = f"no rule decides {quoted(option)}"
                yield Diagnostic("CM407", "error", path, message, "add decides: to it, or to the body")
    yield from _circles(case)


def body_warnings(case: Case) -> Iterator[Diagnostic]:
    """What may have been overlooked in rules (CM412 to CM414), in a case without errors.

    Parameters
    ----------
    case
        A case without errors.

    Yields
    ------
    Diagnostic
        Warnings: parts that fail no matter who is for them, vetoes named twice, quotas that never decide, shares that
        are rounded, or that both sides reach.
    """
    for id_, body in case.bodies.items():
        rules: list[tuple[Rule | None, KeyPath]] = [(body.decides, ("bodies", id_, "decides"))]
        rules += [(o.decides, ("bodies", id_, "options", name, "decides")) for name, o in body.options.items()]
        for rule, path in rules:
            if rule is not None:
                yield from rule_warnings(body, rule, path)


def rule_warnings(body: Body, rule: Rule, path: KeyPath) -> Iterator[Diagnostic]:
    """The same of one rule of a body.

    Parameters
    ----------
    body
        The body, whose members the rule counts.
    rule
        A rule without errors.
    path
        Where it stands.

    Yields
    ------
    Diagnostic
        Warnings.
    """
    for part, where in _parts(rule, path):
        yield from _idle(body, part, where)
        if isinstance(part, Quota):
            yield from share_warnings(part, body.members, (*where, "quota"))


def _idle(body: Body, rule: Rule, path: KeyPath) -> Iterator[Diagnostic]:
    """What has no effect in one part of a rule, the parts inside it aside."""
    match rule:
        case AnyRule(rules):
            for k, part in enumerate(rules):
                if not passes(part, body.members, lambda _: 1):
                    message = "this part fails even with everybody for"
                    yield Diagnostic("CM412", "warning", (*path, "any", k), message, _why(body, part))
        case Veto(actors, _):
            for k, actor in enumerate(actors):
                if actor in actors[:k]:
                    message = f"the veto of {quoted(actor)} stands here twice"
                    yield Diagnostic("CM412", "warning", (*path, "veto", k), message, "take one out")
        case Quota(quota, _, blocking) if blocking is not None:
            if blocking >= len(body.members):
                message = f"with {len(body.members)} members and blocking: {blocking}, one member alone carries it"
                hint = "blocking is how many members it takes to stop it"
                yield Diagnostic("CM412", "warning", (*path, "blocking"), message, hint)
            elif not passes(Quota(quota, rule.weights), body.members, lambda _: 1):
                message = "no support reaches this quota, so it passes by blocking only"
                yield Diagnostic("CM412", "warning", (*path, "quota"), message, _why(body, Quota(quota, rule.weights)))


def _member_findings(case: Case, id_: str, body: Body) -> Iterator[Diagnostic]:
    if not body.members:
        yield Diagnostic("CM402", "error", ("bodies", id_), "the body has no members", "add members: [...]")
    seen: set[str] = set()
    for k, member in enumerate(body.members):
        path: KeyPath = ("bodies", id_, "members", k)
        if member in seen:
            yield Diagnostic("CM411", "error", path, f"the member {quoted(member)} stands here twice", "take one out")
        elif member not in case.actors and member not in case.bodies:
            hint = did_you_mean(member, [*case.actors, *case.bodies])
            yield Diagnostic("CM401", "error", path, f"unknown member {quoted(member)}", hint)
        elif member in case.bodies and case.bodies[member].decides is None:
            message = f"the member {quoted(member)} is a body without a rule of its own"
            yield Diagnostic("CM408", "error", path, message, f"add decides: to bodies.{member}")
        seen.add(member)


def _rule_findings(case: Case, body: Body, rule: Rule, path: KeyPath) -> Iterator[Diagnostic]:
    findings = [finding for part, where in _parts(rule, path) for finding in _part_findings(case, body, part, where)]
    # A rule with faults inside may pass or fail for the wrong reason, so whether it can pass is asked only afterwards.
    yield from findings
    if findings or not body.members:
        return
    # Rules are monotone: one that fails with everybody for fails always.
    if not passes(rule, body.members, lambda _: 1):
        yield Diagnostic("CM403", "error", path, "the rule fails even with everybody for", _why(body, rule))


def _why(body: Body, rule: Rule) -> str:
    """The way out of a rule that can never pass: lower the quota that is too high."""
    for part, _ in _parts(rule, ()):
        if isinstance(part, Quota) and not passes(part, body.members, lambda _: 1):
            total = sum(part.weight_of(body.members).values())
            what = f"the quota is {part.quota.text}, and all members together have {float(total):g}"
            # Nobody has 65 votes of 27: 65 was meant as a percentage.
            return f"{what}; a share is written {part.quota.text} %" if 10 <= part.quota.value <= 100 else what
    return "weaken one of its parts"


def _part_findings(case: Case, body: Body, rule: Rule, path: KeyPath) -> Iterator[Diagnostic]:
    match rule:
        case ActorRule(actor):
            yield from _actor_findings(case, actor, (*path, "actor"))
        case Veto(actors, _):
            for k, actor in enumerate(actors):
                yield from _actor_findings(case, actor, (*path, "veto", k))
        case Quota(_, weights, _) if weights is not None:
            yield from _weight_findings(body, dict(weights), (*path, "weights"))


def _actor_findings(case: Case, actor: str, path: KeyPath) -> Iterator[Diagnostic]:
    if actor in case.actors:
        return
    if actor in case.bodies:
        yield Diagnostic("CM107", "error", path, f"{quoted(actor)} is a body", "a rule names actors only; make it a member")
        return
    yield Diagnostic("CM107", "error", path, f"there is no actor {quoted(actor)}", did_you_mean(actor, case.actors))


def _weight_findings(body: Body, weights: dict[str, object], path: KeyPath) -> Iterator[Diagnostic]:
    members = set(body.members)
    for name in weights:
        if name not in members:
            hint = did_you_mean(name, body.members)
            yield Diagnostic("CM406", "error", (*path, name), f"{quoted(name)} has a weight and is not a member", hint)
    missing = [member for member in dict.fromkeys(body.members) if member not in weights]
    if missing:
        names = ", ".join(map(quoted, missing[:12]))
        yield Diagnostic("CM406", "error", path, f"no weight for {names}", "weights name every member, 0 included")
    elif weights and not any(weights.values()):
        yield Diagnostic("CM409", "error", path, "all weights are 0", "give at least one member a weight above 0")


def _parts(rule: Rule, path: KeyPath) -> Iterator[tuple[Rule, KeyPath]]:
    """The rule and all rules inside it, each with its path."""
    yield rule, path
    match rule:
        case Veto(_, also):
            yield from _parts(also, (*path, "also"))
        case AllRule(rules) | AnyRule(rules):
            key = "all" if isinstance(rule, AllRule) else "any"
            for k, part in enumerate(rules):
                yield from _parts(part, (*path, key, k))


def _circles(case: Case) -> Iterator[Diagnostic]:
    """One finding for each body that is met again while its own members are followed."""
    done: set[str] = set()
    for start in case.bodies:
        way: list[str] = []
        # By a stack and not by recursion: a chain of bodies may be longer than Python lets calls nest.
        todo = [] if start in done else [(start, iter(enumerate(case.bodies[start].members)))]
        on_way = {start}
        while todo:
            body, members = todo[-1]
            if len(way) < len(todo):
                way.append(body)
            for k, member in members:
                if member in on_way and k == case.bodies[body].members.index(member):
                    circle = " > ".join([*way[way.index(member) :], member][:12])
                    message = f"the body {quoted(member)} is a member of itself: {circle}"
                    path: KeyPath = ("bodies", body, "members", k)
                    yield Diagnostic("CM405", "error", path, message, "take one of these members out")
                elif member in case.bodies and member not in done and member not in on_way:
                    todo.append((member, iter(enumerate(case.bodies[member].members))))
                    on_way.add(member)
                    break
            else:
                done.add(way.pop())
                on_way.discard(todo.pop()[0])
