"""A case: the record of its file, with what every other module asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from countermove.errors import did_you_mean
from countermove.model.building.facts import FactEdits
from countermove.model.building.owners import OwnerEdits
from countermove.model.building.preferences import PreferenceEdits
from countermove.model.preferences import Claim
from countermove.model.records import (
    Actor,
    Body,
    BodyOption,
    Event,
    Option,
    Pattern,
    Scenario,
    Seen,
    Source,
    View,
)
from countermove.model.rules import Rule

__all__ = [
    "JOINT",
    "Actor",
    "Body",
    "BodyOption",
    "Case",
    "Event",
    "Option",
    "OptionIndex",
    "OptionRow",
    "Pattern",
    "Scenario",
    "Seen",
    "Source",
    "View",
]

JOINT = "+"
"""Stands between the ids of actors who move as one, as in ``usa+europe``; no id of a case holds it."""


@dataclass(frozen=True)
class OptionRow:
    """One yes/no option in bit order: a level of an option counts as one.

    Parameters
    ----------
    index
        The position in bit order, counted from 0.
    owner
        The id of the actor or body that has the option.
    id
        The id of the option, of a level ``option-level``.
    name
        What people read.
    record
        The option as the case has it.
    level
        The id of the level; None for an ordinary option.
    """

    index: int
    owner: str
    id: str
    name: str
    record: Option
    level: str | None = None

    @property
    def full(self) -> str:
        """The full name, ``owner.option``."""
        return f"{self.owner}.{self.id}"


@dataclass(frozen=True)
class OptionIndex:
    """The options of a case by full name, and by their bare ids, which several may share."""

    full: Mapping[str, OptionRow]
    bare: Mapping[str, Sequence[OptionRow]]

    @classmethod
    def of(cls, rows: Iterable[OptionRow]) -> OptionIndex:
        """The index of these options."""
        full: dict[str, OptionRow] = {}
        bare: dict[str, list[OptionRow]] = {}
        for row in rows:
            full[row.full] = row
            bare.setdefault(row.id, []).append(row)
        return cls(full, bare)


class Case(FactEdits, OwnerEdits, PreferenceEdits):
    """A dispute or negotiation, written down. See docs/reference/case-format.md for every key.

    Parameters
    ----------
    title
        What the case is called.
    at
        The moment that it describes, as written.
    about
        A description.
    citation
        Where the model was published.
    sources
        Where assumptions come from, by the ids that citations use.
    states
        Names of the listed states by their ids; None in a case with options.
    actors
        Who takes part, by id; the order is that of bits and of every list of movers.
    bodies
        Groups that decide by a rule, by id.
    impossible
        Statements: a state in which one of them holds is not feasible.
    always
        Statements that hold in every feasible state.
    coalesce
        Patterns: the feasible states that match one of them count as one state.
    labels
        What people call outcomes: labels by id, or a list of labels with names.
    status_quo
        The options taken now, or the id of a listed state; None where the case has no status quo.
    scenarios
        Named changes.
    views
        What an actor believes, by its id.
    events
        What happened, in order.
    published
        Results of the publication, in any shape.
    """

    def __repr__(self) -> str:
        """The case in one line: its title, and how much there is of what."""
        counts = [
            (len(self.actors), "actor", "actors"),
            (len(self.bodies), "body", "bodies"),
            (len(self.option_rows), "option", "options"),
            (len(self.states or ()), "state", "states"),
            (len(self.scenarios), "scenario", "scenarios"),
        ]
        parts = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        return f"Case({', '.join([repr(self.title), *parts])})"

    __str__ = __repr__

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """As in every record; the error says what to do where a case was given and a game is expected."""
            try:
                return super().__getattr__(name)
            except AttributeError as fault:
                if name.startswith("_"):
                    raise
                way = "where a game is expected, compile the case first: countermove.compile(case)"
                if name.startswith("with"):
                    way = did_you_mean(name, [known for known in dir(type(self)) if known.startswith("with")])
                raise AttributeError(f"{fault}; {way}") from None

    def _repr_html_(self) -> str:
        """The case at a glance, for notebooks: its title, what it is about, and who can do what."""
        title = f"<h3>{escape(self.title)}</h3>" if self.title else ""
        about = f"<p>{escape(self.about)}</p>" if self.about else ""
        cells = [(escape(self.label(id_)), self._kind(who), self._deeds(id_, who)) for _, id_, who in self.owners]
        rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in cells)
        return f"{title}{about}<table><tr><th>who</th><th>what</th><th>can do</th></tr>{rows}</table>"

    def _kind(self, record: Actor | Body) -> str:
        if isinstance(record, Actor):
            return "actor"
        return f"body of {escape(', '.join(map(self.label, record.members)))}" if record.members else "body"

    def _deeds(self, id_: str, record: Actor | Body) -> str:
        """The options of an owner, or in a graph case the moves, as HTML."""
        names = self.states or {}
        moves = (record.moves if isinstance(record, Actor) else None) or ()
        lines = [f"{escape(row.name)} <code>{escape(row.full)}</code>" for row in self.option_rows if row.owner == id_]
        lines += [escape(f"{names.get(a) or a} \u2192 {names.get(b) or b}") for a, b in moves]
        return "<br>".join(lines)

    @property
    def owners(self) -> tuple[tuple[str, str, Actor | Body], ...]:
        """All actors, then all bodies: the key of the block they stand in, the id, the record."""
        actors = (("actors", id_, actor) for id_, actor in self.actors.items())
        return (*actors, *(("bodies", id_, body) for id_, body in self.bodies.items()))

    @cached_property
    def option_rows(self) -> tuple[OptionRow, ...]:
        """All options in bit order: actors in file order, then bodies; levels expanded."""
        rows: list[OptionRow] = []
        for _, owner, record in self.owners:
            for id_, option in record.options.items():
                name = option.name or _titled(id_)
                if not option.levels:
                    rows.append(OptionRow(len(rows), owner, id_, name, option))
                for level in option.levels:
                    rows.append(OptionRow(len(rows), owner, f"{id_}-{level}", f"{name}: {level}", option, level))
        return tuple(rows)

    @cached_property
    def option_index(self) -> OptionIndex:
        """The options by their names, made once: of many actors, each looks its options up."""
        return OptionIndex.of(self.option_rows)

    @property
    def is_sound(self) -> bool:
        """Whether it is remembered that the case has no errors; False says only that it was not looked at yet."""
        return "_is_sound" in self.__dict__

    def mark_sound(self) -> None:
        """Remember that the case has no errors, so that each of many questions need not look again."""
        # Beside the fields, as derived values are: two cases are equal whatever is remembered of them.
        self.__dict__["_is_sound"] = True

    @property
    def source_text(self) -> tuple[str, str] | None:
        """The text that the case was read from, and the name of its file; also of a case that was changed since."""
        text: tuple[str, str] | None = self.__dict__.get("_text")
        return text

    def remember_text(self, text: str, name: str) -> None:
        """Remember the text that the case was read from, so that saving keeps its order and its comments."""
        self.__dict__["_text"] = (text, name)

    @property
    def is_graph(self) -> bool:
        """Whether states and moves are listed instead of options."""
        return self.states is not None

    @property
    def movers(self) -> tuple[str, ...]:
        """Who can move: actors with options (graph case: with moves), then bodies with options."""
        # An empty list of moves says the same as none: concepts for exactly two movers must not count such an actor.
        actors = [a for a, actor in self.actors.items() if actor.options or actor.moves]
        return (*actors, *(b for b, body in self.bodies.items() if body.options))

    def label(self, id_: str) -> str:
        """The name of an actor or body: as given, else its id, capitalised; of actors who move as one, their names."""
        if JOINT in id_:
            *first, last = map(self.label, id_.split(JOINT))
            return f"Coalition of {', '.join(first)} and {last}"
        record = self.actors.get(id_) or self.bodies.get(id_)
        return (record.name if record else "") or _titled(id_)

    def is_plural(self, id_: str) -> bool:
        """Whether the name of an actor or body takes verbs in the plural; that of actors who move as one does not."""
        record = self.actors.get(id_) or self.bodies.get(id_)
        return record is not None and record.plural

    def rule_of(self, row: OptionRow) -> Rule | None:
        """The rule that decides an option of a body: its own, else the body's; None for an actor's option."""
        if row.owner not in self.bodies:
            return None
        # Levels share the record of their option, and so its rule.
        own = getattr(row.record, "decides", None)
        return own if own is not None else self.bodies[row.owner].decides


def _titled(id_: str) -> str:
    text = id_.replace("-", " ")
    return text[:1].upper() + text[1:]


def claims(case: Case) -> tuple[Claim, ...]:
    """All constraints of a case: those that must never hold, then those that must always hold.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    tuple of Claim
        First those of `impossible`, then those of `always`, each in the order of the file.
    """
    return (*case.impossible, *case.always)
