"""Where talks are held: the place, the forum, and who takes part, as far as the sentence tells."""

from __future__ import annotations

import re

from countermove.reader.records import Event, Mention, Venue
from countermove.reader.text import Text

__all__ = ["venues"]

TALKS = re.compile(
    r"\b(?:talks?|talked|negotiat\w+|meet|meets|meetings?|met|summit|session|round|consultations?|conference|convene[ds]?|host\w*|flew|fly|flies|travel\w*|received?|sit down|tribunal|case at)\b",
    re.IGNORECASE,
)
FORUM = re.compile(
    r"\b(?:summit|conference|working group|congress|general assembly|special meeting[\w ]*|meeting of (?:[a-z]+ ){1,3}|session of (?:the )?[\w ]{3,30}|round table|forum)", re.IGNORECASE)  # fmt: skip

NEXT = re.compile(r";|, (?:and|but|while) |\s[–—]\s|: ")
"""Where another clause begins, with parties of its own."""


def venues(text: Text, mentions: list[Mention], events: list[Event]) -> list[Venue]:
    """The venues of talks in the body, in order.

    >>> from countermove.reader.entities import mentions
    >>> from countermove.reader.text import text_of
    >>> text = text_of("Chad and Niger held talks in Geneva.")
    >>> [(v.place, v.forum) for v in venues(text, mentions(text), [])]
    [('CHE', '')]
    """
    found = []
    for m in mentions:
        sentence = text.sentence_at(m.start)
        if m.role != "venue" or sentence is None:
            continue
        words = text.text[sentence.start : sentence.end]
        near = words[max(0, m.start - sentence.start - 110) : m.end - sentence.start + 50]
        if not TALKS.search(near):
            continue
        here = [e for e in events if e.type == "consult" and sentence.start <= e.start < sentence.end]
        here = [e for e in here if not NEXT.search(text.text, min(e.end, m.end), max(e.start, m.start))]
        here.sort(key=lambda e: abs(e.start - m.start))
        parties = _named(text, m, mentions, here) or [id_ for e in here[:2] for id_ in (*e.sources, *e.targets)]
        forum = FORUM.search(near)
        found.append(
            Venue(m.start, m.end, m.id, " ".join(forum[0].split()).strip() if forum else "", tuple(dict.fromkeys(parties)))
        )
    return found


def _named(text: Text, venue: Mention, mentions: list[Mention], events: list[Event]) -> list[str]:
    """Those whom talks of their own name before the venue ("negotiations with NATO in Brussels"), or nobody.

    Talks that an event tells of have the parties of the event.
    """
    sentence = text.sentence_at(venue.start)
    before = list(TALKS.finditer(text.text, sentence.start if sentence else venue.start, venue.start))
    if not before or any(e.start < before[-1].end() and before[-1].start() < e.end for e in events):
        return []
    return [m.id for m in mentions if m.role == "actor" and before[-1].end() <= m.start < venue.start]
