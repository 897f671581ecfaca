"""The words that tell events: a curated list of verbs and nouns for each PLOVER type, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from countermove.reader.text import Word
from countermove.reader.verbs import forms
from countermove.reader.words import word_set

__all__ = ["TYPES", "Hit", "hits"]

GAP = 3
"""So many words may stand between the parts of a phrase: "lodged a formal protest"."""
PUNCTUATION = frozenset('.,;:!?()“”"—–…')
NEVER_IN_GAP = word_set("that which who to and but or if because from by")


@dataclass(frozen=True)
class Trigger:
    """A verb or noun phrase of a type; None among the parts is a gap."""

    type: str
    noun: bool
    first: frozenset[str]
    rest: tuple[str | None, ...]
    words: str


@dataclass(frozen=True)
class Hit:
    """A trigger in a sentence: the positions [at, end) of its words."""

    trigger: Trigger
    at: int
    end: int


@cache
def _table() -> dict[str, tuple[Trigger, ...]]:
    text = files("countermove.reader").joinpath("triggers.txt").read_text(encoding="utf-8")
    rows: dict[str, list[Trigger]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        type_, _, phrases = line.partition("|")
        for phrase in phrases.split(","):
            trigger = _trigger(type_.rstrip("*"), type_.endswith("*"), phrase.split())
            for word in trigger.first:
                rows.setdefault(word, []).append(trigger)
    return {word: tuple(sorted(found, key=lambda t: -len(t.rest))) for word, found in rows.items()}


def _trigger(type_: str, noun: bool, parts: list[str]) -> Trigger:
    first = frozenset({parts[0]}) if noun else forms(parts[0])
    rest = tuple(None if part == "~" else part for part in parts[1:])
    return Trigger(type_, noun, first, rest, " ".join(parts))


TYPES = (
    "agree", "consult", "support", "concede", "cooperate", "aid", "retreat", "request", "accuse", "reject", "threaten",
    "protest", "sanction", "mobilize", "coerce", "assault",
)  # fmt: skip
"""The PLOVER types, from words that please to deeds that hurt."""


def hits(words: tuple[Word, ...]) -> Iterator[Hit]:
    """Where triggers stand in a sentence; of those that begin at the same word the longest, for verb and noun each."""
    table = _table()
    for at, word in enumerate(words):
        seen: set[bool] = set()
        for trigger in table.get(word.low, ()):
            end = _end(trigger, words, at)
            if end and trigger.noun not in seen:
                seen.add(trigger.noun)
                yield Hit(trigger, at, end)


def _end(trigger: Trigger, words: tuple[Word, ...], at: int) -> int:
    """The position after the trigger's last word, if it stands at a position; else 0."""
    place, free = at + 1, 0
    for part in trigger.rest:
        if part is None:
            free = GAP
            continue
        while place < len(words) and words[place].low not in (part, f"{part}s") and free:
            if words[place].text in PUNCTUATION or words[place].low in NEVER_IN_GAP:
                return 0
            place, free = place + 1, free - 1
        if place >= len(words) or words[place].low not in (part, f"{part}s"):
            return 0
        place, free = place + 1, 0
    return place
