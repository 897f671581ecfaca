"""Who is speaking: the subject of a verb of saying, or who spoke before, resolved to an actor."""

from __future__ import annotations

import re

from countermove.reader.offices import author_side
from countermove.reader.quotes import Quotation
from countermove.reader.records import UNKNOWN, Mention, Speech
from countermove.reader.text import Text

__all__ = ["SAY", "Speakers"]

SAY = (
    r"(?:said|says|say|saying|told|tells|tell|added|adds|add|announced|announces|announce|warned|warns|warn|declared|declares|declare|stated|states|state|insisted|insists"
    r"|insist|claimed|claims|claim|complained|complains|complain|confirmed|confirms|confirm|noted|notes|note|stressed|stresses|explained|explains|argued|argues|argue|replied|replies|answered"
    r"|answers|asked|asks|wrote|writes|reported|reports|report|denied|denies|admitted|admits|conceded|concedes|maintained|maintains|suggested|suggests|remarked|observed"
    r"|asserted|asserts|alleged|alleges|promised|promises|predicted|pointed out|points out|recalled|recalls|emphasi[sz]ed|emphasi[sz]es|reiterated|reiterates|acknowledged"
    r"|acknowledges|informed|informs|joked|responded|responds|let it be known|made clear|makes clear|disclosed|revealed|testified|vowed|repeated|repeats|agreed|believes|believe|thinks|think"
    r"|commented|concluded|concludes|underlined|underlines|hinted|hints|called|calls)"
)
NOBODY = re.compile(
    r"\b(?:diplomats?|experts?|analysts?|sources?|observers?|people familiar|witnesses|residents|villagers|fishermen|farmers|traders|economists"
    r"|historians?|researchers?|professors?|a study|critics|somebody|someone|one of them|participants?|delegates?|scientists?|captain|lawyers?|officials)\b"
)
BARE = re.compile(
    r"\b(?:[Aa]|[Aa]n|[Tt]he|[Ii]ts|[Hh]is|[Hh]er) (?:\w+ )?(?:spokes(?:man|woman|person)|minister|ministry|president|official|ambassador|envoy|negotiator|secretary|government|leader|chief|office|army|navy|statement|delegation|communiqu[eé]|general|report|draft|document)\b"
)
HE = re.compile(r"\b(?:he|she|He|She|him|her)\b")
IT = re.compile(r"\b(?:it|It|its)\b")
THEY = re.compile(r"\b(?:they|They)\b")


class Speakers:
    """Finds speakers in one text; it holds its mentions and quotation marks."""

    def __init__(self, text: Text, mentions: list[Mention], marks: list[Quotation]) -> None:
        self.text, self.mentions, self.marks = text, mentions, marks
        self.side = author_side(text)

    def of_quotation(self, mark: Quotation, previous: Speech | None) -> tuple[tuple[str, ...], str]:
        """The speaker of a quotation, and how he was found: after it, before it, or as the one who spoke last."""
        text = self.text.text
        after = text[mark.end : mark.end + 160].split("\n")[0]
        m = re.match(rf",?\s*(?:{SAY}\s+(?P<after>[^.;:“”\"]{{1,90}})|(?P<before>[^.;:“”\"]{{1,90}}?)\s+{SAY}\b)", after)
        if m:
            name = "after" if m["after"] else "before"
            a, b = m.span(name)
            if name == "before" or not re.match(r"(?:on|in|that|to)\b", m[name]):
                who = self.named(mark.end + a, mark.end + b)
                if who:
                    return who, "said after it"
        if re.match(
            r",?\s*[–—-]?\s*(?:such|these|so) (?:sentiments?|views?|voices?|thoughts?|fears?|arguments?|words|rumours?|opinions?|they say)\b",
            after,
        ):
            return (UNKNOWN,), "not told"
        start = max(0, mark.start - 220)
        before = re.split(r"[.!?]\s|\n", text[start : mark.start])[-1]
        at = mark.start - len(before)
        lead = rf"\b{SAY}\b|: ?$|\baccording to\b|\bput it\b|\bwith the words\b|\bin the words of\b"
        verbs = list(re.finditer(lead, before))
        if verbs:
            m2 = verbs[-1]
            who = self.named(at, at + m2.start()) or self.named(at + m2.end(), mark.start)
            if who:
                return who, "said before it"
        if previous is not None and self.text.paragraph_at(previous.start) >= self.text.paragraph_at(mark.start) - 1:
            return previous.speakers, "spoke before"
        last = self.last(mark.start)
        return ((last,) if last else (UNKNOWN,)), "nearest actor" if last else "not told"

    def of_called(self, mark: Quotation) -> tuple[tuple[str, ...], str]:
        """Who calls something by the quoted words: the subject of the clause before them."""
        before = re.split(r"[.!?;]\s|\n", self.text.text[max(0, mark.start - 220) : mark.start])[-1]
        verb = re.search(r"\b(?:call\w*|describe\w*|dubbed|termed|dismissed|praised|branded)\b", before)
        at = mark.start - len(before)
        who = self.named(at, at + (verb.start() if verb else len(before)))
        return (who or (UNKNOWN,)), "said before it"

    def named_in(self, start: int, end: int) -> tuple[str, ...]:
        """The actors named in a span."""
        return tuple(dict.fromkeys(m.id for m in self.mentions if start <= m.start < end))

    def named(self, start: int, end: int) -> tuple[str, ...]:
        """The speaker that a stretch before or after a verb of saying names or refers to; empty if none."""
        words = self.text.text[start:end]
        here = [m for m in self.mentions if start <= m.start < end and m.role == "actor"]
        subject = _subject_start(words)
        chosen = [m for m in here if m.start >= start + subject]
        lead = words[subject:]
        if re.match(r"\W*(?:I|we|We)\b", lead):
            return (self.side or "author",)
        if chosen:
            first = chosen[0]
            gap = self.text.text[start + subject : first.start]
            if NOBODY.search(gap) and first.via not in ("office", "person", "demonym"):
                return (first.id,) if re.search(r"\bof the\b|\bfrom\b", gap) and "two " not in gap else (UNKNOWN,)
            return tuple(dict.fromkeys(m.id for m in _joined(self.text.text, chosen)))
        if HE.search(lead):
            who = self.last(start, people=True)
            return (who,) if who else ()
        if NOBODY.search(lead):
            return (UNKNOWN,)
        if IT.search(lead):
            who = self.last(start, people=False)
            return (who,) if who else ()
        if BARE.search(lead) or THEY.search(lead):
            who = self.last(start, people=None)
            return (who,) if who else ()
        return ()

    def last(self, place: int, people: bool | None = None) -> str:
        """The actor spoken of last before a place: a person, or no person, if that is asked for."""
        paragraph = self.text.paragraph_at(place)
        near = [
            m
            for m in self.mentions
            if m.end <= place and self.text.paragraph_at(m.start) >= paragraph - 1 and m.role == "actor"
        ]
        if people:
            near = [m for m in near if m.via in ("office", "person")] or near
        sentence = self.text.sentence_at(place)
        here = [m for m in near if sentence and m.start >= sentence.start and m.via != "demonym"]
        if here:
            return here[0].id
        heads = [m for m in near if m.via != "demonym"] or near
        openers = [m for m in heads if (s := self.text.sentence_at(m.start)) and m.start - s.start <= 25]
        if not heads:
            return ""
        newest = self.text.sentence_at(heads[-1].start)
        same = [m for m in openers if newest and m.start >= newest.start]
        return (same[0] if same else heads[-1]).id

    def opponent(self, place: int) -> tuple[str, ...]:
        """Whoever is addressed as "you", or meant by "they": the actor of the last quotation or of the last sentences."""
        who = self.last(place)
        return (who,) if who else (UNKNOWN,)


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """The first mention, and those that are joined to it by commas and "and"."""
    kept = mentions[:1]
    for m in mentions[1:]:
        gap = text[kept[-1].end : m.start]
        if not re.fullmatch(r"(?:,| and|, and|/)\s*(?:the |its |by )?", gap):
            break
        kept.append(m)
    return kept


def _subject_start(words: str) -> int:
    """Where the subject begins in the words before a verb of saying: after the last conjunction."""
    cut = 0
    for m in re.finditer(
        r"(?:^|[,;:—–] ?)(?:and|but|while|as|because|although|though|when|which|who|yet|so)\b|[;:—–]| (?:but|while|because|although) ",
        words,
    ):
        if re.search(r"\w", words[m.end() :]):
            cut = m.end()
    return cut
