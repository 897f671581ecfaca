"""Scenarios, merged over the case that they belong to; and a case without one of its actors or bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from countermove.errors import CaseError, KeyPath, QuestionError, did_you_mean, quoted
from countermove.model.case import Actor, Body, BodyOption, Case, Pattern, View
from countermove.model.labels import KINDS, Label, as_label
from countermove.model.names import OptionNames
from countermove.model.parse import parse_case
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown, Ranking, is_pattern
from countermove.model.rules import ActorRule, AllRule, AnyRule, Quota, Rule, Veto
from countermove.model.statements import Statement, StatementError, bind, parse, refs, truth
from countermove.model.walk import label_entries

__all__ = ["Changed", "apply_scenario", "merge", "rebuilt", "rule_without", "scenario_data", "without"]

WAYS = ("prefers", "ranking", "worth")
"""The ways to state preferences; one in a scenario takes the place of whichever the actor had."""


def apply_scenario(case: Case, name: str) -> Case:
    """The case with the scenario `name` merged over it; it has no scenarios of its own.

    Mappings are merged key by key; lists, `decides` and an actor's preferences as a whole are replaced; null
    removes.

    Parameters
    ----------
    case
        The case.
    name
        The name of a scenario of it.

    Returns
    -------
    Case
        A new case without scenarios.

    Raises
    ------
    QuestionError
        Where the case has no such scenario.
    CaseError
        Where the merged case has not the shape of a case.

    Examples
    --------
    >>> more = {"actors": {"usa": {"options": {"stop": "Stop"}}}}
    >>> data = {"actors": {"usa": {"options": {"go": "Go"}}}, "scenarios": {"more": more}}
    >>> case = Case.model_validate(data)
    >>> list(apply_scenario(case, "more").actors["usa"].options)
    ['go', 'stop']
    """
    if name not in case.scenarios:
        raise QuestionError(f"unknown scenario {quoted(name)}; {did_you_mean(name, case.scenarios)}")
    merged, diagnostics = parse_case(scenario_data(case, name))
    if merged is None:
        raise CaseError(diagnostics)
    return merged


def scenario_data(case: Case, name: str) -> dict[str, Any]:
    """The merged case as plain data in its long form.

    Parameters
    ----------
    case
        The case.
    name
        The name of a scenario of it.

    Returns
    -------
    dict
        The shape of a case file, in its long form.
    """
    base = case.model_dump(by_alias=True, exclude_defaults=True, exclude={"scenarios"})
    return merge({"actors": {}, **base}, case.scenarios[name].changes)


def merge(base: Mapping[str, Any], changes: Mapping[str, Any], path: KeyPath = ()) -> dict[str, Any]:
    """`base`, in its long form, with `changes` merged over it; neither is changed.

    Parameters
    ----------
    base
        A case as data, in its long form.
    changes
        What a scenario says.
    path
        Where both stand in the case; it decides what is merged and what is replaced.

    Returns
    -------
    dict
        New data.

    Examples
    --------
    >>> merge({"actors": {"a": {"prefers": ["x"], "about": "A"}}}, {"actors": {"a": {"worth": {"x": "2"}}}})
    {'actors': {'a': {'about': 'A', 'worth': {'x': '2'}}}}
    """
    merged = dict(base)
    if not path and isinstance(changes.get("labels"), Mapping):
        # The short form of a label says which states it is for; merged as it stands it would throw away the name.
        is_graph = any(part.get("states") is not None for part in (base, changes))
        changes = {**changes, "labels": {id_: as_label(entry, is_graph) for id_, entry in changes["labels"].items()}}
    # A label says in one way which states it is for, too.
    if len(path) == 2 and path[0] == "labels" and any(kind in changes for kind in KINDS):
        merged = {key: value for key, value in merged.items() if key not in KINDS}
    # An actor states its preferences in one way: a new way takes the place of the old one.
    if _has_preferences(path) and any(way in changes for way in WAYS):
        merged = {key: value for key, value in merged.items() if key not in WAYS}
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
            continue
        # The short form of an option is its name; merged as text it would throw away the rest of the option.
        patch = {"name": value} if isinstance(value, str) and path[2:] == ("options",) else value
        if isinstance(patch, Mapping) and not _is_whole(path, key):
            old = merged.get(key)
            merged[key] = merge(old if isinstance(old, Mapping) else {}, patch, (*path, key))
        else:
            merged[key] = patch
    return merged


def _has_preferences(path: KeyPath) -> bool:
    """Whether a record with preferences stands at a path: an actor, or an actor as another one sees it."""
    return path[-2:-1] == ("actors",) and (len(path) == 2 or (len(path) == 4 and path[0] == "views"))


def _is_whole(path: KeyPath, key: str) -> bool:
    """Whether the mapping at a key is replaced and not merged."""
    if key == "worth":
        return _has_preferences(path)
    return key == "decides" and path[:1] == ("bodies",) and len(path) in (2, 4)


WORD = r"[A-Za-z][\w-]*"
NAMED = re.compile(rf"{WORD}(?:\s*\.\s*{WORD})?(?:\s+is\s+[A-Za-z0-9][\w-]*)?", re.IGNORECASE)
ALONE = re.compile(rf"{WORD}(?:\s*\.\s*{WORD})?")


@dataclass(frozen=True)
class Changed:
    """A changed case, and in words what followed from the change that nobody asked for by name.

    Parameters
    ----------
    case
        The changed case.
    notes
        Sentences without a full stop.
    """

    case: Case
    notes: tuple[str, ...] = ()


def rebuilt(case: Case, **changes: Any) -> Case:
    """The case with some of its fields replaced, and without what belongs to the old one: scenarios, published results.

    Parameters
    ----------
    case
        The old case.
    changes
        Fields of `Case` by name.

    Returns
    -------
    Case
        A new case.

    Examples
    --------
    >>> rebuilt(Case.model_validate({"title": "Old", "actors": {}}), title="New").title
    'New'
    """
    # `model_copy` would share the cached bit order of the old case.
    fields = {name: getattr(case, name) for name in Case.model_fields}
    return Case.model_validate({**fields, "scenarios": {}, "published": {}, **changes})


def without(case: Case, id_: str) -> Changed:
    """The case without the actor or body `id_`.

    Its options vanish: wherever they are named they count as not taken (of an option with levels, the first
    holds). It is no longer a member of any body. Of the rules that name it, what remains is asked: its consent
    is not needed, its veto and its weight are gone, and shares are of what remains.

    Parameters
    ----------
    case
        The case.
    id_
        The id of an actor or body.

    Returns
    -------
    Changed
        The new case, and what followed from the removal.

    Raises
    ------
    QuestionError
        Where there is nobody of that id, or nobody would be left who can move.

    Examples
    --------
    >>> rule = {"all": [{"actor": "b"}, "consensus"]}
    >>> union = {"members": ["a", "b"], "decides": rule, "options": {"go": {}}}
    >>> actors = {"a": {"prefers": ["go and not b.stop"]}, "b": {"options": {"stop": {}}}}
    >>> changed = without(Case.model_validate({"actors": actors, "bodies": {"union": union}}), "b").case
    >>> changed.actors["a"].prefers[0].that.text, changed.bodies["union"].decides
    ('go and not false', AllRule(rules=(Consensus(),)))
    """
    owners = [*case.actors, *case.bodies]
    if id_ not in owners:
        raise QuestionError(f"unknown actor or body {quoted(id_)}; {did_you_mean(id_, owners)}")
    removal = _Removal(case, id_)
    changed = removal.case()
    if not changed.movers:
        raise QuestionError("nobody who can move would be left")
    return Changed(changed, tuple(dict.fromkeys(removal.notes)))


def rule_without(rule: Rule, id_: str) -> Rule | None:
    """What remains of a rule when nobody of the id `id_` is there; None where nothing does.

    Parameters
    ----------
    rule
        The rule.
    id_
        The id of the one who is not there any more.

    Returns
    -------
    Rule or None
        The remaining rule.

    Examples
    --------
    >>> rule_without(Veto(("x", "y"), ActorRule("z")), "x")
    Veto(actors=('y',), also=ActorRule(actor='z'))
    """
    match rule:
        case ActorRule(actor):
            return None if actor == id_ else rule
        case Veto(actors, also):
            others, remaining = tuple(a for a in actors if a != id_), rule_without(also, id_)
            return remaining if remaining is None or not others else Veto(others, remaining)
        case AllRule(rules) | AnyRule(rules):
            kept = tuple(part for part in (rule_without(r, id_) for r in rules) if part is not None)
            return type(rule)(kept) if kept else None
        case Quota(quota, weights, blocking) if weights is not None:
            return Quota(quota, tuple(pair for pair in weights if pair[0] != id_), blocking)
    return rule


class _Removal:
    """The parts of a case, each without the owner that goes; `notes` gathers what should be said."""

    def __init__(self, case: Case, id_: str) -> None:
        self.old, self.id = case, id_
        self.names = OptionNames(case)
        self.labels = {(row.owner, row.id): row.name for row in case.option_rows}
        self.gone = {row.index: _default(row.level, row.record.levels) for row in case.option_rows if row.owner == id_}
        self.notes: list[str] = []
        self.replaced = 0

    def case(self) -> Case:
        """The whole case."""
        old, id_ = self.old, self.id
        changes: dict[str, Any] = {
            "actors": {a: self.actor(a, record) for a, record in old.actors.items() if a != id_},
            "bodies": {b: self.body(b, record) for b, record in old.bodies.items() if b != id_},
            "impossible": self.claims(old.impossible),
            "always": self.claims(old.always),
            "coalesce": self.coalesced(old.coalesce),
            "labels": self.labels_left(),
            "views": {v: self.view(v, record) for v, record in old.views.items() if v != id_},
            "events": tuple(event for event in old.events if event.actor != id_),
        }
        if old.status_quo is not None:
            changes["status_quo"] = self.listed(old.status_quo)
            if len(changes["status_quo"]) < len(old.status_quo):
                self.notes.append(f"what {old.label(id_)} does in the status quo counts as not done")
        if self.replaced:
            levels = any(self.gone.values())
            first = "; of an option with levels, the first holds" if levels else ""
            count = "1 statement" if self.replaced == 1 else f"{self.replaced} statements"
            self.notes.insert(0, f"in {count} the options of {old.label(id_)} count as not taken{first}")
        return rebuilt(old, **changes)

    def actor(self, id_: str, record: Actor) -> Actor:
        """An actor that stays."""
        changes: dict[str, Any] = {"options": self.options(id_, record)}
        if record.prefers is not None:
            changes["prefers"] = tuple(self.line(entry, id_) for entry in record.prefers)
        if record.ranking is not None:
            changes["ranking"] = self.ranking(record.ranking, id_) or None
        if record.worth is not None:
            changes["worth"] = self.worth(record.worth, id_)
        return record.model_copy(update=changes)

    def body(self, id_: str, record: Body) -> Body:
        """A body that stays, with its members and rules."""
        label = self.old.label(id_)
        members = tuple(m for m in record.members if m != self.id)
        if len(members) < len(record.members):
            self.notes.append(f"{label} no longer has {self.old.label(self.id)} as a member")
        changes: dict[str, Any] = {"members": members, "options": self.options(id_, record)}
        if record.decides is not None:
            changes["decides"] = self.rule(record.decides, label)
        return record.model_copy(update=changes)

    def rule(self, rule: Rule, where: str) -> Rule | None:
        """What remains of a rule, and the note that says so."""
        remaining = rule_without(rule, self.id)
        who = self.old.label(self.id)
        if remaining is None:
            self.notes.append(f"{where}: nothing remains of the rule, which asked {who} alone")
        elif remaining != rule:
            self.notes.append(f"{where}: the rule no longer asks {who}")
        return remaining

    def options(self, owner: str, record: Actor | Body) -> dict[str, Any]:
        """The options of an owner that stays: their preconditions, and the rules of their own."""
        options = {}
        for id_, option in record.options.items():
            changes: dict[str, Any] = {}
            if option.needs is not None:
                changes["needs"] = self.statement(option.needs, owner)
            if isinstance(option, BodyOption) and option.decides is not None:
                label = f"{self.old.label(owner)}: {self.labels.get((owner, id_), option.name or id_)}"
                changes["decides"] = self.rule(option.decides, label)
                if changes["decides"] is None:
                    self.notes.append(f"{label}: the rule of the body decides it now")
            options[id_] = option.model_copy(update=changes)
        return options

    def line(self, entry: Line | Equally | OrderUnknown, owner: str) -> Line | Equally | OrderUnknown:
        """A line of preferences, or a group of them."""
        match entry:
            case Equally(equally=lines):
                return Equally(equally=tuple(self._line(line, owner) for line in lines))
            case OrderUnknown(order_unknown=lines):
                return OrderUnknown(order_unknown=tuple(self._line(line, owner) for line in lines))
        return self._line(entry, owner)

    def _line(self, line: Line, owner: str) -> Line:
        changes = {"that": self.statement(line.that, owner)}
        if line.otherwise is not None:
            changes["otherwise"] = self.statement(line.otherwise, owner)
        return line.model_copy(update=changes)

    def ranking(self, ranking: Ranking, owner: str) -> Ranking:
        """A ranking without what can no longer be; listed states stay as they are."""
        if self.old.is_graph:
            return ranking
        entries: list[str | tuple[str, ...]] = []
        for entry in ranking:
            if isinstance(entry, str):
                kept = self.pattern(entry, owner)
                entries += [] if kept is None else [kept]
            else:
                group = tuple(k for k in (self.pattern(inner, owner) for inner in entry) if k is not None)
                entries += [group] if group else []
        return tuple(entries)

    def pattern(self, text: str, owner: str | None = None) -> str | None:
        """A pattern or statement about the options that stay; None where no state matches it any more."""
        if not is_pattern(text):
            statement = self.statement(parse(text), owner)
            bound = bind(statement.tree, partial(self.names.find, owner=owner))
            # False whatever the open options are: then no state matches it any more.
            return None if truth(bound, lambda _: None) is False else statement.text
        # A pattern that asks for what can no longer be matches no state.
        if any(text[k] == ("N" if counts_as_taken else "Y") for k, counts_as_taken in self.gone.items()):
            return None
        return "".join(sign for k, sign in enumerate(text) if k not in self.gone)

    def coalesced(self, patterns: Iterable[Pattern]) -> tuple[Pattern, ...]:
        """The coalesced states that still match something."""
        pairs = [(pattern, self.pattern(pattern.that)) for pattern in patterns]
        if any(text is None for _, text in pairs):
            self.notes.append("a coalesced state in which its options are taken is gone")
        return tuple(pattern.model_copy(update={"that": text}) for pattern, text in pairs if text is not None)

    def labels_left(self) -> dict[str, Label] | tuple[Label, ...]:
        """The labels of outcomes that can still be; of several that are for the same state now, the first."""
        kept: dict[KeyPath, Label] = {}
        for entry in label_entries(self.old):
            label = entry.label
            if label.where is not None:
                label = label.model_copy(update={"where": self.statement(label.where)})
            elif label.options is not None:
                # What somebody does who is not there can no longer be the case; of levels the first still is.
                if any(self.gone.get(self.find(name)) is False for name in label.options):
                    continue
                label = label.model_copy(update={"options": self.listed(label.options)})
            kept[entry.path] = label
        if isinstance(self.old.labels, Mapping):
            return {str(path[-1]): label for path, label in kept.items()}
        return tuple(kept.values())

    def view(self, viewer: str, view: View) -> View:
        """What somebody who stays believes."""
        actors = {
            a: seen.model_copy(
                update={
                    "prefers": None if seen.prefers is None else tuple(self.line(entry, a) for entry in seen.prefers),
                    "ranking": None if seen.ranking is None else self.ranking(seen.ranking, a) or None,
                    "worth": None if seen.worth is None else self.worth(seen.worth, a),
                }
            )
            for a, seen in view.actors.items()
            if a != self.id
        }
        unaware = self.listed(view.unaware, viewer)
        return view.model_copy(update={"actors": actors, "unaware": unaware, "unseen": self.claims(view.unseen)})

    def worth(self, worth: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Weights of the options that stay."""
        return {name: weight for name, weight in worth.items() if self.find(name, owner) not in self.gone}

    def claims(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Constraints."""
        return tuple(claim.model_copy(update={"that": self.statement(claim.that)}) for claim in claims)

    def listed(self, names: Iterable[str], owner: str | None = None) -> tuple[str, ...]:
        """A list of options taken, without those that go."""
        return tuple(name for name in names if not self.gone or self.find(name, owner) not in self.gone)

    def find(self, text: str, owner: str | None = None) -> int:
        """The position of the option that a text names."""
        return self.names.find_text(text, owner)

    def statement(self, statement: Statement, owner: str | None = None) -> Statement:
        """A statement in which the options that go are replaced by what they count as."""
        if not self.gone:
            return statement
        text, end, parts = statement.text, 0, []
        # In the text, from left to right: the analyst's words stay as they are but for the names that vanish.
        for ref in sorted(refs(statement.tree), key=lambda ref: ref.offset):
            option = self.names.find(ref, owner)
            if option in self.gone:
                match = (NAMED if ref.level else ALONE).match(text, ref.offset)
                assert match is not None
                parts += [text[end : ref.offset], "true" if self.gone[option] else "false"]
                end = match.end()
        if not parts:
            return statement
        self.replaced += 1
        try:
            return parse("".join([*parts, text[end:]]))
        except StatementError as fault:
            raise QuestionError(f"without {self.id} a statement cannot be written: {fault.message}") from None


def _default(level: str | None, levels: tuple[str, ...]) -> bool:
    """Whether an option that nobody has counts as taken: only the first of several levels does."""
    return level is not None and level == levels[0]
