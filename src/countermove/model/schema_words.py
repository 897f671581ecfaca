"""What each key of a case file holds, in the words that an editor shows while one is typing."""

from __future__ import annotations

from pydantic import BaseModel

from countermove.model.case import Actor, Body, BodyOption, Case, Event, Option, Pattern, Scenario, Seen, Source, View
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown

__all__ = ["WORDS", "words_for"]

BECAUSE = "The reason, in words."
EVIDENCE = "Citations: the id of a source, or id#n for its nth paragraph."
ABOUT = "A description, in free text."
PREFERS = "Statements, most important first: one higher line outweighs everything below it."
RANKING = "All states, best first, as patterns such as YN-Y or as statements (or ids of states); ties in nested lists."
WORTH = "A number for each option that matters; a state is worth the sum over the options taken."

WORDS: dict[type[BaseModel], dict[str, str]] = {
    Case: {
        "title": "What the case is called.",
        "at": "The moment that the case describes.",
        "about": ABOUT,
        "citation": "Where the model was published, if it was.",
        "sources": "Where assumptions come from, by ids of your choice.",
        "states": "The states by id, each with its name; only in a case that lists its states and has no options.",
        "actors": "Who takes part: an id for each, in small letters.",
        "bodies": "Groups that decide by a rule: an id for each, in small letters.",
        "impossible": "Statements: a state in which one of them holds is not feasible.",
        "always": "Statements that hold in every feasible state.",
        "coalesce": "Patterns or statements: the feasible states that match one of them count as one state.",
        "status quo": "The options taken now (or the id of a listed state); all others are not taken.",
        "scenarios": "Named changes to the case; each is merged over it.",
        "views": "What an actor believes, by the actor's id.",
        "events": "What happened, in order.",
        "published": "The results of the publication, in any shape.",
    },
    Actor: {
        "name": "What people read; without it, the id.",
        "options": "What the actor can do or leave undone: id: text, or a mapping.",
        "prefers": PREFERS,
        "ranking": RANKING,
        "worth": WORTH,
        "moves": "Pairs of listed states, from and to; only in a case that lists its states.",
        "about": ABOUT,
        "evidence": EVIDENCE,
    },
    Option: {
        "name": "What people read; without it, the id.",
        "change": "both: can be taken and given up; take-only: cannot be given up; drop-only: cannot be taken.",
        "needs": "What must hold in the state before the option is taken.",
        "levels": "Degrees, exactly one of which holds; the first is the one that holds in the status quo.",
        "because": BECAUSE,
        "evidence": EVIDENCE,
    },
    BodyOption: {"decides": "The rule that decides this option, where it is not the rule of the body."},
    Body: {
        "name": "What people read; without it, the id.",
        "members": "Ids of actors, or of bodies with a rule.",
        "decides": "The rule by which the members decide.",
        "options": "What the body can do or leave undone: id: text, or a mapping.",
        "about": ABOUT,
        "evidence": EVIDENCE,
    },
    Claim: {"that": "The statement.", "because": BECAUSE, "evidence": EVIDENCE},
    Line: {
        "sure": "How sure you are that the actor holds this line, from 0 to 1; without it, 1.",
        "otherwise": "What the actor holds instead, if not this line; without it, nothing.",
    },
    Equally: {"equally": "Lines that are equally important: the number of them that hold decides."},
    OrderUnknown: {"order unknown": "Lines of which it is not known which comes first."},
    Pattern: {"that": "A pattern such as YN-Y, or a statement.", "because": BECAUSE, "evidence": EVIDENCE},
    Source: {
        "title": "The title of the source.",
        "author": "Who wrote it.",
        "outlet": "Where it appeared.",
        "kind": "What it is, such as opinion or news.",
        "date": "When it appeared.",
        "url": "Where it can be found.",
        "file": "The file that holds its text.",
        "language": "The language that it is written in.",
    },
    Seen: {"prefers": PREFERS, "ranking": RANKING, "worth": WORTH},
    View: {
        "actors": "Others' preferences as this actor sees them.",
        "unaware": "Options that this actor does not know of.",
        "unseen": "Statements: states in which one of them holds are not seen by this actor.",
        "about": ABOUT,
    },
    Event: {
        "on": "When it happened.",
        "actor": "Whose doing it was: the id of an actor or a body.",
        "takes": "The options taken.",
        "drops": "The options given up.",
        "because": BECAUSE,
        "evidence": EVIDENCE,
    },
    Scenario: {
        "about": "What the scenario is about.",
        "changes": "The changes, where a key of theirs would be mistaken for one of the scenario.",
    },
}
"""By record and key; a record has the words of those that it is made from, too."""


def words_for(record: type[BaseModel], key: str) -> str:
    """What a key of a record holds.

    >>> words_for(BodyOption, "because")
    'The reason, in words.'
    """
    return next(WORDS[kind][key] for kind in record.__mro__ if key in WORDS.get(kind, {}))
