"""What-ifs: changes to a case that need no scenario written for them; each kind is a row of `WHAT_IFS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.model.case import Body, BodyOption, Case
from countermove.model.checks.check import check
from countermove.model.rules import Rule, RuleError, Veto, parse_rule, rule_data
from countermove.model.scenario import Changed, rebuilt, without

__all__ = ["WHAT_IFS", "Kind", "WhatIf", "applied", "read_what_ifs", "what_if"]


@dataclass(frozen=True)
class WhatIf:
    """One change: its kind, whom it is about, and what is put there (a rule; actors; nothing)."""

    kind: str
    target: str
    value: Any = None

    @property
    def name(self) -> str:
        """What it is called beside the base: ``rule nato=majority``."""
        value = WHAT_IFS[self.kind].written(self.value)
        return f"{self.kind} {self.target}{f'={value}' if value else ''}"


@dataclass(frozen=True)
class Kind:
    """A kind of what-if.

    `form` is what is written after its option, `question` what it asks, in one sentence. `read` takes the plain
    data given for it (None: nothing was) and returns the value, or raises `RuleError` or `QuestionError`;
    `written` gives the value as it is written. `change` makes the changed case. `implies`: kinds of edits that
    follow from it, and that its notes tell.
    """

    id: str
    form: str
    question: str
    read: Callable[[Any], Any]
    written: Callable[[Any], str]
    change: Callable[[Case, str, Any], Changed]
    implies: tuple[str, ...] = ()


def what_if(kind: str, target: str, data: Any = None) -> WhatIf:
    """A what-if of a kind about a target, from plain data in the form of a case file.

    Parameters
    ----------
    kind
        One of `WHAT_IFS`: ``rule``, ``veto``, ``without``, ``merge``.
    target
        Whom it is about: a body, a body's option (``nato.admit``), an actor, or actors with commas between them.
    data
        What is put there, as in a case file: a rule, or actors; None for nothing.

    Returns
    -------
    WhatIf
        The change, read and ready to be applied; nothing is known yet of the case that it is about.

    Raises
    ------
    QuestionError
        For an unknown kind, and for data that cannot be read.

    Examples
    --------
    >>> what_if("rule", "nato", {"quota": "0.65"}).name
    'rule nato={quota: 0.65}'
    """
    if kind not in WHAT_IFS:
        raise QuestionError(f"unknown what-if {quoted(kind)}; {did_you_mean(kind, WHAT_IFS)}")
    row = WHAT_IFS[kind]
    # One spelling, so that equal what-ifs are equal records and are asked once.
    target = ",".join(part.strip() for part in target.split(","))
    if not target:
        raise QuestionError(f"{kind}: nobody is named; write {row.form}")
    try:
        return WhatIf(kind, target, row.read(data))
    except RuleError as fault:
        hint = f"; {fault.hint}" if fault.hint else ""
        raise QuestionError(f"{kind} {target}: {fault.message}{hint}") from None
    except QuestionError as fault:
        raise QuestionError(f"{kind} {target}: {fault}; write {row.form}") from None


def read_what_ifs(given: Mapping[str, Any]) -> tuple[WhatIf, ...]:
    """What-ifs by kind: a mapping from targets to data, or targets alone.

    >>> [w.name for w in read_what_ifs({"veto": {"nato.admit": "russia"}, "without": ["europe"]})]
    ['veto nato.admit=russia', 'without europe']
    """
    what_ifs = []
    for kind, targets in given.items():
        if isinstance(targets, Mapping):
            what_ifs += [what_if(kind, str(target), data) for target, data in targets.items()]
        else:
            what_ifs += [what_if(kind, str(t)) for t in ([targets] if isinstance(targets, str) else targets)]
    return tuple(what_ifs)


def applied(case: Case, what_ifs: Iterable[WhatIf]) -> Changed:
    """The case with these changes, one after the other, and what followed from them.

    Raises
    ------
    QuestionError
        Where a change, which is named, is about nobody in the case, and where the changed case would be unsound.
    """
    notes: list[str] = []
    names = []
    for one in what_ifs:
        names.append(one.name)
        try:
            changed = WHAT_IFS[one.kind].change(case, one.target, one.value)
        except QuestionError as fault:
            raise QuestionError(f"{one.name}: {fault}") from None
        case = changed.case
        notes += changed.notes
    # Once, after all changes: two that are unsound one by one may be sound together.
    errors = [finding for finding in check(case) if finding.severity == "error"]
    if errors:
        raise QuestionError(f"{' + '.join(names)}: the case would be unsound: {errors[0]}")
    return Changed(case, tuple(notes))


def _new_rule(case: Case, target: str, rule: Rule) -> Changed:
    body, option = _decided(case, target)
    if option is not None:
        return Changed(_with_rules(case, body, {option: rule}))
    record = case.bodies[body]
    # The body's rule decides only options without one of their own, which a reader of the result must be shown.
    own = [row.name for row in case.option_rows if row.owner == body and case.rule_of(row) is not record.decides]
    kept = [f"{case.label(body)}: options with rules of their own keep them ({', '.join(own)})"] if own else []
    return Changed(_with_rules(case, body, {None: rule}), tuple(kept))


def _new_veto(case: Case, target: str, actors: tuple[str, ...]) -> Changed:
    for actor in actors:
        if actor in case.bodies:
            raise QuestionError(f"{quoted(actor)} is a body; only an actor can have a veto of its own")
        if actor not in case.actors:
            raise QuestionError(f"there is no actor {quoted(actor)}; {did_you_mean(actor, case.actors)}")
    body, option = _decided(case, target)
    record = case.bodies[body]
    own: dict[str | None, Rule | None] = {id_: o.decides for id_, o in record.options.items() if o.decides is not None}
    # A veto over a body is a veto over everything that it decides, options with rules of their own included.
    old = {None: record.decides, **own}
    if option is not None:
        old = {option: own.get(option, record.decides)}
    return Changed(_with_rules(case, body, {k: Veto(actors, rule) for k, rule in old.items() if rule is not None}))


def _with_rules(case: Case, body: str, rules: Mapping[str | None, Rule]) -> Case:
    """The case with other rules for some options of a body, by id, or for the body itself (None)."""
    record: Body = case.bodies[body]
    options: dict[str, BodyOption] = {
        id_: one.model_copy(update={"decides": rules[id_]}) if id_ in rules else one for id_, one in record.options.items()
    }
    # Copies, since a case is frozen, and the one that was given is still compared as the base.
    changed = record.model_copy(update={"decides": rules.get(None, record.decides), "options": options})
    return rebuilt(case, bodies={**case.bodies, body: changed})


def _decided(case: Case, target: str) -> tuple[str, str | None]:
    """The body that a target names, and its option, if it names one."""
    body, dot, option = (part.strip() for part in target.partition("."))
    if not case.bodies:
        raise QuestionError("the case has no bodies, so nothing in it is decided by a rule")
    if body in case.actors:
        raise QuestionError(f"{quoted(body)} is an actor, and decides by itself; bodies: {', '.join(case.bodies)}")
    if body not in case.bodies:
        names = [*case.bodies, *(f"{b}.{o}" for b, record in case.bodies.items() for o in record.options)]
        raise QuestionError(f"unknown body {quoted(body)}; {did_you_mean(target, names)}")
    if not dot:
        return body, None
    options = case.bodies[body].options
    if option not in options:
        raise QuestionError(f"{quoted(body)} has no option {quoted(option)}; {did_you_mean(option, options)}")
    return body, option


def _merged(case: Case, target: str, _: None) -> Changed:
    """The case itself: who moves as one is no part of a case, but of the graph that is made from it."""
    names = [case.label(id_) for id_ in target.split(",") if id_ in case.actors]
    return Changed(case, (f"A move that one of {' and '.join(names)} could make alone now needs all of them",))


def _read_rule(data: Any) -> Rule:
    if data is None:
        raise QuestionError("the rule is missing")
    return parse_rule(data)


def _read_actors(data: Any) -> tuple[str, ...]:
    names = data.split(",") if isinstance(data, str) else data if isinstance(data, Sequence) else ()
    actors = tuple(dict.fromkeys(str(name).strip() for name in names))
    if not all(actors) or not actors:
        raise QuestionError("the actor is missing")
    return actors


def _read_nothing(data: Any) -> None:
    if data is not None:
        raise QuestionError("nothing stands behind the name")


def _flow(data: Any) -> str:
    """Plain data as it is written on one line."""
    if isinstance(data, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(value)}' for key, value in data.items())}}}"
    return f"[{', '.join(map(_flow, data))}]" if isinstance(data, list) else str(data)


WHAT_IFS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "rule", "BODY=RULE or BODY.OPTION=RULE", "What if it were decided by this rule?",
            _read_rule, lambda rule: _flow(rule_data(rule)), _new_rule,
        ),
        Kind(
            "veto", "BODY=ACTOR or BODY.OPTION=ACTOR", "What if this actor had a veto over it?",
            _read_actors, ",".join, _new_veto,
        ),
        Kind(
            "without", "ACTOR or BODY", "What if it were not there?",
            _read_nothing, lambda _: "", lambda case, id_, _: without(case, id_),
            implies=("members", "preferences", "moves", "view", "constraints", "coalesced", "status quo"),
        ),
        Kind("merge", "ACTOR,ACTOR", "What if these actors moved as one?", _read_nothing, lambda _: "", _merged),
    )
}  # fmt: skip
