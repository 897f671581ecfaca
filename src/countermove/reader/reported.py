"""Reported speech: the finite clause that hangs on a verb of saying, or on "according to", before or after it."""

from __future__ import annotations

import re

from countermove.reader.quotes import Quotation
from countermove.reader.records import Speech
from countermove.reader.speakers import Speakers
from countermove.reader.text import Sentence, Text

__all__ = ["reported"]

WITH_THAT = (
    r"(?:said|says|say|saying|told|tells?|added|adds|announced?|announces|warned|warns?|declared?|declares|stated?|states|insisted|insists?|claimed|claims?"
    r"|complained|complains?|confirmed|confirms?|noted|notes?|stressed|stresses|explained|explains?|argued?|argues|replied|replies|answered|wrote|writes"
    r"|reported|reports?|denied|denies|deny|admitted|admits?|conceded|concedes?|maintained|maintains?|suggested|suggests?|remarked|observed|asserted|alleged"
    r"|alleges|promised|promises?|predicted|predicts|pointed out|points? out|recalled|recalls?|emphasi[sz]ed|emphasi[sz]es|reiterated|acknowledged|acknowledges"
    r"|informed|informs|responded|made (?:it )?clear|makes (?:it )?clear|disclosed|revealed|testified|vowed|repeated|repeats|believed|believes?|assured|assures|hinted"
    r"|let it be known|underlined|concluded|commented|indicated|indicates|signal(?:l?ed)?|reminded|contended|contends)"
)
BARE = r"(?:said|says|say|claims?|claimed|told|tells|added|adds|insisted|insists?|thinks?|believes?|admitted|warned|argues?|announced)"
THAT = re.compile(
    rf"(?<!as he )(?<!as she )\b(?P<verb>{WITH_THAT})\b(?P<between>(?:\s+(?!that\b)[\w’'-]+){{0,9}}?),?\s+that\s+(?=\S)"
)
NO_THAT = re.compile(
    rf"\b(?P<verb>{BARE})(?P<between>(?:\s+(?:on|in|to|at|last|this|late|early|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|[A-Z]\w+|reporters|journalists"
    r"|me|us|week|private|parliament|television|state|the|a|statement|afterwards|later|again|yesterday|today|now))*?)"
    r"\s+(?P<clause>(?:(?:the|The|his|her|its|their|no|any|a|an|this|that|these|those|both|all|two|three|there|it|he|she|they|we|nobody|everything|nothing|[A-Z][\w’'-]+)\s)"
    r"(?:[\w’'%-]+\s){0,8}?(?:is|are|was|were|had|has|have|would|will|could|can|must|should|may|might|did|does|do|need(?:s|ed)?|want(?:s|ed)?|remain(?:s|ed)?|[a-z]+ed|went|came|left|took|stood|knew|meant|began)\b)"
)
AFTER = re.compile(
    r",\s+(?P<who>[^,;:“”\"]{2,90}?)\s+(?:now |also |then |later )?(?P<verb>said|says|say|announced|claimed?|claims|warned|warns|confirmed|confirms|added|adds|complained|complains|reported|reports|argued?|argues"
    r"|insisted|insists|stated|declared|explained|explains|admitted|admits|told (?:\w+ ?){1,3}|noted|wrote|believes?|thinks?|maintains?|suggested)\b(?P<tail>[^,;:“”\"]{0,60})$"
)
SAYS_WHO = re.compile(
    r",\s+(?P<verb>says|said|say|claims?|claimed|writes|wrote|argues|warns?|reports?|adds)\s+(?P<who>[^,;:“”\"]{2,70})(?=,|\.|;|$)"
)
ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^;:“”\"]{2,90}?),\s+(?=\S)")
ACCORDING_AFTER = re.compile(r",?\s+according to (?P<who>[^,;:“”\"]{2,90})(?=[,.;]|$)")
NO_VOICE = re.compile(
    r"(?:(?:the|its|their|his|her|our|new|old|a|an|these|those|international|own|agreed|usual|different|his own) )*(?:rules?|laws?|principles?|schedules?|needs?"
    r"|traditions?|customs?|terms|standards?|procedures?|plan|plans|merits?|circumstances|interests?|constitution|scenarios?|logic)\b", re.IGNORECASE)  # fmt: skip
"""What may be followed and says nothing: according to the rules."""
END = re.compile(
    r";|, but (?!also)|, (?:he|she|it|they) (?:said|added)|, and (?:that |the |its |it |he |she )?(?=\w+ (?:has|have|had|is|was) (?:not )?(?:also|since|already))"
)


def reported(text: Text, marks: list[Quotation], quoted: list[Speech], speakers: Speakers) -> list[Speech]:
    """Reported clauses, outside whole quotations, except where somebody else is reported inside one."""
    found: list[Speech] = []
    for sentence in text.sentences:
        here = _in_sentence(text, sentence, marks, quoted, speakers)
        for item in here:
            if not any(item.touches(other) and other.how == "reported" for other in found):
                found.append(item)
    return found


def _in_sentence(
    text: Text, sentence: Sentence, marks: list[Quotation], quoted: list[Speech], speakers: Speakers
) -> list[Speech]:
    words = text.text[sentence.start : sentence.end]
    found = []
    for m in THAT.finditer(words):
        place = sentence.start + m.start()
        if (
            _is_quoted(place, marks)
            or _as_clause(words, m.start())
            or re.search(r"\b(?:an?|the|binding|no|any) (?:\w+ )?$", words[: m.start()])
        ):
            continue
        end = _clause_end(words, m.end())
        who = _subject(text, sentence, m.start(), speakers)
        found += [Speech(sentence.start + a, sentence.start + b, "reported", *who) for a, b in _parts(words, m.end(), end)]
    for m in NO_THAT.finditer(words):
        place = sentence.start + m.start()
        if (
            _is_quoted(place, marks)
            or _as_clause(words, m.start())
            or any(s.covers(sentence.start + m.start("clause")) for s in found)
        ):
            continue
        a, b = m.start("clause"), _clause_end(words, m.start("clause"))
        found.append(
            Speech(sentence.start + a, sentence.start + b, "reported", *_subject(text, sentence, m.start(), speakers))
        )
    return found or _before_verb(sentence, words, marks, quoted, speakers)


def _before_verb(
    sentence: Sentence, words: str, marks: list[Quotation], quoted: list[Speech], speakers: Speakers
) -> list[Speech]:
    """ "..., the ministry said", "..., says its office", "According to X, ..."."""
    bare = words.rstrip(' .!?…”"’')
    start = sentence.start
    for pattern in (ACCORDING, ACCORDING_AFTER, AFTER, SAYS_WHO):
        m = pattern.search(words if pattern is not AFTER else bare)
        if m is None or _is_quoted(start + m.start(), marks):
            continue
        if pattern in (ACCORDING, ACCORDING_AFTER) and NO_VOICE.match(m["who"]):
            continue
        who = speakers.named(start + m.start("who"), start + m.end("who"))
        if pattern is AFTER and who == ("author",):
            continue
        if pattern in (AFTER, SAYS_WHO) and not who:
            continue
        a, b = (m.end(), len(bare)) if pattern is ACCORDING else (0, m.start())
        if (
            any(s.covers(start + a) for s in quoted)
            or b - a < 12
            or (re.match(r"[“\"]", words[a:]) and any(s.start <= start + a + 1 for s in quoted if s.covers(start + a + 1)))
        ):
            continue
        if pattern is SAYS_WHO and re.search(r"\b(?:You|you|us)\b", words[:b]):
            continue
        return [
            Speech(
                start + a,
                start + b,
                "reported",
                who or ("unknown",),
                "according to" if pattern in (ACCORDING, ACCORDING_AFTER) else "said after it",
            )
        ]
    return []


def _subject(text: Text, sentence: Sentence, before: int, speakers: Speakers) -> tuple[tuple[str, ...], str]:
    start = sentence.start
    words = text.text[start : start + before]
    cut = 0
    for c in re.finditer(r"[;:—–]| but | while |, and | and (?=(?:he|she|it|they|the|its|his|has|had)\b)", words):
        cut = c.end()
    who = speakers.named(start + cut, start + before) or speakers.named(start, start + before)
    if who:
        return who, "subject of the verb"
    last = speakers.last(start + before)
    return ((last,) if last else ("unknown",)), "nearest actor" if last else "not told"


def _as_clause(words: str, at: int) -> bool:
    """Whether a verb of saying stands in a mere aside ("as he warned") or is an infinitive."""
    return re.search(r"\b(?:as|to|be|not|never)(?: \w+)? $", words[max(0, at - 16) : at]) is not None and not re.search(
        r"\bnot $|\bhas (?:also|now) $", words[max(0, at - 10) : at]
    )


def _is_quoted(place: int, marks: list[Quotation]) -> bool:
    """Whether a place lies between quotation marks; an answer in an interview may report others."""
    return any(q.depth == 0 and q.start <= place < q.end for q in marks)


def _clause_end(words: str, start: int) -> int:
    m = END.search(words, start)
    end = m.start() if m else len(words)
    return start + len(words[start:end].rstrip(" .!?…,"))


def _parts(words: str, start: int, end: int) -> list[tuple[int, int]]:
    """A clause, divided at "and that"."""
    cuts = [start]
    for m in re.finditer(r",? and that |; that ", words[start:end]):
        cuts += [start + m.start(), start + m.end()]
    cuts.append(end)
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if b - a > 3]
