"""A cleaned text as the extractors see it: its body, sentences and words, all with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from countermove.reader.frame import Part, Source, framed

__all__ = ["Sentence", "Text", "Word", "text_of"]

WORD = re.compile(r"\d[\d.,]*\d|\d+|[^\W\d_]+(?:-[^\W\d_]+)*(?:[’'](?:t|re|ve|ll|d|m)\b)?|[’']s\b|[^\w\s]|_")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|St|No|Nos|vs|etc|e\.g|i\.e|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Art|para)|\b[A-Z]|\b[A-Z]\.[A-Z])$")  # fmt: skip
STOP = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]*[A-ZÀ-Þ0-9])|[:;](?=\s*\n)")


@dataclass(frozen=True)
class Word:
    """A word or sign, and where it stands."""

    text: str
    start: int
    end: int

    @cached_property
    def low(self) -> str:
        """In small letters, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True)
class Sentence:
    """A sentence of the body, and its words."""

    start: int
    end: int
    words: tuple[Word, ...]
    paragraph: int

    def index_at(self, place: int) -> int:
        """The position of the word that stands at a place, or of the next one."""
        return max(bisect_right([w.end for w in self.words], place), 0)


@dataclass(frozen=True)
class Text:
    """A cleaned text with its source, parts and sentences."""

    text: str
    source: Source
    parts: tuple[Part, ...]
    sentences: tuple[Sentence, ...] = field(repr=False)

    @cached_property
    def body(self) -> tuple[Part, ...]:
        """The paragraphs of the body, in order."""
        return tuple(part for part in self.parts if part.kind == "body")

    @cached_property
    def head(self) -> str:
        """Title and byline."""
        return "\n".join(self.text[p.start : p.end] for p in self.parts if p.kind in ("title", "byline"))

    def in_body(self, start: int, end: int) -> bool:
        """Whether a span lies in a paragraph of the body."""
        return any(part.start <= start and end <= part.end for part in self.body)

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that a place lies in."""
        k = bisect_right([s.start for s in self.sentences], place) - 1
        return self.sentences[k] if k >= 0 and place < self.sentences[k].end else None

    def paragraph_at(self, place: int) -> int:
        """The number of the paragraph of the body that a place lies in, from 1; 0 outside the body."""
        return next((k for k, part in enumerate(self.body, 1) if part.start <= place < part.end), 0)


def text_of(text: str, said: dict[str, str] | None = None) -> Text:
    """A cleaned text with its frame taken off and its body divided into sentences.

    >>> [s.words[0].text for s in text_of("Riga, 1 May 2020\\n\\nOn Aug. 3 Mr. Ozols left. \\"Why?\\" he asked.").sentences]
    ['On', '"']
    """
    source, parts = framed(text, said)
    body = [part for part in parts if part.kind == "body"]
    sentences = [s for k, part in enumerate(body, 1) for s in _sentences(text, part, k)]
    return Text(text, source, tuple(parts), tuple(sentences))


def _sentences(text: str, part: Part, paragraph: int) -> list[Sentence]:
    cuts = [part.start]
    for m in STOP.finditer(text, part.start, part.end):
        if not (m[0] == "." and ABBREVIATION.search(text[part.start : m.start()])):
            cuts.append(m.end())
    found = []
    for start, end in zip(cuts, [*cuts[1:], part.end], strict=True):
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        words = tuple(Word(m[0], *m.span()) for m in WORD.finditer(text, start, end))
        if words:
            found.append(Sentence(start, words[-1].end, words, paragraph))
    return found
