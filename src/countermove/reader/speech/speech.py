"""Who says what: quotations, reported speech, the author's own voice, and words that the author puts into others' mouths.

What somebody says is a claim of his, and no fact: every event inside it carries his voice.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from countermove.reader.records import AUTHOR, UNKNOWN, Mention, Speech
from countermove.reader.speech.quotes import Quotation, is_clause, quotations
from countermove.reader.speech.speakers import Speakers, reported
from countermove.reader.text import Sentence, Text

__all__ = ["answers", "speech", "voice_at"]

FIRST = re.compile(r"\b(?:I|we|We|us|our|Our|my|My|me|ours|mine|myself|ourselves)\b")
TOLD_ME = re.compile(
    r"\b(?:told|tells|informed|assured|answered|asked|wrote to|writes to|showed|complained to|said to|explained to) (?:me|us)\b|\bshown to (?:me|us)\b"
)
SAYS = r"(?:tell|say|explain|insist|answer|repl|remind|assure|argue|claim|complain|shout|lecture|warn|repeat|whisper|ask|write|add|keep telling)(?:s|ed|ies|y)?|said|told|wrote"
PUT = re.compile(
    rf"(?:,|^) (?P<who>[^,“”.;:]{{1,50}}?) (?:{SAYS})(?: (?:to )?(?:us|me|them))?\s?[,:]"
    rf"|\b(?P<they>[Tt]hey|[Tt]here are those who|[Ss]ome) (?:{SAYS})(?: (?:to )?(?:us|me))?[,:]"
)
YOU_ACCUSE = re.compile(
    r"\b[Yy]ou (?:\w+ )?(?:accuse|tell|blame|reproach|ask|want|call|lecture|say|threaten|warn|remind|advise|offer|demand|insist|complain|claim|expect|forbid|explain|promise|preach)\b"
    r"(?: \w+){0,4}? ?(?:us|our|me|that|we)\b"
)
YOU_TOLD = re.compile(r"\b[Yy]ou(?:, \w+,)? are (?:often |always )?told\b")
CALLED = re.compile(
    r"\b(?:call|calls|called|calling|describe[sd]?|dubbed|termed|dismissed|praised|branded)\b[^.;“\"]{0,60}$"
)


def speech(text: Text, mentions: list[Mention]) -> list[Speech]:
    """All stretches of speech in the body, in order.

    Parameters
    ----------
    text
        The cleaned text.
    mentions
        The mentions in it.

    Returns
    -------
    list of Speech
        By their beginning, the longer first.

    Examples
    --------
    >>> from countermove.reader.entities import mentions
    >>> from countermove.reader.text import text_of
    >>> text = text_of("Riga will not pay, the Latvian minister said. “We have paid enough,” she added. We think so too.")
    >>> [(s.how, s.speakers) for s in speech(text, mentions(text))]
    [('reported', ('LVA',)), ('quoted', ('LVA',)), ('author', ('author',))]
    """
    marks = quotations(text)
    speakers = Speakers(text, mentions, marks)
    said = answers(text, mentions)
    speeches: list[Speech] = list(said)
    speeches += _quoted(text, marks, speakers, said)
    quoted = [s for s in speeches if s.how == "quoted"]
    others = _for_others(text, marks, speakers)
    speeches += [s for s in reported(text, marks, quoted, speakers) if not any(s.touches(other) for other in others)]
    speeches += others if said else [*others, *_author(text, marks, others)]
    return sorted(_single(speeches), key=lambda s: (s.start, -s.end))


def voice_at(place: int, speeches: list[Speech]) -> tuple[str, ...]:
    """Whose words stand at a place: the speaker of the innermost speech around it, else the author.

    Parameters
    ----------
    place
        A position in the text.
    speeches
        The stretches of speech in it.

    Returns
    -------
    tuple of str
        Ids of actors, `AUTHOR` or `UNKNOWN`.
    """
    # Speech may stand in speech; the innermost speaker answers for the words.
    around = [s for s in speeches if s.covers(place)]
    return min(around, key=lambda s: s.end - s.start).speakers if around else (AUTHOR,)


def _single(speeches: list[Speech]) -> list[Speech]:
    seen: dict[tuple[int, int, str], Speech] = {}
    for item in speeches:
        seen.setdefault((item.start, item.end, item.how), item)
    return list(seen.values())


def _quoted(text: Text, marks: list[Quotation], speakers: Speakers, said: list[Speech]) -> list[Speech]:
    speeches: list[Speech] = []
    for mark in marks:
        words, before = text.text[mark.start : mark.end], text.text[max(0, mark.start - 80) : mark.start]
        inside = any(s.covers(mark.start) for s in said)
        called = CALLED.search(before) is not None
        if mark.depth or inside:
            if called and len(words.split()) >= 2:
                speeches.append(Speech(mark.start, mark.end, "quoted", *speakers.of_called(mark)))
            continue
        # A part of a longer quotation is shown with it.
        if any(s.covers(mark.start) and s.end > mark.end for s in speeches):
            continue
        # Single words in quotation marks are scare quotes or names, unless somebody "calls" something so.
        if not is_clause(words, before):
            if called:
                speeches.append(Speech(mark.start, mark.end, "quoted", *speakers.of_called(mark)))
            continue
        if _interviewer(text, mark, said):
            continue
        # It goes on where no new speaker is named.
        previous = next((s for s in reversed(speeches) if s.end <= mark.start), None)
        speeches.append(Speech(mark.start, mark.end, "quoted", *speakers.of_quotation(mark, previous)))
    return speeches


def _interviewer(text: Text, mark: Quotation, said: list[Speech]) -> bool:
    """Whether a quotation in an interview stands in a question."""
    return bool(said) and text.paragraph_at(mark.start) > 1 and not any(s.covers(mark.start) for s in said)


def _author(text: Text, marks: list[Quotation], others: list[Speech]) -> list[Speech]:
    more = []
    for sentence in text.sentences:
        outside = _outside(text, sentence, marks)
        # "told us" reports what another says, and is no word of the author's own side.
        plain = TOLD_ME.sub(" ", outside)
        put = any(s.start == sentence.start and s.end >= sentence.end for s in others)
        if FIRST.search(plain) and not put:
            start, end = _own_part(sentence, marks)
            more.append(Speech(start, end, "author", (AUTHOR,), "first person"))
    return more


def _own_part(sentence: Sentence, marks: list[Quotation]) -> tuple[int, int]:
    """A sentence without a quotation at its beginning."""
    start = sentence.start
    for mark in marks:
        if mark.depth == 0 and mark.start <= start < mark.end < sentence.end:
            start = mark.end
    return start, sentence.end


def _for_others(text: Text, marks: list[Quotation], speakers: Speakers) -> list[Speech]:
    """Sentences such as "You encircle us, Moscow tells us" and "you accuse us of inventing it"."""
    more = []
    for sentence in text.sentences:
        outside = _outside(text, sentence, marks)
        put = PUT.search(outside)
        you = YOU_ACCUSE.search(outside) or YOU_TOLD.search(outside)
        # "as they say" puts nothing into anybody's mouth.
        if put and put["who"] and put["who"].split()[0].lower() == "as":
            put = None
        addressed = re.search(r"\b[Yy]ou\b|^\W*(?:We|we)\b", outside[:60])
        if (
            put
            and (addressed or (put["they"] and re.search(r"\byou\b", outside)))
            and not outside.strip().startswith("There are")
        ):
            who = speakers.named_in(sentence.start + put.start(), sentence.start + put.end())
            who = who or speakers.opponent(sentence.start)
            more.append(Speech(sentence.start, sentence.end, "for-others", who, "put into the mouth"))
        elif you and (re.search(r"\b(?:us|our|we|me)\b", outside) or YOU_TOLD.search(outside)):
            start = sentence.start + you.start()
            more.append(Speech(start, sentence.end, "for-others", speakers.opponent(sentence.start), "addressed as you"))
    return more


def _outside(text: Text, sentence: Sentence, marks: list[Quotation]) -> str:
    """A sentence, place by place, with its quotations blanked out."""
    # Blanked and not cut out, so that positions stay those of the text.
    words = list(text.text[sentence.start : sentence.end])
    for mark in marks:
        if mark.depth == 0:
            for k in range(max(mark.start, sentence.start), min(mark.end, sentence.end)):
                words[k - sentence.start] = " "
    return "".join(words)


LABEL = re.compile(r"^(?P<who>[A-ZÀ-Þ][\w.’'&() -]{0,45}?)(?::|\.(?<=^[QA]\.)| [—–]) ?(?=\S)")
ASKERS = re.compile(
    r"^(?:Q|Question|Interviewer|Reporter|Correspondent|Moderator|Host|[A-Z][\w’' ]*(?:Weekly|Post|Times|Review|Courier|Observer|Herald|Journal|Monitor|Standard|Tribune|News|Daily|Radio|TV|Gazette|Magazine|Echo|Star))$"
)
MAX_QUESTION_WORDS = 45
"""Words of a question in an interview; what is longer is an answer."""


def answers(text: Text, mentions: list[Mention]) -> list[Speech]:
    """The answers of an interview, one quoted item each; none where the text is no interview.

    Parameters
    ----------
    text
        The cleaned text.
    mentions
        The mentions in it.

    Returns
    -------
    list of Speech
        Empty where the text is no interview.
    """
    paragraphs = [text.text[p.start : p.end] for p in text.body]
    labels = [m["who"].strip() if (m := LABEL.match(p)) else "" for p in paragraphs]
    counts = Counter(name for name in labels if name)
    announced = (
        re.search(r"\binterview|\bconversation with|\bquestions (?:to|for)\b|\bq ?& ?a\b", text.head, re.IGNORECASE)
        is not None
    )
    repeated = sum(n for n in counts.values() if n >= 2)
    if repeated < (2 if announced else 4):
        return _unlabelled(text, paragraphs, mentions, least=2 if announced else 3)
    guests = [name for name in counts if counts[name] >= 2 and not _asks(name, text, labels, paragraphs)]
    if not guests:
        return _after_questions(text, paragraphs, labels, mentions)
    speeches = []
    for k, label in enumerate(labels):
        if label in guests:
            start = text.body[k].start + len(label)
            start += re.match(r"[\s:.—–]*", text.text[start : text.body[k].end]).end()  # type: ignore[union-attr]
            end = _last_paragraph(text, paragraphs, labels, k)
            speeches.append(Speech(start, end, "quoted", _guest(text, label, mentions), "answer in an interview"))
    return speeches


def _last_paragraph(text: Text, paragraphs: list[str], labels: list[str], k: int) -> int:
    """Where an answer ends that begins in a paragraph: before the next label or question."""
    end = text.body[k].end
    for follow in range(k + 1, len(paragraphs)):
        is_asked = _is_question(paragraphs[follow]) or (
            follow + 1 < len(labels) and labels[follow + 1] and labels[k] == labels[follow + 1]
        )
        if labels[follow] or is_asked:
            break
        end = text.body[follow].end
    return end


def _is_question(paragraph: str) -> bool:
    return re.search(r"\?[”\"]?$", paragraph.rstrip()) is not None and len(paragraph.split()) <= MAX_QUESTION_WORDS


def _asks(name: str, text: Text, labels: list[str], paragraphs: list[str]) -> bool:
    """Whether the one with this label asks the questions."""
    own = [p for label, p in zip(labels, paragraphs, strict=True) if label == name]
    return bool(ASKERS.match(name)) or name == text.source.outlet or 2 * sum(map(_is_question, own)) > len(own)


def _after_questions(text: Text, paragraphs: list[str], labels: list[str], mentions: list[Mention]) -> list[Speech]:
    """Answers where only the questions bear a label: what stands between them."""
    turns = []
    for k, label in enumerate(labels[:-1]):
        if label and not labels[k + 1]:
            end = _last_paragraph(text, paragraphs, ["", *labels[1:]], k + 1)
            turns.append(Speech(text.body[k + 1].start, end, "quoted", _guest(text, "", mentions), "answer in an interview"))
    return turns


def _guest(text: Text, label: str, mentions: list[Mention]) -> tuple[str, ...]:
    """The actor that the person interviewed speaks for."""
    surname = label.split()[-1] if label else ""
    for m in mentions:
        if m.via == "person" and surname and surname in text.text[m.start : m.end]:
            return (m.id,)
    first = next((m for m in mentions if m.via == "person"), None) or next((m for m in mentions if m.via == "office"), None)
    return (first.id,) if first else (UNKNOWN,)


def _unlabelled(text: Text, paragraphs: list[str], mentions: list[Mention], least: int) -> list[Speech]:
    """Answers after questions that bear no label: the paragraphs after one that asks, up to the next question."""
    questions = [k for k, paragraph in enumerate(paragraphs) if _is_question(paragraph)]
    if len(questions) < least or 2 * sum(b - a > 1 for a, b in pairwise([*questions, len(paragraphs)])) < len(questions):
        return []
    turns = []
    for a, b in pairwise([*questions, len(paragraphs)]):
        if b - a > 1:
            last = b - 1
            while (
                last > a + 1
                and not _is_question(paragraphs[last])
                and b < len(paragraphs)
                and len(paragraphs[last].split()) <= 20
                and len(paragraphs[last - 1].split()) > 20
                and last > a + 1
            ):
                last -= 1
            turns.append(
                Speech(
                    text.body[a + 1].start,
                    text.body[last].end,
                    "quoted",
                    _guest(text, "", mentions),
                    "answer in an interview",
                )
            )
    return turns
