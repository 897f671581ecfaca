"""Measures the reader on the annotated articles: python tests/reader/evaluate.py [--misses ARTICLE | --show FILE]

Precision and recall of each stage, for the half that was tuned on and for the half that was held out. The rules of
comparison are those of articles/README.md. A date without a year equals one of the same day with a year. An event is
complete if it has a source and a target, both named in the sentence; its parties are right if both sets are the annotated ones.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from countermove.reader.read import Reading, read_article
from countermove.reader.records import Span
from reader.gold import Gold, Item, load, names, split, transfer

BARE = re.compile(
    r"(?:the|its|his|her|a|an|their)?\s*(?:own )?(?:minister|government|spokes(?:man|woman)|ministry|president|ambassador|leader|official)s?",
    re.IGNORECASE,
)
FIGURES = {
    "fixes": ("f1", 0.95), "broken words": ("recall", 0.95), "mentions": ("f1", 0.85), "speech": ("f1", 0.85), "speaker": ("precision", 0.70),
    "events": ("f1", 0.60), "complete events": ("precision", 0.60), "dates": ("f1", 0.85),
}  # fmt: skip
"""What has to be reached on the held-out half."""


@dataclass
class Count:
    """Hits, false findings and misses of a stage."""

    hit: int = 0
    false: int = 0
    miss: int = 0
    misses: list[str] = field(default_factory=list, repr=False)

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.false) if self.hit + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.miss) if self.hit + self.miss else 1.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass
class Article:
    """An article with its annotations, both as spans of the text that the reader had."""

    gold: Gold
    reading: Reading

    def __post_init__(self) -> None:
        items = list(self.gold.items)
        spans: list[tuple[int, int] | None] = [(i.start, i.end) for i in items]
        if self.reading.original.text != self.gold.text:
            spans = transfer([(i.start, i.end) for i in items], self.gold.text, self.reading.original.text)
        self.spans = dict(zip(map(id, items), spans, strict=True))

    def touching(self, span: tuple[int, int], *stages: str) -> list[Item]:
        """The annotations of these stages that overlap a span."""
        found = []
        for item in self.gold.of(*stages):
            place = self.spans[id(item)]
            if place is not None and place[0] < span[1] and span[0] < place[1]:
                found.append(item)
        return found

    def span(self, found: Span) -> tuple[int, int]:
        return self.reading.change.original(found.start, found.end)

    def words(self, span: tuple[int, int]) -> str:
        return " ".join(self.reading.original.text[slice(*span)].split())


def listed(value: Any) -> set[str]:
    return {value} if isinstance(value, str) else set(value)


def same_date(ours: str, theirs: str) -> bool:
    def bare(text: str) -> str:
        return text[1:] if text.startswith("--") else text[4:] if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text

    return ours == theirs or (bare(ours) == bare(theirs) and "--" in (ours[:2], theirs[:2]))


def matched(
    article: Article, stage: str, findings: Iterable[tuple[tuple[int, int], Any]], same: Callable[[Any, Item], bool], count: Count,
    also: Callable[[Any, Item], None] = lambda found, item: None, skip: Callable[[Any], bool] = lambda found: False,
) -> list[tuple[Any, Item | None]]:  # fmt: skip
    """Count the hits, false findings and misses of one stage in one article; each finding with what it hit."""
    used: set[int] = set()
    pairs: list[tuple[Any, Item | None]] = []
    name = article.gold.name
    for span, found in findings:
        near = [item for item in article.touching(span, stage) if same(found, item)]
        free = [item for item in near if id(item) not in used]
        if free:
            best = max(free, key=lambda item: _overlap(article.spans[id(item)], span))
            used.add(id(best))
            also(found, best)
            pairs.append((found, best))
        elif near:
            continue
        elif article.touching(span, "boilerplate") or (not article.touching(span, "neutral", "prompt") and not skip(found)):
            count.false += 1
            count.misses.append(f"{name}: false: {found!r} at {article.words((max(0, span[0] - 30), span[1] + 20))!r}")
            pairs.append((found, None))
    for item in article.gold.of(stage):
        if item.optional:
            continue
        count.hit += id(item) in used
        if id(item) not in used:
            count.miss += 1
            count.misses.append(f"{name}: missed: {item.text!r} {item.fields}")
    return pairs


def _overlap(place: tuple[int, int] | None, span: tuple[int, int]) -> int:
    return min(place[1], span[1]) - max(place[0], span[0]) if place else 0


def measured(article: Article, counts: dict[str, Count]) -> None:
    """Add one article to the counts."""
    reading = article.reading
    fixes = [((e.start, e.end), e) for e in reading.change.edits if e.kind]
    matched(
        article,
        "fixes",
        fixes,
        lambda e, item: e.kind == item.fields["kind"] and _restored(e.new, item.fields["restored"]),
        counts["fixes"],
    )
    by_kind(article, counts)

    def bare(found: Any) -> bool:
        return BARE.fullmatch(article.words(article.span(found))) is not None

    def spans(items: Iterable[Span]) -> list[tuple[tuple[int, int], Any]]:
        return [(article.span(item), item) for item in items]

    def role(found: Any, item: Item) -> None:
        _tally(counts["role"], found.role == item.fields["role"], item)

    matched(
        article,
        "mentions",
        spans(reading.mentions),
        lambda m, item: m.id == item.fields["id"],
        counts["mentions"],
        role,
        bare,
    )

    def speaker(found: Any, item: Item) -> None:
        if found.how != "author":
            _tally(counts["speaker"], set(found.speakers) == listed(item.fields["speaker"]), item)

    matched(
        article,
        "speech",
        spans(reading.speeches),
        lambda s, item: s.how == item.fields["how"],
        counts["speech"],
        speaker,
    )
    _events(article, spans(reading.events), counts)
    matched(
        article,
        "dates",
        spans(reading.dates),
        lambda d, item: same_date(d.value, item.fields["value"]),
        counts["dates"],
    )
    matched(article, "venues", spans(reading.venues), lambda v, item: v.place == item.fields["place"], counts["venues"])
    hints = spans(reading.hints)
    matched(
        article,
        "option_hints",
        hints,
        lambda h, item: h.act == item.fields["act"] and bool(set(h.actors) & listed(item.fields["actor"])),
        counts["option hints"],
    )


def by_kind(article: Article, counts: dict[str, Count]) -> None:
    """How many of the words that a hyphen breaks are joined, and of all other faults how many are mended."""
    edits = [((e.start, e.end), e) for e in article.reading.change.edits if e.kind]
    for item in article.gold.of("fixes"):
        place = article.spans[id(item)]
        kind, right = item.fields["kind"], item.fields["restored"]
        found = place is not None and any(
            e.kind == kind and _restored(e.new, right) and start < place[1] and place[0] < end for (start, end), e in edits
        )
        row = counts["broken words" if kind == "join" else "other faults"]
        if not item.optional:
            row.hit += found
            row.miss += not found


def _restored(ours: str, theirs: str) -> bool:
    """Whether two repairs are the same: one may take in more of what stands beside the fault."""
    return ours in theirs or theirs in ours


def _events(article: Article, found: list[tuple[tuple[int, int], Any]], counts: dict[str, Count]) -> None:
    def more(event: Any, item: Item) -> None:
        _tally(counts["status"], event.status == item.fields["status"], item)
        _tally(counts["voice"], set(event.voice) == listed(item.fields["voice"]), item)
        _tally(counts["parties"], _parties(event, item), item)

    pairs = matched(article, "events", found, lambda e, item: e.type == item.fields["type"], counts["events"], more)
    for event, item in pairs:
        if event.complete and not event.inferred:
            right = item is not None and _parties(event, item)
            counts["complete events"].hit += right
            counts["complete events"].false += not right


def _parties(event: Any, item: Item) -> bool:
    return set(event.sources) == set(item.fields["source"]) and set(event.targets) == set(item.fields["target"])


def _tally(count: Count, right: bool, item: Item) -> None:
    if not item.optional:
        count.hit += right
        count.false += not right


ROWS = (
    "fixes",
    "broken words",
    "other faults",
    "mentions",
    "role",
    "speech",
    "speaker",
    "events",
    "status",
    "voice",
    "parties",
    "complete events",
    "dates",
    "venues",
    "option hints",
)
SHARES = frozenset({"role", "speaker", "status", "voice", "parties", "complete events"})
"""Rows that say how many of what was found are right; they have no recall."""
PARTS = frozenset({"broken words", "other faults"})
"""Rows that say how many of one kind of fix were found; whether what was found is right stands in the row above."""


def evaluated(half: str) -> dict[str, Count]:
    """The counts of all stages over the articles of one half."""
    counts = {row: Count() for row in ROWS}
    for name in names(half):
        gold = load(name)
        measured(Article(gold, read_article(gold.path.read_bytes(), gold.path.name)), counts)
    return counts


def table() -> str:
    """The table for the documentation, in Markdown."""
    tune, held = evaluated("tune"), evaluated("held-out")
    lines = [
        "| stage | tuned on: precision | recall | F1 | held out: precision | recall | F1 |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in ROWS:
        cells = []
        for count in (tune[row], held[row]):
            cells += [
                "" if row in PARTS else f"{count.precision:.2f}",
                "" if row in SHARES else f"{count.recall:.2f}",
                "" if row in SHARES | PARTS else f"{count.f1:.2f}",
            ]
        lines.append(f"| {row} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the table; with --misses ARTICLE what was missed and falsely found in one article of the half
    for tuning; with --show FILE what is found in any article, for reading.
    """
    if arguments[:1] == ["--misses"]:
        name = arguments[1]
        if name not in split()["tune"]:
            raise SystemExit("misses are shown for articles that may be tuned on")
        counts = {row: Count() for row in ROWS}
        gold = load(name)
        measured(Article(gold, read_article(gold.path.read_bytes(), gold.path.name)), counts)
        for row, count in counts.items():
            print(row, *count.misses, sep="\n    ")
        return
    if arguments[:1] == ["--show"]:
        from countermove.reader.evidence import evidence_of
        from countermove.reader.review import summary

        path = Path(arguments[1])
        print(summary(evidence_of(read_article(path.read_bytes(), path.name)), {}, ""))
        return
    print(table())


if __name__ == "__main__":
    main(sys.argv[1:])
