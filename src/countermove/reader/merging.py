"""A folder of articles as one evidence file: a source for each, and the same event told by several once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from countermove.reader.evidence import KINDS, Evidence, Item, Origin

__all__ = ["merged"]


def merged(parts: Sequence[Evidence]) -> Evidence:
    """Several evidence files as one. Sources of the same id get a number; items keep theirs."""
    sources: list[Origin] = []
    items: list[Item] = []
    names: list[str] = []
    taken: set[str] = set()
    for part in parts:
        renamed = {}
        for origin in part.sources:
            id_, k = origin.id, 2
            while id_ in taken:
                id_, k = f"{origin.id}-{k}", k + 1
            taken.add(id_)
            renamed[origin.id] = id_
            sources.append(replace(origin, id=id_))
        items += [replace(item, source=renamed[item.source]) for item in part.items]
        names += part.unresolved
    unique = {item.id: item for item in items}
    ordered = sorted(unique.values(), key=lambda item: KINDS.index(item.kind))
    return Evidence(tuple(sources), tuple(ordered), tuple(dict.fromkeys(names)))
