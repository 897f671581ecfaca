"""Interviews: each answer is a quotation of the person interviewed, and questions are not."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from countermove.reader.records import UNKNOWN, Mention, Speech
from countermove.reader.text import Text

__all__ = ["answers"]

LABEL = re.compile(r"^(?P<who>[A-ZÀ-Þ][\w.’'&() -]{0,45}?)(?::|\.(?<=^[QA]\.)| [—–]) ?(?=\S)")
ASKERS = re.compile(
    r"^(?:Q|Question|Interviewer|Reporter|Correspondent|Moderator|Host|[A-Z][\w’' ]*(?:Weekly|Post|Times|Review|Courier|Observer|Herald|Journal|Monitor|Standard|Tribune|News|Daily|Radio|TV|Gazette|Magazine|Echo|Star))$"
)
MOST_WORDS = 45
"""A question is no longer."""


def answers(text: Text, mentions: list[Mention]) -> list[Speech]:
    """The answers of an interview, one quoted item each; none where the text is no interview."""
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
    found = []
    for k, label in enumerate(labels):
        if label in guests:
            start = text.body[k].start + len(label)
            start += re.match(r"[\s:.—–]*", text.text[start : text.body[k].end]).end()  # type: ignore[union-attr]
            end = _last_paragraph(text, paragraphs, labels, k)
            found.append(Speech(start, end, "quoted", _guest(text, label, mentions), "answer in an interview"))
    return found


def _last_paragraph(text: Text, paragraphs: list[str], labels: list[str], k: int) -> int:
    """Where an answer ends that begins in a paragraph: before the next label or question."""
    end = text.body[k].end
    for follow in range(k + 1, len(paragraphs)):
        asked = _is_question(paragraphs[follow]) or (
            follow + 1 < len(labels) and labels[follow + 1] and labels[k] == labels[follow + 1]
        )
        if labels[follow] or asked:
            break
        end = text.body[follow].end
    return end


def _is_question(paragraph: str) -> bool:
    return re.search(r"\?[”\"]?$", paragraph.rstrip()) is not None and len(paragraph.split()) <= MOST_WORDS


def _asks(name: str, text: Text, labels: list[str], paragraphs: list[str]) -> bool:
    """Whether the one with this label asks the questions."""
    own = [p for label, p in zip(labels, paragraphs, strict=True) if label == name]
    return bool(ASKERS.match(name)) or name == text.source.outlet or 2 * sum(map(_is_question, own)) > len(own)


def _after_questions(text: Text, paragraphs: list[str], labels: list[str], mentions: list[Mention]) -> list[Speech]:
    """Answers where only the questions bear a label: what stands between them."""
    found = []
    for k, label in enumerate(labels[:-1]):
        if label and not labels[k + 1]:
            end = _last_paragraph(text, paragraphs, ["", *labels[1:]], k + 1)
            found.append(Speech(text.body[k + 1].start, end, "quoted", _guest(text, "", mentions), "answer in an interview"))
    return found


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
    found = []
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
            found.append(
                Speech(
                    text.body[a + 1].start,
                    text.body[last].end,
                    "quoted",
                    _guest(text, "", mentions),
                    "answer in an interview",
                )
            )
    return found
