"""The chapters on the model: the brief, the actors and their options, and how it came to this."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from countermove.analysis.history import replay
from countermove.briefing.briefing import brief_of
from countermove.model.case import Case
from countermove.model.preferences import Record
from countermove.report.chapters.citing import source_anchor, support
from countermove.report.chapters.groups import folded, together
from countermove.report.chapters.material import Material, parts
from countermove.text.blocks import (
    Block,
    Chapter,
    Entry,
    Inline,
    Link,
    Listing,
    Paragraph,
    Part,
    Picture,
    from_items,
    web_address,
)
from countermove.text.naming import alike
from countermove.text.prose import Item
from countermove.views.brief import brief_sections
from countermove.views.evolution import event_words
from countermove.views.model import VOTES, WEIGHT, event_items, owner_prose, setting_prose

__all__ = ["actors", "actors_told", "as_items", "brief_told", "history", "history_told", "in_brief"]

STEP = re.compile(r"(\d+)\. (.*)", re.DOTALL)


def in_brief(material: Material) -> Chapter:
    """The brief, with nothing left out."""
    sections = brief_sections(brief_of(material.table))
    return brief_told([(section.title, section.lines) for section in sections])


def brief_told(sections: Iterable[tuple[str, Sequence[tuple[int, str]]]]) -> Chapter:
    """The chapter with a brief: its headings, and their lines."""
    told = tuple(Part(title.capitalize(), from_items(as_items(lines))) for title, lines in sections if lines)
    return Chapter("brief", "In brief", told)


def as_items(lines: Sequence[tuple[int, str]]) -> list[Item]:
    """Lines of the brief as items: the steps of a path are numbered, and what stands below a line is a list."""
    items: list[Item] = []
    steps = 0
    for level, text in lines:
        step = STEP.fullmatch(text)
        steps = steps + 1 if step and int(step[1]) == steps + 1 else 0
        if step and steps:
            items.append(Item(step[2], level - 1, f"{steps}."))
        else:
            items.append(Item(text, level - 1, "-" if level > 1 else ""))
    return items


def actors(material: Material) -> Chapter:
    """Who takes part, what each can do and cares about, how bodies decide, and what goes for all."""
    return actors_told(material.graph.case, lambda actor: material.pictures("preferences", actor=actor))


def actors_told(case: Case, trees: Callable[[str], tuple[Picture, ...]]) -> Chapter:
    """The chapter on the actors and bodies of a case; `trees` draws the preferences of an actor."""
    case = bare(case)
    told = [WEIGHT] if any(actor.prefers for actor in case.actors.values()) else []
    told += [VOTES] if case.bodies else []
    sections = {id_: section for (_, id_, _), section in zip(case.owners, owner_prose(case), strict=True)}
    owners = []
    for items, ids in alike((id_, _of_any(id_, section.items)) for id_, section in sections.items()).items():
        first, told_of = ids[0], from_items(sections[ids[0]].items if len(ids) == 1 else items)
        tree = trees(first) if first in case.actors else ()
        if len(ids) > 1:
            title = f"What {case.label(first)} cares about most, next, and last; so do the others named here"
            tree = tuple(replace(picture, title=title) for picture in tree)
        owners.append(together(case, ids, sections[first].title, (*told_of, *tree)))
    notes = tuple(Paragraph((text,)) for text in told)
    return Chapter("actors", "Actors and options", (*notes, *folded(owners), *parts(setting_prose(case))))


def _of_any(id_: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """What is told of an actor or body, in words that fit others too: its own options by their ids alone."""
    return tuple(replace(item, text=item.text.replace(f"({id_}.", "(")) for item in items)


def bare(case: Case) -> Case:
    """The case without reasons and evidence, which stand in a chapter of their own."""
    found: Case = _bare(case)
    return found


def _bare(value: Any) -> Any:
    match value:
        case Record():
            fields = {name: _bare(getattr(value, name)) for name in type(value).model_fields}
            emptied = {name: empty for name, empty in (("because", ""), ("evidence", ())) if name in fields}
            return type(value).model_construct(**{**fields, **emptied})
        case tuple():
            return tuple(map(_bare, value))
        case dict():
            return {key: _bare(inner) for key, inner in value.items()}
    return value


def history(material: Material) -> Chapter | None:
    """What happened before, whether the model explains it, and the sources that the case names."""
    case = material.graph.case
    replayed = replay(material.graph)
    if not replayed:
        return history_told(case)
    told = "Each event, and whether the actors of this model would have done the same."
    entries = (Entry((event_words(material.graph, r),), support(case, r.event.because, r.event.evidence)) for r in replayed)
    return history_told(case, (Paragraph((told,)), Listing(tuple(entries))))


def history_told(case: Case, happened: tuple[Block, ...] = ()) -> Chapter | None:
    """The chapter on what came before; `happened`: the events, where more is known of them than the case says."""
    events = happened or from_items(list(event_items(case)))
    blocks: list[Block] = [Part("What happened", events)] if events else []
    if case.sources:
        blocks.append(Part("Sources", tuple(_source(case, id_) for id_ in case.sources)))
    if case.citation:
        blocks.append(Part("Where the model comes from", (Paragraph((case.citation,)),)))
    return Chapter("history", "How it came to this", tuple(blocks)) if blocks else None


def _source(case: Case, id_: str) -> Part:
    """A source, with a heading that evidence links to."""
    source = case.sources[id_]
    told = [source.author, source.outlet, source.kind, source.date, source.language]
    words: list[Inline] = [", ".join(part for part in told if part)]
    for address in (source.url, source.file):
        if address:
            linked = web_address(address)
            words += [", " if any(words) else "", Link(address, linked) if linked else address]
    below = (Paragraph(tuple(words)),) if any(words) else ()
    return Part(source.title or id_, below, source_anchor(id_))
