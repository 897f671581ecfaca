"""What is found in an article: records of spans, with what is said about them.

Spans are [start, end) in code points of the *cleaned* text; the evidence file gives them in the original.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AUTHOR", "UNKNOWN", "Day", "Event", "Hint", "Mention", "Span", "Speech", "Venue"]

AUTHOR, UNKNOWN = "author", "unknown"
"""Voices that are no actors: the one who wrote the text, and a source that the text does not name."""


@dataclass(frozen=True)
class Span:
    """A stretch of the text.

    Parameters
    ----------
    start
        The position of the first character, counted from 0.
    end
        The position behind the last one.
    """

    start: int
    end: int

    def covers(self, place: int) -> bool:
        """Whether a place lies inside."""
        return self.start <= place < self.end

    def touches(self, other: Span) -> bool:
        """Whether two stretches share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Mention(Span):
    """Words that stand for a state or an organisation.

    `via` is how: name, demonym, capital, office, metonym, person or place; `role` is actor or venue.

    Parameters
    ----------
    id
        The id of the actor.
    role
        ``actor`` or ``venue``.
    via
        How: name, demonym, capital, office, metonym, person or place.
    """

    id: str
    role: str
    via: str


@dataclass(frozen=True)
class Speech(Span):
    """Words of somebody: `how` is quoted, reported, author or for-others; `basis` tells how the speaker was found.

    Parameters
    ----------
    how
        ``quoted``, ``reported``, ``author`` or ``for-others``.
    speakers
        Ids of actors, `AUTHOR` or `UNKNOWN`.
    basis
        How the speaker was found.
    """

    how: str
    speakers: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Event(Span):
    """Who does what to whom: a PLOVER type, the parties, and whether it happened.

    Parameters
    ----------
    type
        A PLOVER type.
    sources
        Who does it.
    targets
        To whom.
    status
        ``actual``, ``negated``, ``hypothetical`` or ``scheduled``.
    voice
        Whose claim it is.
    inferred
        Parties that the sentence does not name.
    mutual
        Whether both sides do it to each other.
    trigger
        The words that tell of it.
    """

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    status: str
    voice: tuple[str, ...]
    inferred: tuple[str, ...] = ()
    mutual: bool = False
    trigger: str = ""

    @property
    def complete(self) -> bool:
        """Whether both who did it and to whom are shown."""
        return bool(self.sources and self.targets)


@dataclass(frozen=True)
class Day(Span):
    """A date: ISO, or so far from the article's date (``P-1M``), or a weekday (``-W5``: the Friday before).

    Parameters
    ----------
    value
        ISO, an offset, or a weekday.
    """

    value: str


@dataclass(frozen=True)
class Venue(Span):
    """Where talks are held: the state that the place lies in, the forum, and who takes part.

    Parameters
    ----------
    place
        The id of the state that the place lies in.
    forum
        The name of the meeting, if any.
    parties
        Who takes part.
    """

    place: str
    forum: str
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Hint(Span):
    """What an actor is said to do, threaten, demand or refuse: a candidate for an option.

    Parameters
    ----------
    act
        ``do``, ``threaten``, ``demand`` or ``refuse``.
    actors
        Who may do it.
    targets
        To whom.
    """

    act: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
