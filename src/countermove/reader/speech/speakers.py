"""Speakers: who says the words that are quoted, and what is reported without quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from countermove.reader.offices import author_side
from countermove.reader.records import UNKNOWN, Mention, Speech
from countermove.reader.speech.quotes import Quotation
from countermove.reader.text import Sentence, Text

__all__ = ["SAY", "Speakers", "reported"]

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
UNNAMED = re.compile(
    r"\b(?:[Aa]|[Aa]n|[Tt]he|[Ii]ts|[Hh]is|[Hh]er) (?:\w+ )?(?:spokes(?:man|woman|person)|minister|ministry|president|official|ambassador|envoy|negotiator|secretary|government|leader|chief|office|army|navy|statement|delegation|communiqu[eé]|general|report|draft|document)\b"
)
HE = re.compile(r"\b(?:he|she|He|She|him|her)\b")
IT = re.compile(r"\b(?:it|It|its)\b")
THEY = re.compile(r"\b(?:they|They)\b")


OPENING_CHARACTERS = 25
"""Characters of a sentence in which a mention counts as its opening: room for an article, an adjective and an office."""


class _Ordered:
    """Mentions in order, none inside another; a stretch of them is cut out without a look at all others."""

    def __init__(self, mentions: list[Mention]) -> None:
        self.mentions = mentions
        self.starts, self.ends = [m.start for m in mentions], [m.end for m in mentions]

    def beginning(self, start: int, end: int) -> list[Mention]:
        """Those that begin in a stretch."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def within(self, start: int, end: int) -> list[Mention]:
        """Those that lie in a stretch as a whole."""
        return self.mentions[bisect_left(self.starts, start) : bisect_right(self.ends, end)]


class Speakers:
    """Finds speakers in one text; it holds its mentions and quotation marks.

    Parameters
    ----------
    text
        The cleaned text.
    mentions
        The mentions in it.
    marks
        The quotations in it.
    """

    def __init__(self, text: Text, mentions: list[Mention], marks: list[Quotation]) -> None:
        self.text, self.marks = text, marks
        self.mentions = _Ordered(mentions)
        self.actors = _Ordered([m for m in mentions if m.role == "actor"])
        self.named_actors = _Ordered([m for m in self.actors.mentions if m.via != "demonym"])
        self.people = _Ordered([m for m in self.actors.mentions if m.via in ("office", "person")])
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
        # A sentence or two before the quotation: what stands further away introduces another one.
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
        # A quotation without a verb of saying goes on with the one before it, in the same paragraph or the next.
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
        return tuple(dict.fromkeys(m.id for m in self.mentions.beginning(start, end)))

    def named(self, start: int, end: int) -> tuple[str, ...]:
        """The speaker that a stretch before or after a verb of saying names or refers to; empty if none."""
        words = self.text.text[start:end]
        here = self.actors.beginning(start, end)
        subject = _subject_start(words)
        chosen = [m for m in here if m.start >= start + subject]
        lead = words[subject:]
        # In the author's own text "we" are those for whom he speaks, if he says so.
        if re.match(r"\W*(?:I|we|We)\b", lead):
            return (self.side or "author",)
        if chosen:
            first = chosen[0]
            gap = self.text.text[start + subject : first.start]
            # "a diplomat in Riga said": the place does not speak.
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
        if UNNAMED.search(lead) or THEY.search(lead):
            who = self.last(start, people=None)
            return (who,) if who else ()
        return ()

    def last(self, place: int, people: bool | None = None) -> str:
        """The actor spoken of last before a place: a person, or no person, if that is asked for."""
        paragraph = self.text.paragraph_at(place)
        since = self.text.body[paragraph - 2].start if paragraph > 1 else 0
        # Most telling first: of people, if that is asked for; with a name or an office; at all.
        pools = [self.people, self.named_actors, self.actors] if people else [self.named_actors, self.actors]
        pool, near = next(((pool, near) for pool in pools if (near := pool.within(since, place))), (self.actors, []))
        if not near:
            return ""
        sentence = self.text.sentence_at(place)
        if sentence and pool is not self.actors and (here := pool.within(max(since, sentence.start), place)):
            return here[0].id
        # The one who opens a sentence is what it is about.
        newest = self.text.sentence_at(near[-1].start)
        opener = pool.within(max(since, newest.start), place)[0] if newest else None
        return (opener if newest and opener and opener.start - newest.start <= OPENING_CHARACTERS else near[-1]).id

    def opponent(self, place: int) -> tuple[str, ...]:
        """The one who is addressed as "you", or meant by "they": the actor of the last quotation or of the last sentences."""
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


WITH_THAT = (
    r"(?:said|says|say|saying|told|tells?|added|adds|announced?|announces|warned|warns?|declared?|declares|stated?|states|insisted|insists?|claimed|claims?"
    r"|complained|complains?|confirmed|confirms?|noted|notes?|stressed|stresses|explained|explains?|argued?|argues|replied|replies|answered|wrote|writes"
    r"|reported|reports?|denied|denies|deny|admitted|admits?|conceded|concedes?|maintained|maintains?|suggested|suggests?|remarked|observed|asserted|alleged"
    r"|alleges|promised|promises?|predicted|predicts|pointed out|points? out|recalled|recalls?|emphasi[sz]ed|emphasi[sz]es|reiterated|acknowledged|acknowledges"
    r"|informed|informs|responded|made (?:it )?clear|makes (?:it )?clear|disclosed|revealed|testified|vowed|repeated|repeats|believed|believes?|assured|assures|hinted"
    r"|let it be known|underlined|concluded|commented|indicated|indicates|signal(?:l?ed)?|reminded|contended|contends)"
)
SAYS = r"(?:said|says|say|claims?|claimed|told|tells|added|adds|insisted|insists?|thinks?|believes?|admitted|warned|argues?|announced)"
THAT = re.compile(
    rf"(?<!as he )(?<!as she )\b(?P<verb>{WITH_THAT})\b(?P<between>(?:\s+(?!that\b)[\w’'-]+){{0,9}}?),?\s+that\s+(?=\S)"
)
NO_THAT = re.compile(
    rf"\b(?P<verb>{SAYS})(?P<between>(?:\s+(?:on|in|to|at|last|this|late|early|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|[A-Z]\w+|reporters|journalists"
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
    """Reported clauses, outside whole quotations, except where somebody else is reported inside one.

    Parameters
    ----------
    text
        The cleaned text.
    marks
        The quotations in it.
    quoted
        Speech in quotation marks, which is not reported again.
    speakers
        Finds who speaks.

    Returns
    -------
    list of Speech
        In order.
    """
    speeches: list[Speech] = []
    for sentence in text.sentences:
        here = _in_sentence(text, sentence, marks, quoted, speakers)
        for item in here:
            if not any(item.touches(other) and other.how == "reported" for other in speeches):
                speeches.append(item)
    return speeches


def _in_sentence(
    text: Text, sentence: Sentence, marks: list[Quotation], quoted: list[Speech], speakers: Speakers
) -> list[Speech]:
    words = text.text[sentence.start : sentence.end]
    speeches = []
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
        speeches += [
            Speech(sentence.start + a, sentence.start + b, "reported", *who) for a, b in _parts(words, m.end(), end)
        ]
    for m in NO_THAT.finditer(words):
        place = sentence.start + m.start()
        if (
            _is_quoted(place, marks)
            or _as_clause(words, m.start())
            or any(s.covers(sentence.start + m.start("clause")) for s in speeches)
        ):
            continue
        a, b = m.start("clause"), _clause_end(words, m.start("clause"))
        speeches.append(
            Speech(sentence.start + a, sentence.start + b, "reported", *_subject(text, sentence, m.start(), speakers))
        )
    return speeches or _before_verb(sentence, words, marks, quoted, speakers)


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
