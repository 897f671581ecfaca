"""Interviews: each answer is a quotation of the person interviewed, and questions are not."""

from __future__ import annotations

import re
from collections import Counter

from countermove.reader.records import UNKNOWN, Mention, Speech
from countermove.reader.text import Text

__all__ = ["answers"]

LABEL = re.compile(r"^(?P<who>[A-ZÀ-Þ][\w.’' -]{0,40}?)[:.] ?(?=\S)|^(?P<dash>[—–-] )")
ASKERS = re.compile(
    r"^(?:Q|Question|Interviewer|Reporter|Moderator|Host|[A-Z][\w’' ]*(?:Weekly|Post|Times|Review|Courier|Observer|Herald|Journal|Monitor|Standard|Tribune|News|Daily|Radio|TV|Gazette|Magazine|Echo|Star))$"
)


def answers(text: Text, mentions: list[Mention]) -> list[Speech]:
    """The answers of an interview, one quoted item each; none where the text is no interview."""
    paragraphs = [text.text[p.start : p.end] for p in text.body]
    labels = [
        (m["who"] or "").strip()
        if (m := re.match(r"^([A-ZÀ-Þ][\w.’' -]{0,40}?): (?=\S)", p)) and (m := LABEL.match(p))
        else ""
        for p in paragraphs
    ]
    counts = Counter(name for name in labels if name)
    announced = re.search(r"\binterview", text.head, re.IGNORECASE) is not None
    if sum(counts.values()) < (2 if announced else 4) or (not announced and max(counts.values()) < 2):
        return _unlabelled(text, paragraphs, mentions) if announced else []
    outlet = text.source.outlet
    guests = [
        name
        for name in counts
        if not ASKERS.match(name) and name != outlet and not _is_asking(name, labels, paragraphs)
    ]
    if not guests:
        guests = [max(counts, key=lambda name: counts[name])]
    found = []
    for k, part in enumerate(text.body):
        if labels[k] in guests:
            start = part.start + len(labels[k]) + 1
            start += len(text.text[start : part.end]) - len(text.text[start : part.end].lstrip())
            end = part.end
            for follow in range(k + 1, len(paragraphs)):
                if labels[follow] or paragraphs[follow].rstrip().endswith("?") or _short_question(labels, follow):
                    break
                end = text.body[follow].end
            found.append(Speech(start, end, "quoted", _guest(text, labels[k], mentions), "answer in an interview"))
    return found


def _short_question(labels: list[str], k: int) -> bool:
    """Whether an unlabelled paragraph is the interviewer's: the next one is labelled as an answer."""
    return k + 1 < len(labels) and bool(labels[k + 1])


def _is_asking(name: str, labels: list[str], paragraphs: list[str]) -> bool:
    own = [p for label, p in zip(labels, paragraphs, strict=True) if label == name]
    return 2 * sum(p.rstrip().endswith("?") for p in own) > len(own)


def _guest(text: Text, label: str, mentions: list[Mention]) -> tuple[str, ...]:
    """The actor that the person interviewed speaks for."""
    surname = label.split()[-1] if label else ""
    for m in mentions:
        if m.via == "person" and surname and surname in text.text[m.start : m.end]:
            return (m.id,)
    first = next((m for m in mentions if m.via in ("office", "person")), None)
    return (first.id,) if first else (UNKNOWN,)


def _unlabelled(text: Text, paragraphs: list[str], mentions: list[Mention]) -> list[Speech]:
    """Answers after questions that bear no label: the paragraphs after one that asks."""
    found: list[Speech] = []
    asked = False
    for k, part in enumerate(text.body):
        asks = paragraphs[k].rstrip().endswith("?") and len(paragraphs[k].split()) <= 40
        if asked and not asks:
            found.append(Speech(part.start, part.end, "quoted", _guest(text, "", mentions), "answer in an interview"))
        asked = asks or (asked and not asks and False)
    return found if len(found) >= 2 else []
