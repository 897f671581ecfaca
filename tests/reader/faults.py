"""Puts the faults of real texts into clean ones, so that repairs can be measured: broken, glued and wrongly decoded words.

Each fault is known with its place, its class and what it was before. A seed gives the same faults again.

    python tests/reader/faults.py [CLASS]      recall of each class, and wrong repairs; the misses of one class
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from countermove.reader.names import aliases
from countermove.reader.repair.repair import cleaned
from countermove.reader.words import frequency, word_set
from reader.gold import load, names

CLEAN = Path(__file__).with_name("clean.txt")
WORD = re.compile(r"(?<![\w@.-])[^\W\d_]+(?![\w@-]|\.\w)")
SMALL = word_set(
    """a an the and or but if as at by for from in into of on to with about not no it its he his she her they their we
    our who which what when where is are was were be been has have had will would could should may might that this"""
)  # fmt: skip
VOWELS = frozenset("aeiouyáéíóúäöü")


@dataclass(frozen=True)
class Fault:
    """What stands at [start, end) of the faulty text was `was`."""

    start: int
    end: int
    was: str
    kind: str


@dataclass(frozen=True)
class Faulty:
    """A text with faults."""

    text: str
    faults: tuple[Fault, ...]


Make = Callable[[str, "re.Match[str]", random.Random], "tuple[int, int, str] | None"]
"""From a text, a word in it and chance: which stretch becomes what, or None if the word cannot have this fault."""


def _syllables(word: str) -> list[int]:
    """Where a printer might divide a word, roughly: before a consonant that a vowel follows, two letters from the ends."""
    low = word.lower()
    return [
        k for k in range(2, len(word) - 1)
        if low[k] not in VOWELS and low[k + 1] in VOWELS and any(c in VOWELS for c in low[:k]) and low[k - 1 : k + 1] not in ("th", "sh", "ch", "ph", "qu")
    ]  # fmt: skip


def _broken(sign: str, *, anywhere: bool = False, least: int = 6) -> Make:
    def make(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
        word = m[0]
        cuts = list(range(2, len(word) - 1)) if anywhere else _syllables(word)
        if len(word) < least or not cuts or word.isupper() or _is_name(text, m):
            return None
        cut = rng.choice(cuts)
        return m.start(), m.end(), f"{word[:cut]}{sign}{word[cut:]}"

    return make


def _is_name(text: str, m: re.Match[str]) -> bool:
    return m[0][0].isupper() and not re.search(r"(?:^|[.!?:“\"]\s*|\n\s*)$", text[: m.start()])


def _name(sign: str, *, alone: bool, first: bool = False) -> Make:
    """A broken name; `alone`: it stands nowhere else in the text; `first`: after its first letter."""

    def make(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
        word = m[0]
        if len(word) < 5 or not _is_name(text, m) or (text.count(word) == 1) != alone:
            return None
        if alone and word not in aliases() and frequency(word) < 2 and "\n" not in sign:
            return None  # nobody could know
        cut = 1 if first else rng.randrange(2, len(word) - 1)
        return m.start(), m.end(), f"{word[:cut]}{sign}{word[cut:]}"

    return make


def _twice(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
    cuts = _syllables(m[0])
    if len(cuts) < 2 or len(m[0]) < 9 or _is_name(text, m):
        return None
    a, b = sorted(rng.sample(cuts, 2))
    return m.start(), m.end(), f"{m[0][:a]}-{m[0][a:b]}-{m[0][b:]}"


def _glued(first: bool | None, second: bool | None, *, name: bool = False) -> Make:
    """Two words without their space; `first`, `second`: whether that one has to be a small word."""

    def make(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
        n = WORD.match(text, m.end() + 1)
        if n is None or text[m.end()] != " ":
            return None
        a, b = m[0], n[0]
        fits = (first is None or (a.lower() in SMALL) == first) and (second is None or (b in SMALL) == second)
        named = _is_name(text, n) or _is_name(text, m)
        if not fits or named != name or (frequency(a + b) >= 2.2 and not b[0].isupper()) or len(a + b) < 4:
            return None
        return m.start(), n.end(), a + b

    return make


def _triple(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
    three = re.compile(r"([a-z]+) ([a-z]+) ([a-z]+)(?![\w-])").match(text, m.start())
    if three is None or sum(w in SMALL for w in three.groups()) < 2:
        return None
    return three.start(), three.end(), "".join(three.groups())


def _sentences(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
    """The space between two sentences or clauses is lost."""
    gap = re.compile(r"[.,;:] ").match(text, m.end())
    return (gap.start(), gap.end(), gap[0][0]) if gap and re.match(r"[A-Z][a-z]+ ", text[gap.end() :]) else None


def _ligature(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
    changed = m[0].replace("ffi", "\ufb03").replace("fi", "\ufb01").replace("fl", "\ufb02").replace("ff", "\ufb00")
    return None if changed == m[0] else (m.start(), m.end(), changed)


def _mojibake(text: str, m: re.Match[str], rng: random.Random) -> tuple[int, int, str] | None:
    """A quotation mark, apostrophe, dash or accent beside the word, in UTF-8 read as Windows-1252."""
    mark = re.compile("[“”‘’–—éöüá]").search(text, max(0, m.start() - 1), min(len(text), m.end() + 2))
    if mark is None:
        return None
    wrong = mark[0].encode().decode("cp1252", "ignore")
    return (*mark.span(), wrong)


CLASSES: dict[str, Make] = {
    "syllable": _broken("-"), "any letter": _broken("-", anywhere=True), "short word": _broken("-", anywhere=True, least=5),
    "line end": _broken("-\n"), "line end, any letter": _broken("-\n", anywhere=True), "line end, CR LF": _broken("-\r\n"),
    "hyphen and space": _broken("- "), "soft hyphen": _broken("\u00ad"), "other hyphen": _broken("\u2010"), "twice": _twice,
    "name that stands elsewhere": _name("-", alone=False), "name that stands once": _name("-", alone=True),
    "name at a line end": _name("-\n", alone=True), "name after its first letter": _name("-", alone=True, first=True),
    "small word and word": _glued(True, False), "word and small word": _glued(False, True), "two small words": _glued(True, True),
    "small word and name": _glued(True, False, name=True), "name and small word": _glued(False, True, name=True), "space before the hyphen": _broken(" -"), "three words": _triple,
    "two other words": _glued(False, False), "sentences": _sentences,
    "ligature": _ligature, "decoding": _mojibake,
}  # fmt: skip


def faulty(text: str, rng: random.Random, classes: tuple[str, ...], most: int) -> Faulty:
    """A text with up to so many faults, at chance places that do not touch."""
    words = list(WORD.finditer(text))
    rng.shuffle(words)
    order = [classes[k % len(classes)] for k in range(most)]
    taken: list[tuple[int, int, str, str]] = []
    for kind in order:
        for m in words:
            change = CLASSES[kind](text, m, rng)
            if change is not None and all(change[1] + 1 < a or b + 1 < change[0] for a, b, _, _ in taken):
                taken.append((*change, kind))
                words.remove(m)
                break
    pieces, faults, done, length = [], [], 0, 0
    for a, b, new, kind in sorted(taken):
        kept = text[done:a]
        faults.append(Fault(length + len(kept), length + len(kept) + len(new), text[a:b], kind))
        pieces += [kept, new]
        length += len(kept) + len(new)
        done = b
    return Faulty("".join([*pieces, text[done:]]), tuple(faults))


@dataclass
class Score:
    """Faults by class, those that were mended, repairs where nothing was wrong, and what was missed."""

    all: Counter[str]
    mended: Counter[str]
    wrong: list[str]
    missed: list[tuple[str, str, str]]

    def recall(self, kind: str = "") -> float:
        """The share of faults that were mended."""
        made = self.all[kind] if kind else self.all.total()
        return (self.mended[kind] if kind else self.mended.total()) / made if made else 1.0

    def precision(self) -> float:
        """The share of repairs that were right."""
        return self.mended.total() / max(self.mended.total() + len(self.wrong), 1)


def scored(samples: Iterator[Faulty]) -> Score:
    """How well the reader mends these texts."""
    score = Score(Counter(), Counter(), [], [])
    for sample in samples:
        change = cleaned(sample.text)
        left = [edit for edit in change.edits if edit.kind]
        for fault in sample.faults:
            score.all[fault.kind] += 1
            inside = [e for e in left if e.start < fault.end and fault.start < e.end]
            left = [e for e in left if e not in inside]
            start, end = fault.start, fault.end
            if inside:
                start, end = min(start, inside[0].start), max(end, inside[-1].end)
            became, at = "", start
            for edit in inside:
                became, at = became + sample.text[at : edit.start] + edit.new, edit.end
            became += sample.text[at:end]
            meant = sample.text[start : fault.start] + fault.was + sample.text[fault.end : end]
            if became == meant:
                score.mended[fault.kind] += 1
            else:
                around = sample.text[max(0, fault.start - 12) : fault.end + 12]
                score.missed.append((fault.kind, around, became))
                if inside:
                    score.wrong.append(f"{fault.was} -> {became}")
        score.wrong += [f"{sample.text[e.start : e.end]!r} -> {e.new!r}" for e in left]
    return score


def clean_texts() -> list[str]:
    """Texts without faults: one of our own, and the articles of the half for tuning, mended as annotated."""
    texts = [CLEAN.read_text(encoding="utf-8")]
    for name in names("tune"):
        gold = load(name)
        text = gold.text
        for item in sorted(gold.of("fixes"), key=lambda item: -item.start):
            text = text[: item.start] + item.fields["restored"] + text[item.end :]
        texts.append(text)
    return texts


def samples(seed: int, rounds: int, classes: tuple[str, ...] = tuple(CLASSES), most: int = 12) -> Iterator[Faulty]:
    """Every clean text so many times, each time with other faults."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for text in clean_texts():
            order = list(classes)
            rng.shuffle(order)
            yield faulty(text, rng, tuple(order), most)


def main(arguments: list[str]) -> None:
    """Print the recall of each class where faults are many, and where a text has a single one."""
    many = scored(samples(1, 30))
    single = scored(sample for kind in CLASSES for sample in samples(2, 3, (kind,), 1))
    if arguments:
        shown = [row for score in (many, single) for row in score.missed if row[0] == arguments[0]]
        print(*(f"{before!r} -> {after!r}" for _, before, after in shown), sep="\n")
        return
    print(f"{'class':32}{'many':>14}{'single':>14}")
    for kind in CLASSES:
        print(f"{kind:32}" + "".join(f"{s.recall(kind):8.3f} {s.all[kind]:5}" for s in (many, single)))
    print(f"{'all':32}" + "".join(f"{s.recall():8.3f} {s.all.total():5}" for s in (many, single)))
    print(f"{'precision':32}" + "".join(f"{s.precision():8.3f}      " for s in (many, single)))
    print(*many.wrong[:40], *single.wrong[:40], sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
