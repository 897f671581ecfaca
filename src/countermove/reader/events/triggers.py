"""The words that tell events: a curated list of verbs and nouns for each PLOVER type, and where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from countermove.reader.text import Word
from countermove.reader.words import word_set

__all__ = ["TYPES", "Hit", "forms", "hits"]

GAP_WORDS = 3
"""Words that may stand between the parts of a phrase: "lodged a formal protest"."""
PUNCTUATION = frozenset('.,;:!?()“”"—–…')
NEVER_IN_GAP = word_set("that which who to and but or if because from by")


@dataclass(frozen=True)
class Trigger:
    """A verb or noun phrase of a type; None among the parts is a gap."""

    type: str
    noun: bool
    first: frozenset[str]
    following: tuple[str | None, ...]
    words: str


@dataclass(frozen=True)
class Hit:
    """A trigger in a sentence: the positions [at, end) of its words.

    Parameters
    ----------
    trigger
        The row of the table.
    at
        The position of its first word in the sentence, counted from 0.
    end
        The position behind its last word.
    """

    trigger: Trigger
    at: int
    end: int


@cache
def _table() -> dict[str, tuple[Trigger, ...]]:
    text = files("countermove.reader").joinpath("triggers.txt").read_text(encoding="utf-8")
    rows: dict[str, list[Trigger]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        type_, _, phrases = line.partition("|")
        for phrase in phrases.split(","):
            trigger = _trigger(type_.rstrip("*"), type_.endswith("*"), phrase.split())
            for word in trigger.first:
                rows.setdefault(word, []).append(trigger)
    return {word: tuple(sorted(triggers, key=lambda t: -len(t.following))) for word, triggers in rows.items()}


def _trigger(type_: str, noun: bool, parts: list[str]) -> Trigger:
    first = frozenset({parts[0]}) if noun else forms(parts[0])
    following = tuple(None if part == "~" else part for part in parts[1:])
    return Trigger(type_, noun, first, following, " ".join(parts))


TYPES = (
    "agree", "consult", "support", "concede", "cooperate", "aid", "retreat", "request", "accuse", "reject", "threaten",
    "protest", "sanction", "mobilize", "coerce", "assault",
)  # fmt: skip
"""The PLOVER types, from words that please to deeds that hurt."""


def hits(words: tuple[Word, ...]) -> Iterator[Hit]:
    """Where triggers stand in a sentence; of those that begin at the same word the longest, for verb and noun each.

    Parameters
    ----------
    words
        The words of a sentence.

    Yields
    ------
    Hit
        In order; verbs and nouns apart.
    """
    table = _table()
    for at, word in enumerate(words):
        seen: set[bool] = set()
        for trigger in table.get(word.low, ()):
            end = _end(trigger, words, at)
            if end and trigger.noun not in seen:
                seen.add(trigger.noun)
                yield Hit(trigger, at, end)


def _end(trigger: Trigger, words: tuple[Word, ...], at: int) -> int:
    """The position after the trigger's last word, if it stands at a position; else 0."""
    place, free = at + 1, 0
    for part in trigger.following:
        if part is None:
            free = GAP_WORDS
            continue
        while place < len(words) and words[place].low not in (part, f"{part}s") and free:
            if words[place].text in PUNCTUATION or words[place].low in NEVER_IN_GAP:
                return 0
            place, free = place + 1, free - 1
        if place >= len(words) or words[place].low not in (part, f"{part}s"):
            return 0
        place, free = place + 1, 0
    return place


IRREGULAR = {
    row.split()[0]: tuple(row.split()[1:])
    for row in """be is are was were been being am
have has had having
do does did done doing
say says said saying
tell tells told telling
meet meets met meeting
speak speaks spoke spoken speaking
give gives gave given giving
take takes took taken taking
hold holds held holding
begin begins began begun beginning
fly flies flew flown flying
come comes came coming
go goes went gone going
sit sits sat sitting
send sends sent sending
withdraw withdraws withdrew withdrawn withdrawing
break breaks broke broken breaking
let lets letting
put puts putting
cut cuts cutting
hit hits hitting
set sets setting
shut shuts shutting
quit quits quitting
leave leaves left leaving
lend lends lent lending
sell sells sold selling
pay pays paid paying
seek seeks sought seeking
bring brings brought bringing
tear tears tore torn tearing
stand stands stood standing
strike strikes struck striking striken
shoot shoots shot shooting
sink sinks sank sunk sinking
fight fights fought fighting
build builds built building
draw draws drew drawn drawing
find finds found finding
make makes made making
keep keeps kept keeping
free frees freed freeing
lay lays laid laying
bind binds bound binding
drive drives drove driven driving
overfly overflies overflew overflown overflying
ram rams rammed ramming
ban bans banned banning
beg begs begged begging
drop drops dropped dropping
stop stops stopped stopping
commit commits committed committing
admit admits admitted admitting
permit permits permitted permitting
confer confers conferred conferring
veto vetoes vetoed vetoing
expel expels expelled expelling
rebuff rebuffs rebuffed rebuffing
regret regrets regretted regretting
plan plans planned planning
scrap scraps scrapped scrapping
cap caps capped capping
compel compels compelled compelling
initial initials initialled initialed initialling
rebel rebels rebelled rebelling
travel travels travelled traveled travelling traveling
shell shells shelled shelling
kidnap kidnaps kidnapped kidnapping
refer refers referred referring
run runs ran running
rule rules ruled ruling
become becomes became becoming
get gets got gotten getting
see sees saw seen seeing
hand hands handed handing
withhold withholds withheld withholding""".splitlines()
}


def forms(verb: str) -> frozenset[str]:
    """All forms of a verb.

    Parameters
    ----------
    verb
        Its basic form.

    Returns
    -------
    frozenset of str
        In small letters, the basic form included.

    Examples
    --------
    >>> sorted(forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    >>> sorted(forms("impose"))
    ['impose', 'imposed', 'imposes', 'imposing']
    """
    if verb in IRREGULAR:
        return frozenset((verb, *IRREGULAR[verb]))
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return frozenset((verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"))
    plural = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"
    if verb.endswith("e"):
        return frozenset((verb, plural, f"{verb}d", f"{verb[:-1]}ing" if not verb.endswith("ee") else f"{verb}ing"))
    return frozenset((verb, plural, f"{verb}ed", f"{verb}ing"))
