"""Option hints: what an actor is said to do, threaten, demand or refuse, as candidates for options. No preferences."""

from __future__ import annotations

import re

from countermove.reader.records import Event, Hint
from countermove.reader.text import Sentence, Text
from countermove.reader.words import word_set

__all__ = ["hints"]

DEEDS = frozenset({"concede", "coerce", "sanction", "mobilize", "retreat", "aid", "cooperate", "assault"})
STOP = re.compile(
    r"[;:!?“”\"(]|\s[–—]\s|, (?:saying|calling|warning|insisting|which|who|and|but|when|while|as|he|she|it|they|the|with|a|an)\b|\s(?:if|when|because|until|unless|while|after|but|although)\s"
    r"|,?\s(?:said|says|announced)\s|\sand (?=(?:by|was|is|has|had|will|he|she|it|they)\b)"
)
PROPOSALS = word_set("proposal demand request call offer appeal ultimatum threat")
FINITE = re.compile(r"\s(?:was|is|were|are|has|had|will|would|came|remains?|remained)\s")
"""Where the act that a proposal is about ends: "the proposal to leave was late"."""
NO_ACT = re.compile(
    r"\W*(?:(?:the|this|that|any|all|these|such|his|her|its|their)\s+)?(?:protests?|accusations?|charges?|claims?|criticism|allegations?|rumours?|reports?|reproach\w*"
    r"|say|comment|this|that|it|them|immediately|at once)\b", re.IGNORECASE)  # fmt: skip
"""What one refuses without deciding on anything: an accusation, a comment."""
INTO = re.compile(
    r"^\W*(?:(?:to (?=\w+ (?:\w+ )?to\b))?(?:[A-Z]\w+|the \w+|it|them|us|him|her|on|upon|all|parties|and|both),? ){0,4}(?:to|that|for)\s+"
)


def hints(text: Text, events: list[Event]) -> list[Hint]:
    """What each actor may do, threaten, demand or refuse, in order; talks, praise and blame are no options.

    Parameters
    ----------
    text
        The cleaned text.
    events
        The events in it.

    Returns
    -------
    list of Hint
        In order.

    Examples
    --------
    >>> from countermove.reader.records import Event
    >>> from countermove.reader.text import text_of
    >>> text = text_of("Riga threatened to close the harbour.")
    >>> event = Event(5, 15, "threaten", ("LVA",), ("RUS",), "actual", ("author",))
    >>> [(h.act, text.text[h.start:h.end]) for h in hints(text, [event])]
    [('threaten', 'close the harbour')]
    """
    hints: list[Hint] = []
    for event in sorted(events, key=lambda e: (e.type in DEEDS, e.start)):
        sentence = text.sentence_at(event.start)
        hint = _hint(text, sentence, event) if sentence else None
        if hint is not None and hint.actors and not any(hint.touches(other) for other in hints):
            hints.append(hint)
    return sorted(hints, key=lambda h: h.start)


def _hint(text: Text, sentence: Sentence, event: Event) -> Hint | None:
    end = _end(text, event.end, sentence)
    if event.trigger in PROPOSALS and (verb := FINITE.search(text.text, event.end, end)):
        end = verb.start()
    if event.type in ("request", "threaten"):
        empty = end - event.end < 4 or re.match(r"\s*(?:by|in|at)\s", text.text[event.end : end])
        if event.status == "negated" or empty or event.trigger == "summon":
            return None
        start = _after_to(text, event.end, end)
        act = "demand" if event.type == "request" else "threaten"
        return Hint(start, end, act, event.sources, event.targets if act == "demand" or event.targets else ())
    before = text.text[max(sentence.start, event.start - 40) : event.start]
    if event.type == "reject" and event.status == "actual":
        start = _after_to(text, event.end, end)
        refuses = re.search(r"refus|declin|rul\w+ out|not accept|den|reject", event.trigger) and end - event.end >= 4
        empty = NO_ACT.match(text.text[start:end])
        return Hint(start, end, "refuse", event.sources, event.targets) if refuses and not empty else None
    passive = re.search(r"\b(?:was|were|is|are|be|been) (?:\w+ly )?$", before) and set(event.sources) <= set(event.inferred)
    if event.type not in DEEDS or not event.sources or passive:
        return None
    refused = event.status == "negated" and re.search(
        r"\b(?:will|shall|refus\w+ to|would|won't) (?:not |never )?(?:\w+ )?$", before
    )
    if event.status == "negated" and not refused:
        return None
    act = "refuse" if refused else "threaten" if _is_threat(text, sentence, event, before) else "do"
    return Hint(event.start, max(end, event.end), act, event.sources, event.targets if act != "do" else ())


def _is_threat(text: Text, sentence: Sentence, event: Event, before: str) -> bool:
    """Whether a deed is held out to somebody: threatened, warned of, or hostile and tied to a condition."""
    if re.search(r"\bthreat\w*\b|\bmight $", before):
        return True
    is_future = re.search(r"\b(?:would|will) $", before) is not None
    words = text.text[sentence.start : sentence.end]
    warned = re.search(r"\bwarn(?:s|ed|ing)?\b", words[: event.start - sentence.start])
    tied = event.type in ("coerce", "sanction", "assault") and re.search(r"\b(?:if|unless|until)\b", words)
    return bool(is_future and (warned or tied))


def _end(text: Text, start: int, sentence: Sentence) -> int:
    stop = STOP.search(text.text, start, sentence.end)
    end = stop.start() if stop else sentence.end
    return start + len(text.text[start:end].rstrip(" ,.\n"))


def _after_to(text: Text, start: int, end: int) -> int:
    lead = INTO.match(text.text[start:end])
    if lead and lead.end() < end - start:
        return start + lead.end()
    piece = text.text[start:end]
    return start + len(piece) - len(piece.lstrip(' ,\n“"'))
