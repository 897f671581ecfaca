"""Other readers: a pipeline or a language model may suggest items too, and only what stands in the text is taken.

Whatever an adapter returns is data of unknown worth. A suggestion is accepted only if its words stand verbatim in the
article, its kind and type are known, and its actors are ids; what the article or the adapter says besides changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from countermove.errors import QuestionError
from countermove.reader.evidence import Evidence, Item, item_id
from countermove.reader.names import is_organisation, label
from countermove.reader.reading import Reading
from countermove.reader.speech import voice_at
from countermove.reader.triggers import TYPES

__all__ = ["Adapter", "AdapterError", "Checked", "checked", "with_adapter"]

MOST = 500
STATUSES = ("actual", "negated", "hypothetical", "scheduled")
VOICES = ("author", "unknown")


class AdapterError(QuestionError):
    """Another reader did not answer, or not in the form that was asked for."""


class Adapter(Protocol):
    """Anything that reads a text: `suggest` returns mappings with `kind`, `quote` (verbatim) and the fields of the kind."""

    @property
    def name(self) -> str:
        """What its items are marked with."""

    def suggest(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Suggestions for a text. Raises `AdapterError`."""


@dataclass(frozen=True)
class Checked:
    """The items that were taken, and how many suggestions were not."""

    items: tuple[Item, ...]
    refused: int


def checked(reading: Reading, source: str, suggestions: Sequence[Mapping[str, Any]], name: str) -> Checked:
    """The suggestions whose words stand verbatim in the article and whose fields are sound, as items."""
    items, refused = [], 0
    for entry in list(suggestions)[:MOST]:
        item = _item(reading, source, entry, name) if isinstance(entry, Mapping) else None
        if item is None:
            refused += 1
        else:
            items.append(item)
    return Checked(tuple(items), refused + max(len(suggestions) - MOST, 0))


def with_adapter(evidence: Evidence, reading: Reading, adapter: Adapter) -> tuple[Evidence, int]:
    """An evidence file of one source with what an adapter adds, and how many of its suggestions were refused."""
    found = checked(reading, evidence.sources[0].id, adapter.suggest(reading.text.text), adapter.name)
    known = {item.id for item in evidence.items}
    more = tuple(item for item in {i.id: i for i in found.items}.values() if item.id not in known)
    return Evidence(evidence.sources, (*evidence.items, *more), evidence.unresolved), found.refused


def _item(reading: Reading, source: str, entry: Mapping[str, Any], name: str) -> Item | None:
    kind, quote = entry.get("kind"), entry.get("quote")
    if not isinstance(kind, str) or not isinstance(quote, str) or len(quote.strip()) < 2:
        return None
    start = reading.text.text.find(quote)
    if start < 0 or not reading.text.in_body(start, start + len(quote)):
        return None
    fields = _fields(kind, entry, list(voice_at(start, list(reading.speeches))))
    if fields is None:
        return None
    span = reading.change.original(start, start + len(quote))
    words = " ".join(quote.split())
    return Item(
        item_id(reading.original.sha256, kind, span),
        kind,
        source,
        span,
        reading.text.paragraph_at(start),
        words,
        fields,
        name,
    )


def _fields(kind: str, entry: Mapping[str, Any], heard: list[str]) -> dict[str, Any] | None:
    """The fields of a suggestion, if they are sound; `heard` is whose words they are, where it does not say so."""
    sides = {key: _ids(entry.get(key, [])) for key in ("source", "target", "actors", "speaker", "voice", "parties")}
    if any(value is None for value in sides.values()):
        return None
    match kind:
        case "event":
            if entry.get("type") not in TYPES or entry.get("status", "actual") not in STATUSES:
                return None
            return {
                "type": entry["type"],
                "source": sides["source"],
                "target": sides["target"],
                "status": entry.get("status", "actual"),
                "voice": sides["voice"] or heard,
            }
        case "option-hint":
            if entry.get("act") not in ("do", "threaten", "demand", "refuse") or not sides["actors"]:
                return None
            return {
                "act": entry["act"],
                "actors": sides["actors"],
                "target": sides["target"],
                "voice": sides["voice"] or heard,
            }
        case "speech":
            if entry.get("how") not in ("quoted", "reported", "author", "for-others"):
                return None
            return {"speaker": sides["speaker"] or ["unknown"], "how": entry["how"], "found": "another reader"}
        case "mention":
            return (
                {"actors": sides["actors"], "role": "venue" if entry.get("role") == "venue" else "actor", "via": "name"}
                if sides["actors"]
                else None
            )
        case "date":
            value = str(entry.get("value", ""))
            pattern = r"\d{4}(?:-\d\d(?:-\d\d)?)?|--\d\d(?:-\d\d)?|P[+-]\d+[DWMY]|[+-]W[1-7]"
            return {"value": value} if re.fullmatch(pattern, value) else None
    return None


def _ids(value: Any) -> list[str] | None:
    """Ids of actors or voices; None where something else stands there."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        return None
    good = all(isinstance(v, str) and (v in VOICES or label(v) != v or is_organisation(v)) for v in listed)
    return [str(v) for v in listed] if good else None
