"""A cleaned text as the extractors see it: its body, sentences and words, all with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from countermove.reader.dates import MONTHS, iso_day

__all__ = ["Part", "Sentence", "Source", "Text", "Word", "framed", "text_of"]

WORD = re.compile(r"\d[\d.,]*\d|\d+|[^\W\d_]+(?:-[^\W\d_]+)*(?:[’'](?:t|re|ve|ll|d|m)\b)?|[’']s\b|[^\w\s]|_")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|St|No|Nos|vs|etc|e\.g|i\.e|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Art|para)|\b[A-Z]|\b[A-Z]\.[A-Z])$")  # fmt: skip
STOP = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]*[A-ZÀ-Þ0-9])|[:;](?=\s*\n)")


@dataclass(frozen=True)
class Word:
    """A word or sign, and where it stands.

    Parameters
    ----------
    text
        The word as it stands there.
    start
        Where it begins, counted from 0.
    end
        The position behind it.
    """

    text: str
    start: int
    end: int

    @cached_property
    def low(self) -> str:
        """In small letters, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True)
class Sentence:
    """A sentence of the body, and its words.

    Parameters
    ----------
    start
        Where it begins, counted from 0.
    end
        The position behind its last word.
    words
        Words and signs, in order.
    paragraph
        The paragraph of the body that it stands in, counted from 1.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    paragraph: int

    def index_at(self, place: int) -> int:
        """The position of the word that stands at a place, or of the next one."""
        return max(bisect_right([w.end for w in self.words], place), 0)


@dataclass(frozen=True)
class Text:
    """A cleaned text with its source, parts and sentences.

    Parameters
    ----------
    text
        The cleaned text.
    source
        What is known of the article.
    parts
        Title, byline and paragraphs, in order.
    sentences
        Those of the body, in order.
    """

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

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _body_starts(self) -> list[int]:
        return [part.start for part in self.body]

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that a place lies in."""
        k = bisect_right(self._sentence_starts, place) - 1
        return self.sentences[k] if k >= 0 and place < self.sentences[k].end else None

    def paragraph_at(self, place: int) -> int:
        """The number of the paragraph of the body that a place lies in, from 1; 0 outside the body."""
        k = bisect_right(self._body_starts, place)
        return k if k and place < self.body[k - 1].end else 0


def text_of(text: str, said: dict[str, str] | None = None) -> Text:
    """A cleaned text with its frame taken off and its body divided into sentences.

    Parameters
    ----------
    text
        The cleaned text.
    said
        What the page says of the article.

    Returns
    -------
    Text
        With its frame taken off.

    Examples
    --------
    >>> [s.words[0].text for s in text_of("Riga, 1 May 2020\\n\\nOn Aug. 3 Mr. Ozols left. \\"Why?\\" he asked.").sentences]
    ['On', '"']
    """
    source, parts = framed(text, said)
    body = [part for part in parts if part.kind == "body"]
    sentences = [s for k, part in enumerate(body, 1) for s in _sentences(text, part, k)]
    return Text(text, source, tuple(parts), tuple(sentences))


MAX_WORDS = 300
"""Words of a sentence, twice those of the longest in news: lists without full stops are cut, since much that is done with a
sentence takes time with the square of its length."""
ABBREVIATION_CHARACTERS = 80
"""Characters before a full stop that tell whether it ends an abbreviation."""


def _sentences(text: str, part: Part, paragraph: int) -> list[Sentence]:
    cuts = [part.start]
    for m in STOP.finditer(text, part.start, part.end):
        # A full stop behind an abbreviation ends no sentence.
        if not (m[0] == "." and ABBREVIATION.search(text[max(part.start, m.start() - ABBREVIATION_CHARACTERS) : m.start()])):
            cuts.append(m.end())
    sentences = []
    for start, end in zip(cuts, [*cuts[1:], part.end], strict=True):
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        words = tuple(Word(m[0], *m.span()) for m in WORD.finditer(text, start, end))
        for k in range(0, len(words), MAX_WORDS):
            some = words[k : k + MAX_WORDS]
            sentences.append(Sentence(start if k == 0 else some[0].start, some[-1].end, some, paragraph))
    return sentences


BOILERPLATE = re.compile(
    r"""^\W*(?:subscribe|sign\ up|log\ in|follow\ us|share\ (?:this|on)|advertisement|sponsored|read\ (?:also|more|next)
    |see\ also|related\b|more\ on|more\ from|most\ read|recommended|newsletter|support\ us|donate|click\ here|cookies?\b
    |©|copyright|all\ rights\ reserved|letters\ to\ the|contact\ us|about\ the\ author|about\ us|terms\ of|privacy
    |check\ against\ delivery|this\ (?:interview|article|text|transcript|speech|translation)\ (?:has\ been|was|is|first)
    |the\ views\ expressed|views\ are|(?:photo|image|picture|graphic|video|map|credit|source|tags?|topics?|filed\ under)s?\s*:
    |\(?(?:reporting|editing|additional\ reporting|writing|translated)\ by|print\ this|comments?\b|leave\ a\ comment|\d+\s+comments
    |join\ (?:our|the)\ |get\ (?:our|the)\ |download|watch:|listen\b|\d+\s*(?:min|minutes?)\ read|posted\ in|previous\ post|next\ post
    |like\ this|tweet|facebook|whatsapp|e-?mail\b|media\ (?:contact|enquiries)|press\ contact|for\ (?:further|more)\ information
    |for\ immediate\ release|notes?\ to\ editors|ends?$|embargoed|\*+$|-+$|_+$|page\ \d+|skip\ to|loading|continue\ reading
    |you\ (?:might|may)\ also|the\ .{3,30}\ is\ published|have\ your\ say|the\ author\ is\ |powered\ by)""",
    re.IGNORECASE | re.VERBOSE,
)
LABEL = re.compile(r"^(?:analysis|editorial|opinion|comment|commentary|interview|exclusive|breaking|urgent|statement|press release"
                   r"|communiqu[eé]|speech|report|news|leader|column|blog|essay|briefing|world|politics|business)\W*$", re.IGNORECASE)  # fmt: skip
SPEAKER = re.compile(r"^(?:[A-ZÀ-Þ][\w.’' -]{0,40}: |[QA]\. |[—–] ?[A-Z])")
BYLINE = re.compile(r"^(?:by|written by|interview by|from|text:?|posted by|an interview by|reported by)\s+", re.IGNORECASE)
NAME = re.compile(r"^(?:Dr\.? |Prof\.? |Professor )?[A-ZÀ-Þ][\w’'.-]+(?: (?:de|van|von|der|al|el|bin|[A-ZÀ-Þ][\w’'.-]*))+$")
OUTLET = re.compile(
    r"\b(?:Post|Times|Courier|Observer|Wire|Weekly|Review|Standard|Herald|Journal|Gazette|Tribune|Monitor|Chronicle|News|Daily"
    r"|Telegraph|Mail|Press|Guardian|Globe|Star|Mirror|Echo|Sentinel|Dispatch|Examiner|Record|Bulletin|Magazine|Today|Agency"
    r"|Radio|Online|Blog|Notes|Letter|Quarterly|Monthly|Digest|Report|Mercury|Argus|Ledger|Register|Voice|Affairs|Institute"
    r"|Centre|Center|Forum|Policy|Politics|Watch|Dialogue|Papers|World)\b"
)
MONTH = "|".join(MONTHS)
DATELINE = re.compile(
    rf"^(?P<city>[A-ZÀ-Þ][A-ZÀ-Þ .’'-]+)(?:,\s*[A-Z][\w.]+)?,?\s*(?:\(?(?:{MONTH})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{MONTH}))?[^—–\n-]{{0,40}}?\s*[-—–]+\s+",
    re.IGNORECASE,
)
OPENING = re.compile(r"^(?P<city>[A-ZÀ-Þ’'.-]{3,}(?: [A-ZÀ-Þ’'.-]+){0,3})\b[^\n]{0,60}?(?:—|–|\s-+\s|\(\w+\)\s*[-—–]?)\s*")


@dataclass(frozen=True)
class Part:
    """A paragraph of the text: its span, and `kind`: body, title, byline or boilerplate.

    Parameters
    ----------
    kind
        ``title``, ``byline``, ``body`` or ``boilerplate``.
    start
        Where it begins, counted from 0.
    end
        The position behind it.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Source:
    """What is known of an article; what is not known is `unknown`.

    Parameters
    ----------
    title
        ``unknown`` where it is not told; so are the others.
    """

    title: str = "unknown"
    author: str = "unknown"
    outlet: str = "unknown"
    kind: str = "unknown"
    date: str = "unknown"
    language: str = "en"


def framed(text: str, said: dict[str, str] | None = None) -> tuple[Source, list[Part]]:
    """The source and the parts of a cleaned text; `said` is what the page itself says, where it is one.

    Parameters
    ----------
    text
        The cleaned text.
    said
        What the page says of the article.

    Returns
    -------
    tuple
        What is known of the article, and its parts in order.
    """
    spans = _paragraphs(text)
    kinds = _kinds([text[a:b] for a, b in spans], said)
    parts = [Part(a, b, kind) for (a, b), kind in zip(spans, kinds, strict=True)]
    parts = [piece for part in parts for piece in _without_dateline(text, part)]
    heads = [text[p.start : p.end] for p in parts if p.kind in ("title", "byline")]
    source = _source(text, parts, heads, said or {})
    return source, parts


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of paragraphs: blocks between empty lines, or lines where a block is not wrapped."""
    paragraphs = []
    for block in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        lines = [(block.start() + m.start(), block.start() + m.end()) for m in re.finditer(r"[^\n]+", block[0])]
        if _wrapped([text[a:b].strip() for a, b in lines]):
            lines = [(lines[0][0], lines[-1][1])]
        paragraphs += lines
    trimmed = []
    for a, b in paragraphs:
        piece = text[a:b]
        trimmed.append((a + len(piece) - len(piece.lstrip()), b - len(piece) + len(piece.rstrip())))
    return [(a, b) for a, b in trimmed if a < b]


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines of a block are one paragraph: they run on, and none is as long as a paragraph."""
    if len(lines) < 2 or any(_framing(line) for line in lines):
        return False
    if any(line[:1].islower() for line in lines[1:]):
        return True
    if max(map(len, lines)) > 110:
        return False
    running = sum(
        not re.search(r"[.!?”\"’)]$", line) or (len(line) >= 45 and not OUTLET.search(line)) for line in lines[:-1]
    )
    long = sum(len(line) >= 40 for line in lines[:-1])
    return 2 * running >= len(lines) - 1 and 2 * long >= len(lines) - 1


def _framing(line: str) -> bool:
    """Whether a line stands for itself: boilerplate, a label, a byline, a place and a date."""
    short = len(line.split()) <= 12 and not re.search(r"[.,]$", line)
    if SPEAKER.match(line):
        return True
    return bool(BOILERPLATE.match(line) or LABEL.match(line) or (short and (BYLINE.match(line) or iso_day(line))))


def _kinds(paragraphs: list[str], said: dict[str, str] | None) -> list[str]:
    kinds = ["body"] * len(paragraphs)
    for k, text in enumerate(paragraphs):
        words = len(text.split())
        if (
            words <= 30
            and BOILERPLATE.match(text)
            and not (words > 12 and re.match(r"(?:report|comment|get|join|map)", text, re.IGNORECASE))
        ):
            kinds[k] = "boilerplate"
    for k, text in enumerate(paragraphs[:9]):
        if kinds[k] == "boilerplate":
            continue
        if not (_is_said(text, said) if said else _is_head(text)):
            break
        kinds[k] = "byline" if BYLINE.match(text) or LABEL.match(text) or "title" in kinds else "title"
    return kinds


def _is_said(text: str, said: dict[str, str]) -> bool:
    """Whether a paragraph before the body of a page says again what the page says of itself, or by whom it is."""
    short = len(text.split()) <= 12 and not re.search(r"[.,:;]$", text)
    return " ".join(text.split()) == " ".join(said.get("title", "").split()) or (short and bool(BYLINE.match(text)))


def _is_head(text: str) -> bool:
    """Whether a paragraph before the body belongs to the headline or the byline."""
    if LABEL.match(text) or BYLINE.match(text):
        return len(text.split()) <= 30
    if DATELINE.match(text) and len(text.split()) > 15:
        return False
    words = len(text.split())
    if words > 10 and re.search(r"[a-z]{4}[.!?]”? [A-ZÀ-Þ“]", text):
        return False
    return words <= 24 and not re.search(r"[.,:;]$", text) and not re.match(r"\d+\.\s", text)


def _without_dateline(text: str, part: Part) -> list[Part]:
    """A paragraph of the body that begins with a dateline, without it."""
    m = OPENING.match(text[part.start : part.end]) if part.kind == "body" else None
    if m is None or m.end() >= part.end - part.start or not re.search(r"[a-z0-9(]|—|–", m[0]):
        return [part]
    return [Part(part.start, part.start + m.end(), "byline"), Part(part.start + m.end(), part.end, "body")]


def _source(text: str, parts: list[Part], heads: list[str], said: dict[str, str]) -> Source:
    titles = [text[p.start : p.end] for p in parts if p.kind == "title"]
    pieces = [
        piece.strip() for head in heads[len(titles[:1]) :] for piece in re.split(r"[|·•\n]|,(?!\s*\d{4})|\s{2,}", head)
    ]
    title = said.get("title") or (re.sub(r"^[A-Z]{4,}\s*[-:–]\s*", "", titles[0].split("\n")[0]) if titles else "unknown")
    author = outlet = "unknown"
    for piece in pieces:
        bare = BYLINE.sub("", piece)
        if OUTLET.search(bare) and not iso_day(bare):
            outlet = bare if outlet == "unknown" else outlet
        elif NAME.match(bare) and author == "unknown" and not iso_day(bare):
            author = bare
    date = said.get("date") or next((day for head in heads if (day := iso_day(head))), "unknown")
    body = "\n".join(text[p.start : p.end] for p in parts if p.kind == "body")
    return Source(
        title=" ".join(title.split()), author=said.get("author", author), outlet=said.get("outlet", outlet),
        kind=_kind(" ".join(heads), outlet, body), date=date,
    )  # fmt: skip


def _kind(heads: str, outlet: str, body: str) -> str:
    """Report, opinion, analysis, or unknown: by its label, else by how often the author speaks of himself."""
    low = heads.lower()
    if re.search(
        r"\b(?:interview|speech|statement|communiqu[eé]|transcript|remarks|declaration|address)\b", low
    ) or _is_interview(body):
        return "unknown"
    if re.search(r"\b(?:editorial|opinion|comment(?:ary)?|column|blog|leader)\b", f"{low} {outlet.lower()}"):
        return "opinion"
    if "analysis" in low:
        return "analysis"
    outside = re.sub(r"“[^”]*”?|\"[^\"]*\"", " ", body)
    own = len(re.findall(r"\b(?:I|we|us|our|my)\b", outside)) * 1000 / max(len(outside.split()), 1)
    if re.search(r"^\d+\.\s", body, re.MULTILINE):
        return "unknown"
    return "opinion" if own >= 6 else "report"


def _is_interview(body: str) -> bool:
    labels = re.findall(r"^([A-Z][\w.’' -]{0,40}):\s|^([QA])\.\s", body, re.MULTILINE)
    return len(labels) >= 4 and len(set(labels)) <= len(labels) // 2
