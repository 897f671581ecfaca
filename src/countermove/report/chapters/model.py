"""The chapters on the case: the actors and their options, what each cares about, and how it came to this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from countermove.analysis.evolution.history import Replayed
from countermove.model.case import Case
from countermove.model.preferences import Record
from countermove.report.chapters.parts import MOST_NAMED, Material, folded, parts, support, together
from countermove.text.blocks import (
    Block,
    Chapter,
    Entry,
    Listing,
    Paragraph,
    Part,
    from_items,
)
from countermove.text.naming import alike, shortened
from countermove.views.evolution import event_words
from countermove.views.model import VOTES, WEIGHT, event_items, owner_prose, setting_prose

__all__ = ["actors", "history", "preference_trees"]


def actors(material: Material, _: None) -> Chapter:
    """Who takes part, what each can do and cares about, how bodies decide, and what goes for all."""
    case = _bare_case(material.game.case)
    remarks = [WEIGHT] if any(actor.prefers for actor in case.actors.values()) else []
    remarks += [VOTES] if case.bodies else []
    ids_of = [id_ for _, id_, _ in case.owners]
    sections = dict(zip(ids_of, owner_prose(case), strict=True))
    # In words that fit others too, so that those who are alike stand together: their own options by ids alone.
    bare = dict(zip(ids_of, owner_prose(case, full_names=False), strict=True))
    owners = []
    for items, ids in alike((id_, section.items) for id_, section in bare.items()).items():
        first, described = ids[0], from_items(sections[ids[0]].items if len(ids) == 1 else items)
        owners.append(together(case, ids, sections[first].title, described))
    notes = tuple(Paragraph((text,)) for text in remarks)
    return Chapter("actors", "Actors and options", (*notes, *folded(owners), *parts(setting_prose(case))))


def preference_trees(material: Material, _: None) -> Chapter | None:
    """What each actor cares about, as pictures; actors who care about the same share one."""
    case = material.game.case
    bare = owner_prose(_bare_case(case), full_names=False)
    described = ((id_, section.items) for (kind, id_, _), section in zip(case.owners, bare, strict=True) if kind == "actors")
    blocks: list[Block] = []
    for ids in alike(described).values():
        pictures = material.pictures("preferences", actor=ids[0])
        if len(ids) > 1:
            title = f"What {shortened([case.label(id_) for id_ in ids], MOST_NAMED)} each care about most, next, and last"
            pictures = tuple(replace(picture, title=title) for picture in pictures)
        blocks += pictures
    return Chapter("preferences", "What each actor cares about", tuple(blocks), is_appendix=True) if blocks else None


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
    """What happened before, and whether the model explains it (`replayed`)."""
    case = material.game.case
    events = _events(material, replayed) if replayed else from_items(list(event_items(case)))
    blocks: list[Block] = [Part("What happened", events)] if events else []
    return Chapter("history", "How it came to this", tuple(blocks)) if blocks else None


def _events(material: Material, replayed: Sequence[Replayed]) -> tuple[Block, ...]:
    game = material.listed
    lead = "Each event, and whether the actors of this model would have done the same."
    entries = (Entry((event_words(game, r),), support(material, r.event.because, r.event.evidence)) for r in replayed)
    return Paragraph((lead,)), Listing(tuple(entries))
