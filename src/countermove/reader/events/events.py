"""Events: who does what to whom, whether it happened, and whose claim it is.

A trigger of the curated list that is used as a verb, or as a noun that brings the event in, becomes an event of its
PLOVER type if a political actor is a party to it. Parties that the sentence does not name are `inferred`.
"""

from __future__ import annotations

import re

from countermove.reader.entities import groups
from countermove.reader.events.grammar import is_noun_event, is_passive, is_verb, status_of
from countermove.reader.events.parties import Clause, Party
from countermove.reader.events.triggers import Hit, hits
from countermove.reader.offices import author_side
from countermove.reader.records import AUTHOR, UNKNOWN, Event, Mention, Speech
from countermove.reader.speech.quotes import quotations
from countermove.reader.speech.speech import voice_at
from countermove.reader.text import Sentence, Text
from countermove.reader.words import word_set

__all__ = ["events", "ranked"]

MUTUAL = frozenset({"consult", "agree", "cooperate"})
WANT_TARGET = frozenset(
    {
        "accuse",
        "reject",
        "request",
        "threaten",
        "sanction",
        "support",
        "agree",
        "consult",
        "concede",
        "coerce",
        "assault",
        "cooperate",
        "aid",
    }
)
EVERYDAY = word_set(
    """leave quit enter close move send stop force remove reduce restore introduce host gather abandon cancel hit search arm fire fly travel sail sell pay help train trade encircle require ignore contest dispute approve adopt encourage seek suggest allow visit occupy"""
)
"""Verbs that tell an event only where an actor does them."""
WITHOUT_NAMES = frozenset({"coerce", "mobilize", "retreat", "sanction", "support", "agree", "assault"})
UNTARGETED = frozenset({"mobilize", "retreat", "protest"})
FIGURES = frozenset({"initiative", "opportunity", "chance", "moment", "day"})
"""What is seized without arms."""
WARNS = re.compile(
    r"^warn\w* (?:\w+ ){0,4}?(?:that )?(?:it|he|she|they|we|his government|its government|his country|the country) (?:would|will|could|might)\b",
    re.IGNORECASE,
)


def events(text: Text, mentions: list[Mention], speeches: list[Speech]) -> list[Event]:
    """All events of the body, in order.

    Parameters
    ----------
    text
        The cleaned text.
    mentions
        The mentions in it.
    speeches
        The stretches of speech in it, which give events their voice.

    Returns
    -------
    list of Event
        In order.

    Examples
    --------
    >>> from countermove.reader.entities import mentions
    >>> from countermove.reader.speech.speech import speech
    >>> from countermove.reader.text import text_of
    >>> text = text_of("Riga accused Minsk of fraud. Minsk will not accept the demand.")
    >>> found = mentions(text)
    >>> [(e.type, e.sources, e.targets, e.status) for e in events(text, found, speech(text, found))]
    [('accuse', ('LVA',), ('BLR',), 'actual'), ('agree', ('BLR',), ('LVA',), 'negated')]
    """
    finder = _Finder(text, mentions, speeches)
    for sentence in text.sentences:
        finder.read(sentence)
    return finder.events


def ranked(events: list[Event]) -> list[Event]:
    """Events with what is surest first: both parties named, then one inferred, then one missing.

    Parameters
    ----------
    events
        Events in any order.

    Returns
    -------
    list of Event
        What is complete, least inferred and has happened first; else in the order of the text.
    """
    return sorted(events, key=lambda e: (not e.complete, len(e.inferred), e.status != "actual", e.start))


class _Finder:
    """Goes through the sentences and remembers who was spoken of, and who stood against whom."""

    def __init__(self, text: Text, mentions: list[Mention], speeches: list[Speech]) -> None:
        self.text, self.mentions, self.speeches = text, mentions, speeches
        self.side = author_side(text)
        self.groups = groups(text)
        self.events: list[Event] = []
        self.subjects: list[tuple[int, tuple[str, ...]]] = []
        counts: dict[str, int] = {}
        for m in mentions:
            counts[m.id] = counts.get(m.id, 0) + (m.role == "actor")
        self.usual = sorted(counts, key=lambda id_: -counts[id_])
        self.marks = [q for q in quotations(text) if q.depth == 0]

    def read(self, sentence: Sentence) -> None:
        """Add the events of a sentence."""
        here = [m for m in (*self.mentions, *self.groups) if sentence.start <= m.start < sentence.end]
        clause = Clause(sentence, here)
        for hit in self._hits(clause):
            event = self._event(clause, hit)
            if event is not None:
                self.events.append(event)

    def _hits(self, clause: Clause) -> list[Hit]:
        usable = []
        for hit in hits(clause.words):
            # A trigger inside a name is part of it: "the Security Council", "Support Mission".
            if any(k in clause.at for k in (hit.at, hit.end - 1)) or self._is_question(clause, hit):
                continue
            lemma = hit.trigger.words.split()[0]
            if hit.trigger.noun:
                # A noun with a capital in the middle of a sentence belongs to a name: "the Geneva Talks".
                if clause.words[hit.at].text[0].isupper() and hit.at:
                    continue
                if (hit.end - hit.at > 1 or is_noun_event(clause.words, hit.at, hit.end)) and not self._as_verb(clause, hit):
                    usable.append(hit)
            elif is_verb(clause.words, hit.at, clause.ends, lemma) and self._means_it(clause, hit):
                usable.append(hit)
        # The longest of those that overlap, then in the order of the sentence, so that subjects are known before pronouns.
        chosen: list[Hit] = []
        for hit in sorted(usable, key=lambda h: (h.at - h.end, h.trigger.noun, h.at)):
            if all(hit.end <= other.at or other.end <= hit.at for other in chosen):
                chosen.append(hit)
        return sorted(chosen, key=lambda h: h.at)

    def _as_verb(self, clause: Clause, hit: Hit) -> bool:
        return (
            hit.end - hit.at == 1
            and is_verb(clause.words, hit.at, clause.ends, clause.words[hit.at].low)
            and (clause.words[hit.at - 1].low in ("to", "will", "would", "not") if hit.at else True)
        )

    def _is_question(self, clause: Clause, hit: Hit) -> bool:
        """Whether a sentence in an interview belongs to a question."""
        answers = [s for s in self.speeches if s.basis == "answer in an interview"]
        place = clause.words[hit.at].start
        return bool(answers) and self.text.paragraph_at(place) > 1 and not any(s.covers(place) for s in answers)

    def _means_it(self, clause: Clause, hit: Hit) -> bool:
        """Whether an ambiguous verb means the event here."""
        words = clause.words
        after = [w.low for w in words[hit.end : hit.end + 6]]
        first = hit.trigger.words.split()[0]
        following = after[0] if after else ""
        before = words[hit.at - 1].low if hit.at else ""
        # "wants to leave" is a plan of one's own; "wants it back" asks something of somebody.
        if first in ("want", "wants"):
            negated = any(
                words[k].low in ("not", "never") or words[k].low.endswith("n't") for k in range(max(0, hit.at - 2), hit.at)
            )
            return following != "to" and not negated and before not in ("who", "nobody")
        if (
            hit.trigger.words in ("ask", "request", "propose")
            and following in ("whether", "why", "how", "what", "who", "a", "him", "if")
            and following != "a"
        ):
            return False
        # "warned of a drought" accuses nobody.
        if hit.trigger.words == "warn of":
            return WARNS.match(" ".join(w.text for w in words[hit.at : hit.at + 12])) is not None
        # "seized the chance": what is taken is no thing.
        if first in ("seize", "take") and any(word in FIGURES for word in after[:4]):
            return False
        if "ready" in hit.trigger.words and any(
            w.low in ("when", "whether", "if", "until") for w in words[max(0, hit.at - 4) : hit.at]
        ):
            return False
        if hit.trigger.words in EVERYDAY:
            return self._political(clause, hit)
        return True

    def _political(self, clause: Clause, hit: Hit) -> bool:
        """Whether a verb of everyday meaning has an actor for its subject, or for its object where it is passive."""
        subject, pronoun = clause.subject(hit.at)
        if hit.trigger.words in ("fly", "travel", "visit", "sail"):
            venue = any(k in clause.at for k in range(hit.end, min(hit.end + 7, len(clause.words))))
            return venue and bool(subject or pronoun)
        return bool(subject or pronoun in ("we", "they", "he", "she", "it", "i")) or is_passive(
            clause.words, hit.at, hit.trigger.words.split()[0]
        )

    # ---------------------------------------------------------------------------------------------- one event

    def _event(self, clause: Clause, hit: Hit) -> Event | None:
        words, type_ = clause.words, hit.trigger.type
        start, end = words[hit.at].start, words[hit.end - 1].end
        voice = voice_at(start, self.speeches)
        reported = any(s.how == "reported" and s.covers(start) for s in self.speeches)
        status = status_of(words, hit.at, noun=hit.trigger.noun, reported=reported, type_=type_)
        if hit.trigger.noun:
            source, target = self._noun_parties(clause, hit)
        else:
            source, target = self._verb_parties(clause, hit)
        source, target, mutual = self._settled(clause, hit, type_, source, target)
        source, target = self._actors(source), self._actors(target)
        # An event of nobody is no evidence about anybody.
        if not source and not target:
            return None
        inferred = tuple(
            dict.fromkeys([*(source.ids if not source.named else ()), *(target.ids if not target.named else ())])
        )
        if source and not hit.trigger.noun:
            self.subjects.append((start, source.ids))
        return Event(start, end, type_, source.ids, target.ids, status, voice, inferred, mutual, hit.trigger.words)

    def _actors(self, party: Party) -> Party:
        """A party without groups that are no actors: who else it might be is not guessed where a group is named."""
        if not self.groups:
            return party
        # "The West" is nobody that could act in a case, but it fills the place of a party, which then is not guessed.
        nobody = {m.id for m in self.groups}
        return Party(tuple(id_ for id_ in party.ids if id_ not in nobody), party.named)

    def _verb_parties(self, clause: Clause, hit: Hit) -> tuple[Party, Party]:
        lemma = hit.trigger.words.split()[0]
        subject, pronoun = clause.subject(hit.at)
        passive = is_passive(clause.words, hit.at, lemma)
        target, object_pronoun = clause.objects(hit.at + 1 if hit.end - hit.at > 1 else hit.end)
        if not subject and pronoun:
            subject = self._pronoun(pronoun, clause, hit.at, () if passive else target.ids)
        # In the passive the subject is the target, and the one who acts stands behind "by".
        if passive:
            agent = clause.agent(hit.end)
            if not agent and not subject and hit.trigger.type in WITHOUT_NAMES:
                agent = self._behind(clause, hit.at)
            return agent, subject
        if not target and object_pronoun:
            target = self._pronoun(object_pronoun, clause, hit.at, subject.ids, is_object=True)
        return subject, target

    def _behind(self, clause: Clause, at: int) -> Party:
        """Who most likely stands behind a passive that names nobody: the actor named last before it, nearby."""
        place = clause.words[at].start
        before = [m for m in self.mentions if m.end <= place and m.role == "actor" and m.start >= clause.sentence.start]
        if before:
            return Party((before[-1].id,), named=False)
        return Party(self.events[-1].sources, named=False) if self.events else Party(())

    def _noun_parties(self, clause: Clause, hit: Hit) -> tuple[Party, Party]:
        around = clause.around(hit.at, hit.end)
        if hit.trigger.type in MUTUAL:
            if not around:
                around = self._nearest(clause, hit.at)
            return around, around if len(around.ids) > 1 else Party(())
        # "sanctions on X" has X as its target, "sanctions of X" as its source.
        against = clause.words[hit.end].low in ("on", "against") if hit.end < len(clause.words) else False
        if against and len(around.ids) == 1:
            return Party(()), around
        if around:
            return Party(around.ids[:1]), Party(around.ids[1:2])
        return self._nearest(clause, hit.at), Party(())

    def _nearest(self, clause: Clause, at: int) -> Party:
        subject, pronoun = clause.subject(at)
        if not subject and pronoun:
            subject = self._pronoun(pronoun, clause, at)
        return subject

    def _settled(self, clause: Clause, hit: Hit, type_: str, source: Party, target: Party) -> tuple[Party, Party, bool]:
        """The parties once those that are missing were inferred, and whether the event is mutual."""
        # Nobody does anything to himself: a party that stands on both sides is the subject.
        if target and source and target.ids != source.ids:
            target = Party(tuple(id_ for id_ in target.ids if id_ not in source.ids), target.named)
        if type_ in MUTUAL or hit.trigger.words in ("sign", "collide", "clash", "fight"):
            if len(source.ids) > 1 and not target:
                return source, source, True
            if source and target == source:
                return source, target, True
        # Movements and shows of force have no target unless "against" says so.
        if type_ in UNTARGETED:
            return source, Party(()) if type_ == "retreat" else self._explicit(clause, hit, target), False
        if source and (not target or target.ids == source.ids) and type_ in WANT_TARGET:
            target = self._counterpart(clause, hit.at, source)
        elif target and not source:
            source = self._counterpart(clause, hit.at, target)
        return source, target, False

    def _explicit(self, clause: Clause, hit: Hit, target: Party) -> Party:
        """The target of a show of force only where it is said to be against somebody."""
        after = " ".join(w.low for w in clause.words[hit.end : hit.end + 8])
        return target if re.search(r"\bagainst\b", after) else Party(())

    # -------------------------------------------------------------------------------------------- what is inferred

    def _pronoun(
        self, pronoun: str, clause: Clause, at: int, others: tuple[str, ...] = (), *, is_object: bool = False
    ) -> Party:
        """Whom a pronoun means; it is none of the others, which the sentence names beside it."""
        place = clause.words[at].start
        voice = voice_at(place, self.speeches)
        if pronoun in ("i", "we", "us", "me"):
            ids = tuple(v for v in voice if v not in (AUTHOR, UNKNOWN)) or (
                (self.side,) if self.side and voice == (AUTHOR,) else ()
            )
            return Party(ids, named=voice == (AUTHOR,))
        # The one who is addressed is not known from the sentence.
        if pronoun == "you":
            return Party(())
        if pronoun == "both":
            return self._group()
        # He and she are people, who stand for the owner of their office; it is never one.
        people = {"he": True, "she": True, "him": True, "her": True, "it": False}.get(pronoun)
        before = [
            m
            for m in self.mentions
            if m.end <= place
            and m.role == "actor"
            and m.id not in others
            and self.text.paragraph_at(m.start) >= clause.sentence.paragraph - 1
        ]
        reporter = next((s for s in self.speeches if s.covers(place) and s.how == "reported"), None)
        if (
            reporter
            and pronoun in ("he", "she", "it", "they")
            and not is_object
            and reporter.speakers[0] not in (UNKNOWN, AUTHOR)
        ):
            return Party(reporter.speakers, named=False)
        if people:
            before = [m for m in before if m.via in ("office", "person")] or before
        if not before:
            return Party(())
        if pronoun in ("they", "them") and self.events and len(self.events[-1].sources) > 1:
            return Party(self.events[-1].sources, named=False)
        acted = [
            ids
            for start, ids in self.subjects
            if clause.sentence.start - 200 <= start < place and not set(ids) & set(others)
        ]
        if pronoun == "it" and acted and len(acted[-1]) == 1:
            return Party(acted[-1], named=False)
        sentence = self.text.sentence_at(before[-1].start)
        # A demonym ("Russian troops") names an attribute; pronouns point at heads.
        heads = [m for m in before if sentence and m.start >= sentence.start and m.via != "demonym"] or before[-1:]
        return Party((heads[0].id,), named=False)

    def _group(self) -> Party:
        """Those who were last said to do something together, else the two that the article names most."""
        for event in reversed(self.events):
            if event.mutual and len(event.sources) > 1:
                return Party(event.sources, named=False)
        return Party(tuple(self.usual[:2]) if len(self.usual) > 1 else (), named=False)

    def _counterpart(self, clause: Clause, at: int, party: Party) -> Party:
        """Who most likely stands on the other side: named before in the sentence, or last dealt with."""
        for k in range(at - 1, -1, -1):
            m = clause.at.get(k)
            if m and m.id not in party.ids and m.role == "actor":
                return Party((m.id,), named=False)
        # Opponents stay the same over a few sentences; a dozen events are about a page.
        for event in reversed(self.events[-12:]):
            sides = (event.sources, event.targets)
            for one, other in (sides, sides[::-1]):
                if set(party.ids) & set(one):
                    opposite = tuple(id_ for id_ in other if id_ not in party.ids)
                    if opposite:
                        return Party(opposite, named=False)
        place = clause.words[at].start
        before = [m for m in self.mentions if m.end <= place and m.role == "actor" and m.id not in party.ids]
        if before and self.text.paragraph_at(before[-1].start) >= clause.sentence.paragraph - 1:
            # Of those named lately the one that the article is most about.
            return Party((min((m.id for m in before[-8:]), key=self.usual.index),), named=False)
        others = [id_ for id_ in self.usual if id_ not in party.ids]
        return Party(tuple(others[:1]), named=False)
