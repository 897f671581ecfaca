"""One article, read: every part of the reader in turn, from bytes to what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.reader.dates import days
from countermove.reader.documents import Original, original_of, require_english
from countermove.reader.entities import groups, mentions, unresolved, venues
from countermove.reader.events.events import events
from countermove.reader.events.hints import hints
from countermove.reader.records import Day, Event, Hint, Mention, Speech, Venue
from countermove.reader.repair.edits import EditMap
from countermove.reader.repair.repair import cleaned
from countermove.reader.speech.speech import speech
from countermove.reader.text import Source, Text, text_of

__all__ = ["Reading", "read_article"]


@dataclass(frozen=True)
class Reading:
    """Everything found in an article; spans are those of the cleaned text, `change` gives them in the original.

    Parameters
    ----------
    original
        The article as it came.
    change
        From the original to the cleaned text, and back.
    text
        The cleaned text.
    mentions
        States and organisations.
    speeches
        Who says what.
    events
        Who does what to whom.
    dates
        Dates in the body.
    venues
        Where talks are held.
    hints
        What each may do.
    unresolved
        Names that may be actors.
    """

    original: Original
    change: EditMap = field(repr=False)
    text: Text = field(repr=False)
    mentions: tuple[Mention, ...]
    speeches: tuple[Speech, ...]
    events: tuple[Event, ...]
    dates: tuple[Day, ...]
    venues: tuple[Venue, ...]
    hints: tuple[Hint, ...]
    unresolved: tuple[str, ...]

    @property
    def source(self) -> Source:
        """What is known of the article."""
        return self.text.source


def read_article(data: bytes, name: str) -> Reading:
    """Read one article: plain text, HTML or PDF in English. About a second, most of it for loading word lists.

    Parameters
    ----------
    data
        The bytes of the article.
    name
        Its name: messages use it, and its ending tells HTML where the bytes do not.

    Returns
    -------
    Reading
        Everything that the rules see in it.

    Raises
    ------
    QuestionError
        Where there is nothing to read: an empty or binary file, an encrypted or scanned PDF, a page without an
        article, another language.

    Notes
    -----
    The first article of a process waits about a second for word lists.

    Examples
    --------
    >>> reading = read_article(b"Talks failed\\n\\nOn Monday Kenya rejected the offer of Uganda, and nobody was surprised.", "a.txt")
    >>> [(e.type, e.sources, e.targets) for e in reading.events], reading.dates[0].value, reading.source.title
    ([('reject', ('KEN',), ('UGA',))], '-W1', 'Talks failed')
    """
    original = original_of(data, name)
    require_english(original.text, name)
    change = cleaned(original.text)
    text = text_of(change.text, original.said)
    named = mentions(text)
    said = speech(text, named)
    happened = events(text, named, said)
    return Reading(
        original, change, text, tuple(named), tuple(said), tuple(happened),
        tuple(day for day in days(text.text) if text.in_body(day.start, day.end)),
        tuple(venues(text, named, happened)), tuple(hints(text, happened)),
        tuple(dict.fromkeys([*(" ".join(text.text[a:b].split()) for a, b in unresolved(text, named)), *(m.id for m in groups(text))])),
    )  # fmt: skip
