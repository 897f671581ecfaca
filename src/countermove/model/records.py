"""What a case is made of, as an analyst writes it: actors, bodies, options, scenarios, views, events, sources.

Frozen records. They hold; functions elsewhere compute. A short form (an option, a line or a constraint written
as text) is read into the same record as its long form.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from countermove.model.labels import LabelsField
from countermove.model.preferences import (
    ClaimField,
    Evidence,
    Flag,
    PreferenceLineField,
    Ranking,
    Record,
    StatementField,
    listed,
)
from countermove.model.rules import Rule, RuleError, parse_rule, rule_data

__all__ = [
    "Actor", "Body", "BodyOption", "CaseRecord", "Event", "Option", "Pattern", "Scenario", "Seen", "Source", "View",
]  # fmt: skip


def _read_rule(value: Any) -> Rule:
    if isinstance(value, Rule):
        return value
    try:
        return parse_rule(value)
    except RuleError as fault:
        raise PydanticCustomError(
            fault.code,
            "{what}",
            {"what": fault.message, "hint": fault.hint, "path": fault.path},
        ) from None


RULE_SCHEMA: dict[str, Any] = {"description": "a decision rule", "anyOf": [{"type": "string"}, {"type": "object"}]}
RuleField = Annotated[Rule, PlainValidator(_read_rule), PlainSerializer(rule_data), WithJsonSchema(RULE_SCHEMA)]
Names = Annotated[tuple[str, ...], BeforeValidator(listed)]
Number = Annotated[Decimal, Field(max_digits=60, allow_inf_nan=False)]


class Option(Record):
    """Something that its owner can do or leave undone; with `levels`, exactly one of several degrees.

    Parameters
    ----------
    name
        What people read; without it, the id, capitalised.
    change
        ``both``: can be taken and given up; ``take-only`` and ``drop-only``: one of the two.
    needs
        What must hold in the state before the option is taken, not after.
    levels
        Ids of degrees, exactly one of which holds; empty for an ordinary option.
    because
        Why the option is in the model.
    evidence
        Citations, ``source`` or ``source#paragraph``.
    """

    name: str = ""
    change: Literal["both", "take-only", "drop-only"] = "both"
    needs: StatementField | None = None
    levels: tuple[str, ...] = ()
    because: str = ""
    evidence: Evidence = ()


class BodyOption(Option):
    """An option of a body, with the rule that decides it where it is not the body's own.

    Parameters
    ----------
    decides
        The rule that decides this option; None: the rule of the body does.
    """

    decides: RuleField | None = None


def as_option(value: Any) -> Any:
    """An option in its long form: a text is its name."""
    return {"name": value} if isinstance(value, str) else {} if value is None else value


class Actor(Record):
    """A decision maker: what it can do, and what it cares about (at most one of three ways).

    Parameters
    ----------
    name
        What people read; without it, the id, capitalised.
    plural
        Whether the name takes verbs in the plural: the European allies *take*.
    options
        Its options by their ids, in the order of the file, which is the order of bits.
    prefers
        Preference statements, most important first: one higher statement outweighs everything below it.
    ranking
        States, best first, as patterns or statements; ties in nested tuples.
    worth
        Weights of options; a state is worth the sum over the options taken.
    moves
        Pairs of listed states, from and to; only in a graph case.
    about
        A description.
    evidence
        Citations.
    """

    name: str = ""
    plural: Flag = False
    options: dict[str, Annotated[Option, BeforeValidator(as_option)]] = {}
    prefers: tuple[PreferenceLineField, ...] | None = None
    ranking: Ranking | None = None
    worth: dict[str, Number] | None = None
    moves: tuple[tuple[str, str], ...] | None = None
    about: str = ""
    evidence: Evidence = ()


class Body(Record):
    """A group that decides by a rule; it owns options and has no preferences of its own.

    Parameters
    ----------
    name
        What people read; without it, the id, capitalised.
    plural
        Whether the name takes verbs in the plural.
    members
        Ids of actors, or of bodies with a rule.
    decides
        The rule by which the members decide; None where each option has its own.
    options
        What it can do by decision, by their ids.
    about
        A description.
    evidence
        Citations.
    """

    name: str = ""
    plural: Flag = False
    members: tuple[str, ...] = ()
    decides: RuleField | None = None
    options: dict[str, Annotated[BodyOption, BeforeValidator(as_option)]] = {}
    about: str = ""
    evidence: Evidence = ()


class Pattern(Record):
    """A pattern such as ``YN-Y``, or a statement, that stands for the states which match it.

    Parameters
    ----------
    that
        One of Y, N and - for each option in bit order, or a statement.
    because
        Why the states count as one.
    evidence
        Citations.
    """

    that: str
    because: str = ""
    evidence: Evidence = ()


def as_pattern(value: Any) -> Any:
    """An entry of `coalesce` in its long form."""
    return {"that": value} if isinstance(value, str) else value


class Source(Record):
    """Where an assumption comes from; cited as ``id`` or ``id#paragraph``."""

    title: str = ""
    author: str = ""
    outlet: str = ""
    kind: str = ""
    date: str = ""
    url: str = ""
    file: str = ""
    language: str = ""


class Seen(Record):
    """An actor's preferences as somebody else sees them."""

    prefers: tuple[PreferenceLineField, ...] | None = None
    ranking: Ranking | None = None
    worth: dict[str, Number] | None = None


class View(Record):
    """What one actor believes: others' preferences, options that it does not know, states it does not see.

    Parameters
    ----------
    actors
        Others' preferences as the viewer sees them, by their ids.
    unaware
        Options that the viewer does not know of.
    unseen
        Statements: states in which one of them holds are not seen by the viewer.
    about
        A description.
    """

    actors: dict[str, Seen] = {}
    unaware: Names = ()
    unseen: tuple[ClaimField, ...] = ()
    about: str = ""


class Event(Record):
    """Something that happened: who took or dropped which options, and when.

    Parameters
    ----------
    on
        When it happened, as written.
    actor
        The id of the actor or body whose doing it was.
    takes
        The options taken.
    drops
        The options given up.
    because
        Why it is in the model.
    evidence
        Citations.
    """

    on: str
    actor: str
    takes: Names = ()
    drops: Names = ()
    because: str = ""
    evidence: Evidence = ()


class Scenario(Record):
    """A named change to the case: `changes` has the shape of a case file and is merged over the case.

    Parameters
    ----------
    about
        What is different, in words.
    changes
        The change, in the shape of a case file; None at a key removes what stands there.
    """

    about: str = ""
    changes: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, value: Any) -> Any:
        if not isinstance(value, Mapping) or "changes" in value:
            return value
        # A file writes the changes beside `about`; a record keeps them apart, so that no key of a case hides another.
        return {"about": value.get("about") or "", "changes": {k: v for k, v in value.items() if k != "about"}}


class CaseRecord(Record):
    """The keys of a case file, in their order; `Case` says what each of them is."""

    title: str = ""
    at: str = ""
    about: str = ""
    citation: str = ""
    sources: dict[str, Source] = {}
    states: dict[str, str] | None = None
    actors: dict[str, Actor]
    bodies: dict[str, Body] = {}
    impossible: tuple[ClaimField, ...] = ()
    always: tuple[ClaimField, ...] = ()
    coalesce: tuple[Annotated[Pattern, BeforeValidator(as_pattern)], ...] = ()
    labels: LabelsField = {}
    status_quo: Annotated[tuple[str, ...] | None, BeforeValidator(listed), Field(alias="status quo")] = None
    scenarios: dict[str, Scenario] = {}
    views: dict[str, View] = {}
    events: tuple[Event, ...] = ()
    published: dict[str, Any] = {}
