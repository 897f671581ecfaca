"""A case in plain sentences: who takes part, what they can do, what each prefers, how bodies decide.

The analyst checks the model by it, so it says everything that the case does and nothing else. What is usual in such
models (an option can be dropped again, an option that is not named is not taken) stands there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from countermove.analysis.model.case_data import CaseData
from countermove.errors import dotted
from countermove.model.case import Actor, Body, BodyOption, Case, Option, Source, View
from countermove.model.names import OptionNames
from countermove.model.preferences import is_pattern
from countermove.model.walk import label_entries
from countermove.text.blocks import Item, Page, Section
from countermove.text.naming import deed_verbs, joined, statement_words, whose
from countermove.text.preferences import claim_words, entry_words, grounds, label_words, preference_items
from countermove.text.rules import rule_items
from countermove.text.verbs import its, verb

__all__ = ["VOTES", "WEIGHT", "case_page", "event_items", "model_prose", "owner_prose", "setting_prose", "source_words"]

WEIGHT = (
    "Preference statements stand most important first. Each statement outweighs all the statements below it: between "
    "two states, the first statement that differs decides."
)
VOTES = (
    "In a body, voters are for a change if they strictly prefer the state after it, and against it if they strictly "
    "prefer the state before. Voters who are indifferent abstain."
)


def case_page(result: CaseData) -> Page:
    """A case as a page of plain sentences: who takes part, what they can do, what each prefers, how bodies decide."""
    return model_prose(result.case, result.scenario)


def model_prose(case: Case, scenario: tuple[str, str] | None = None) -> list[Section]:
    """The sections of the prose; `scenario`: name and description of the one merged into the case."""
    opening = Section(case.title or "Untitled case", tuple(_opening(case, scenario)))
    last = (
        ("What happened", event_items(case)),
        ("Sources", (Item(source_words(id_, source), 0, "-") for id_, source in case.sources.items())),
    )
    return [opening, *owner_prose(case), *setting_prose(case), *_filled(last)]


def owner_prose(case: Case, full_names: bool = True) -> list[Section]:
    """A section for each actor and body: its options, its preferences, its rule.

    `full_names`: whether options stand with ``owner.option`` behind their names, or with their ids alone.
    """
    return [_owner(case, id_, record, full_names) for _, id_, record in case.owners]


def setting_prose(case: Case) -> list[Section]:
    """What concerns all of them: states, constraints, status quo, scenarios and beliefs."""
    rows = (
        ("States", _states(case)),
        ("Impossible", (Item(claim_words(case, claim), 0, "-") for claim in case.impossible)),
        ("Always true", (Item(claim_words(case, claim), 0, "-") for claim in case.always)),
        ("Counted as one state", (_pattern(case, k) for k in range(len(case.coalesce)))),
        ("Labels", (Item(label_words(case, entry), 0, "-") for entry in label_entries(case))),
        ("Status quo", _now(case)),
        ("Scenarios", (item for name in case.scenarios for item in _scenario(case, name))),
        (
            "Beliefs (hypergame)",
            (item for name, view in case.views.items() for item in _view(case, name, view)),
        ),
    )
    return _filled(rows)


def _filled(rows: Iterable[tuple[str, Iterable[Item]]]) -> list[Section]:
    """The sections in which there is something."""
    return [Section(title, items_there) for title, items in rows if (items_there := tuple(items))]


def _opening(case: Case, scenario: tuple[str, str] | None) -> Iterator[Item]:
    if scenario is not None:
        yield Item(f"Scenario {scenario[0]}{': ' if scenario[1] else ''}{scenario[1]}")
    if case.at:
        yield Item(f"As of {case.at}.")
    if case.about:
        yield Item(case.about)
    if case.citation:
        yield Item(f"Published: {case.citation}")
    counts = [
        (len(case.actors), "actor", "actors"),
        (len(case.bodies), "body that decides by a rule", "bodies that decide by rules"),
        (len(case.option_rows), "option", "options"),
        (len(case.states or {}), "listed state", "listed states"),
    ]
    yield Item(joined([f"{n} {one if n == 1 else many}" for n, one, many in counts if n]) + ".")
    # Rules of reading stand once, at the top, and only those that this case needs.
    if any(actor.prefers for actor in case.actors.values()):
        yield Item(WEIGHT)
    if case.option_rows:
        yield Item("An option can be taken and dropped again, unless a note says otherwise.")
    if case.bodies:
        yield Item(VOTES)


def _owner(case: Case, id_: str, record: Actor | Body, full_names: bool) -> Section:
    items = [Item(f"{record.about}{grounds('', record.evidence)}")] if record.about or record.evidence else []
    if isinstance(record, Body):
        members = joined([case.label(member) for member in record.members]) or "nobody"
        items.append(Item(f"Members: {members}."))
        if record.decides is not None:
            items.append(Item("Rule:"))
            items += rule_items(record.decides, record.members, case.label, 1)
    items += _abilities(case, id_, record, full_names)
    if isinstance(record, Actor):
        items += _preferences(case, id_, record)
    # The id is what the reader types; where it is the name in small letters, it goes without saying.
    label = case.label(id_)
    return Section(f"{label} ({id_})" if label.lower() != id_ else label, tuple(items))


def _abilities(case: Case, id_: str, record: Actor | Body, full_names: bool) -> Iterator[Item]:
    # `moves` with nothing in it is a statement of its own in a graph case: this actor cannot move.
    if isinstance(record, Actor) and record.moves is not None:
        yield Item("Moves:" if record.moves else "No moves.")
        for before, after in record.moves:
            yield Item(f"from {entry_words(case, before)} to {entry_words(case, after)}", 1, "-")
    elif record.options:
        yield Item("Options:")
        for option, details in record.options.items():
            yield from _option(case, id_, option, details, record, full_names)
    elif isinstance(record, Actor):
        inside = [case.label(body) for body, other in case.bodies.items() if id_ in other.members]
        yield Item(f"No options of {its(case, id_)} own{f'; member of {joined(inside)}' if inside else ''}.")


def _option(case: Case, owner: str, id_: str, option: Option, record: Actor | Body, full_names: bool) -> Iterator[Item]:
    # A single option has one row, which knows the name that it has by default; of one with levels each has a row.
    name = option.name or next(row.name for row in case.option_rows if row.owner == owner and row.record is option)
    remarks = []
    if option.levels:
        name = option.name or id_.replace("-", " ").capitalize()
        remarks.append(f"levels: {joined(option.levels, 'or')}, exactly one at a time")
    if option.change == "take-only":
        remarks.append("once taken, it cannot be dropped")
    elif option.change == "drop-only":
        remarks.append("once dropped, it cannot be taken again")
    if option.needs is not None:
        remarks.append(f"it can be taken only if this is already true: {statement_words(case, option.needs, owner)}")
    text = "; ".join([f"{name} ({owner}.{id_})" if full_names else f"{name} ({id_})", *remarks])
    yield Item(f"{text}{grounds(option.because, option.evidence)}", 1, "-")
    if isinstance(option, BodyOption) and isinstance(record, Body) and option.decides is not None:
        yield Item("Rule of this option:", 2)
        yield from rule_items(option.decides, record.members, case.label, 3)


def _preferences(case: Case, id_: str, record: Actor) -> Iterator[Item]:
    if record.ranking:
        texts = [text for entry in record.ranking for text in ([entry] if isinstance(entry, str) else entry)]
        # A pattern without a "-" stands for one state, which is described by what is done in it.
        full = case.states is None and any(is_pattern(text) and "-" not in text for text in texts)
        yield Item(f"Ranking of the states, best first{'; options that are not named are not taken' if full else ''}:")
    elif record.worth:
        yield Item("Weights, added up over the options taken:")
    elif record.prefers:
        yield Item("Preferences, most important first:")
    else:
        yield Item("No preferences are given, so all states are equally good.")
        return
    yield from preference_items(case, id_, record, 1)


def _states(case: Case) -> Iterator[Item]:
    yield from (Item(entry_words(case, id_), 0, "-") for id_ in case.states or ())


def _pattern(case: Case, k: int) -> Item:
    pattern = case.coalesce[k]
    return Item(
        f"all states with {entry_words(case, pattern.that)}{grounds(pattern.because, pattern.evidence)}",
        0,
        "-",
    )


def _now(case: Case) -> Iterator[Item]:
    if case.status_quo is None:
        yield Item("No status quo is given, so it is not known which states can be reached.")
    elif case.states is not None:
        yield Item(entry_words(case, case.status_quo[0]))
    else:
        names = OptionNames(case)
        options = names.with_defaults(names.find_text(text) for text in case.status_quo)
        taken = [whose(case, option) for option in sorted(options)]
        yield Item("These options are taken, and no others:" if taken else "No option is taken.")
        yield from (Item(text, 1, "-") for text in taken)


def _scenario(case: Case, name: str) -> Iterator[Item]:
    scenario = case.scenarios[name]
    yield Item(f"{name}{': ' if scenario.about else ''}{scenario.about}", 0, "-")
    # Many changes may have the same words, such as each statement of one actor's preferences.
    changed = list(dict.fromkeys(_changed(case, scenario.changes, ())))
    yield Item(f"changes {joined(changed)}", 1)


def _changed(case: Case, changes: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """What a scenario changes, in words; what has no words of its own by its path."""
    for key, value in changes.items():
        where = (*path, key)
        # The order matters: who is taken out or is new goes before what is changed about somebody.
        match where:
            case ("actors" | "bodies", owner) if value is None:
                yield f"who takes part (without {case.label(owner)})"
            case ("actors" | "bodies", owner) if owner not in case.actors and owner not in case.bodies:
                name = value.get("name") if isinstance(value, Mapping) else None
                yield f"who takes part (new: {name or owner})"
            case ("actors", actor, "prefers" | "ranking" | "worth"):
                yield f"the preferences of {case.label(actor)}"
            case ("bodies", body, "decides"):
                yield f"the rule of {case.label(body)}"
            case ("bodies", body, "members"):
                yield f"the members of {case.label(body)}"
            case ("actors" | "bodies", owner, "options", option):
                record = case.actors.get(owner) or case.bodies.get(owner)
                existing = record.options.get(option) if record else None
                yield f'the option "{(existing.name if existing else "") or option}" of {case.label(owner)}'
            case ("labels", *_):
                yield "the labels"
            case ("impossible",) | ("always",):
                yield "what is impossible" if key == "impossible" else "what is always true"
            case ("status quo",):
                yield "the status quo"
            case _ if isinstance(value, Mapping) and value:
                yield from _changed(case, value, where)
            case _:
                yield dotted(where)


def _view(case: Case, viewer: str, view: View) -> Iterator[Item]:
    yield Item(f"{case.label(viewer)}{': ' if view.about else ''}{view.about}", 0, "-")
    names = OptionNames(case)
    for actor, seen in view.actors.items():
        yield Item(f"sees these preferences of {case.label(actor)}, most important first:", 1)
        yield from preference_items(case, actor, seen, 2)
    if view.unaware:
        yield Item("is not aware of these options:", 1)
        yield from (Item(whose(case, names.find_text(text, viewer)), 2, "-") for text in view.unaware)
    if view.unseen:
        which = "the states in which this is true" if case.states is None else "these states"
        yield Item(f"does not see {which}:", 1)
        for claim in view.unseen:
            yield Item(claim_words(case, claim, viewer) if case.states is None else str(claim.that), 2, "-")


def event_items(case: Case) -> Iterator[Item]:
    """What happened: who took and dropped what, and when."""
    names = OptionNames(case)

    def named(texts: Sequence[str], actor: str) -> str:
        return joined([f'"{case.option_rows[names.find_text(text, actor)].name}"' for text in texts])

    for event in case.events:
        verbs = deed_verbs(case, event.actor)
        done = [
            f"{one} {named(texts, event.actor)}"
            for one, texts in zip(verbs, (event.takes, event.drops), strict=True)
            if texts
        ]
        what = " and ".join(done) or verb(case, event.actor, "does something", "do something")
        yield Item(f"{event.on}: {case.label(event.actor)} {what}{grounds(event.because, event.evidence)}", 0, "-")


def source_words(id_: str, source: Source) -> str:
    """A source by its id, and everything that is known of it."""
    parts = [source.title, source.author, source.outlet, source.kind, source.date, source.url, source.file]
    return f"{id_}: {', '.join(part for part in parts if part)}"
