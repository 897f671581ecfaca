"""The chapters on the case: the brief, the actors and their options, and how it came to this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from countermove.analysis.evolution.history import Replayed
from countermove.briefing.briefing import Briefing
from countermove.model.case import Case
from countermove.model.preferences import Record
from countermove.report.chapters.parts import Material, folded, for_readers, parts, source_anchor, support, together
from countermove.text.blocks import (
    Block,
    Chapter,
    Entry,
    Inline,
    Item,
    Link,
    Listing,
    Paragraph,
    Part,
    from_items,
    web_address,
)
from countermove.text.naming import alike
from countermove.views.brief.brief import brief_sections
from countermove.views.evolution import event_words
from countermove.views.model import VOTES, WEIGHT, event_items, owner_prose, setting_prose

__all__ = ["actors", "as_items", "history", "in_brief"]

STEP = re.compile(r"(\d+)\. (.*)", re.DOTALL)
"""A step of a path in the brief: its number, and what happens."""


def in_brief(material: Material, briefing: Briefing) -> Chapter:
    """The brief, with nothing left out."""
    blocks = []
    for section in brief_sections(briefing):
        lines: Sequence[tuple[int, str]] = section.lines
        if not material.game.is_listed:
            lines = [(level, for_readers(text)) for level, text in lines]
        blocks += [Part(section.title.capitalize(), from_items(as_items(lines)))] if lines else []
    return Chapter("brief", "In brief", tuple(blocks))


def as_items(lines: Iterable[tuple[int, str]]) -> list[Item]:
    """Lines of the brief as items: the steps of a path are numbered, and what stands below a line is a list."""
    items: list[Item] = []
    steps = 0
    for level, text in lines:
        step = STEP.fullmatch(text)
        # A line that happens to begin with a number is a step only where it continues the count.
        steps = steps + 1 if step and int(step[1]) == steps + 1 else 0
        if step and steps:
            items.append(Item(step[2], level - 1, f"{steps}."))
        else:
            items.append(Item(text, level - 1, "-" if level > 1 else ""))
    return items


def actors(material: Material, _: None) -> Chapter:
    """Who takes part, what each can do and cares about, how bodies decide, and what goes for all."""
    case = _bare_case(material.game.case)
    remarks = [WEIGHT] if any(actor.prefers for actor in case.actors.values()) else []
    remarks += [VOTES] if case.bodies else []
    sections = {id_: section for (_, id_, _), section in zip(case.owners, owner_prose(case), strict=True)}
    owners = []
    for items, ids in alike((id_, _of_any(id_, section.items)) for id_, section in sections.items()).items():
        first, described = ids[0], from_items(sections[ids[0]].items if len(ids) == 1 else items)
        tree = material.pictures("preferences", actor=first) if first in case.actors else ()
        if len(ids) > 1:
            title = f"What {case.label(first)} cares about most, next, and last; so do the others named here"
            tree = tuple(replace(picture, title=title) for picture in tree)
        owners.append(together(case, ids, sections[first].title, (*described, *tree)))
    notes = tuple(Paragraph((text,)) for text in remarks)
    return Chapter("actors", "Actors and options", (*notes, *folded(owners), *parts(setting_prose(case))))


def _of_any(id_: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """What is said of an actor or body, in words that fit others too: its own options by their ids alone."""
    return tuple(replace(item, text=item.text.replace(f"({id_}.", "(")) for item in items)


def _bare_case(case: Case) -> Case:
    """The case without reasons and evidence, which stand in a chapter of their own."""
    bare: Case = _bare(case)
    return bare


def _bare(value: Any) -> Any:
    match value:
        case Record():
            fields = {name: _bare(getattr(value, name)) for name in type(value).model_fields}
            emptied = {name: empty for name, empty in (("because", ""), ("evidence", ())) if name in fields}
            # Built without validation: the case has been checked, and an empty reason breaks no rule.
            return type(value).model_construct(**{**fields, **emptied})
        case tuple():
            return tuple(map(_bare, value))
        case dict():
            return {key: _bare(inner) for key, inner in value.items()}
    return value


def history(material: Material, replayed: Sequence[Replayed]) -> Chapter | None:
    """What happened before, whether the model explains it (`replayed`), and the sources that the case names."""
    case = material.game.case
    events = _events(material, replayed) if replayed else from_items(list(event_items(case)))
    blocks: list[Block] = [Part("What happened", events)] if events else []
    if case.sources:
        blocks.append(Part("Sources", tuple(_source(case, id_) for id_ in case.sources)))
    if case.citation:
        blocks.append(Part("Where the model comes from", (Paragraph((case.citation,)),)))
    return Chapter("history", "How it came to this", tuple(blocks)) if blocks else None


def _events(material: Material, replayed: Sequence[Replayed]) -> tuple[Block, ...]:
    game, case = material.listed, material.game.case
    lead = "Each event, and whether the actors of this model would have done the same."
    entries = (Entry((event_words(game, r),), support(case, r.event.because, r.event.evidence)) for r in replayed)
    return Paragraph((lead,)), Listing(tuple(entries))


def _source(case: Case, id_: str) -> Part:
    """A source, with a heading that evidence links to."""
    source = case.sources[id_]
    facts = [source.author, source.outlet, source.kind, source.date, source.language]
    words: list[Inline] = [", ".join(part for part in facts if part)]
    for address in (source.url, source.file):
        if address:
            linked = web_address(address)
            words += [", " if any(words) else "", Link(address, linked) if linked else address]
    below = (Paragraph(tuple(words)),) if any(words) else ()
    return Part(source.title or id_, below, source_anchor(id_))
