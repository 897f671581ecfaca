"""The kinds of pictures: the table from which the command line, the documentation and reports take them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.game import Game
from countermove.model.case import Case
from countermove.plots.graphs.evolution import evolution_figure
from countermove.plots.graphs.moves import moves_figure
from countermove.plots.outcomes import equilibria_figure, outcomes_figure
from countermove.plots.path import path_figure
from countermove.plots.power import power_figure
from countermove.plots.preferences import preferences_figure
from countermove.plots.shown import Choice
from countermove.plots.tableau import tableau_figure
from countermove.plots.winners import winners_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["KINDS", "Kind", "find_kind", "kinds_for"]


@dataclass(frozen=True)
class Kind:
    """A kind of picture.

    Attributes
    ----------
    id, label
        Its id, and its name.
    question, reading
        The question that it answers, and how to read it.
    draw
        From a record and a `Choice` to a figure of matplotlib.
    record
        The name of the record that it is drawn from, a key of `requests.documents.plot.RECORDS`.
    missing
        Why a case has nothing to show in it; None where it has.
    takes
        What may be chosen for it: names of fields of `Choice`.
    for_searched
        Whether it can be drawn of a game whose states are too many to list.
    is_of_case
        Whether it is about the case alone, so that no state is needed.
    """

    id: str
    label: str
    question: str
    reading: str
    draw: Callable[[Any, Choice], Figure]
    record: str
    missing: Callable[[Case], str | None]
    takes: tuple[str, ...] = ()
    for_searched: bool = False
    is_of_case: bool = False


def _anything(_: Case) -> str | None:
    return None


def _options(case: Case) -> str | None:
    return "the case lists its states and has no options" if case.is_graph else None


def _movers(case: Case) -> str | None:
    return None if case.movers else "nobody in this case can move"


def _start(case: Case) -> str | None:
    return _movers(case) if case.status_quo is not None else "the case has no status quo to start from"


def _bodies(case: Case) -> str | None:
    decides = any(body.decides for body in case.bodies.values()) or any(map(case.rule_of, case.option_rows))
    return None if decides else "no body decides anything in this case"


STATES = ("states", "concepts")
"""What may be chosen for pictures of states: which, and what counts as an outcome."""
KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "outcomes", "Outcomes", "What is done in each equilibrium?",
            "A column for each outcome, a row for each option, in the colour of its owner: Y where the option is taken.",
            outcomes_figure, "equilibria", _options, STATES, for_searched=True,
        ),
        Kind(
            "tableau", "Tableau", "Which states are stable for each actor, and where would it go from the others?",
            "For each actor its states, best first; r, s and u/ mark those that are stable for it, u those that it would "
            "leave.",
            tableau_figure, "tableau", _movers, STATES,
        ),
        Kind(
            "moves", "Graph of moves", "Who can move from where to where, who gains by it, and which states are equilibria?",
            "States are boxes, moves are arrows in the colour and dash of their mover. A full head: the mover gains. A "
            "second line: an equilibrium. Of a large case, the outcomes, the paths to them, and states around are shown.",
            moves_figure, "moves", _movers, STATES,
        ),
        Kind(
            "evolution", "Evolution", "How may the conflict evolve from today?",
            "From the top down, the shortest paths to each outcome; every move is said in words below.",
            evolution_figure, "evolution", _start, STATES,
        ),
        Kind(
            "path", "Path", "How does it get from today to the first outcome?",
            "Box after box the moves of the shortest path, in the colour of their mover; below it the deal.",
            path_figure, "path", _start, for_searched=True,
        ),
        Kind(
            "equilibria", "Equilibria", "Which outcome is an equilibrium under which concept?",
            "A row for each outcome, a column for each concept, and whether moves lead there from today.",
            equilibria_figure, "equilibria", _anything, STATES,
        ),
        Kind(
            "winners", "Who wins", "How good is each outcome for each actor?",
            "The stronger the colour of a cell, the larger the share of all states that are worse for the actor.",
            winners_figure, "winners", _anything, STATES, for_searched=True,
        ),
        Kind(
            "preferences", "Preferences", "What does each actor care about most, next, and last?",
            "Each statement of an actor separates the states, the best above. Where it has none, its states stand in order.",
            preferences_figure, "preferences", _anything, ("actor",), for_searched=True,
        ),
        Kind(
            "power", "Power", "Who has how much power in a body?",
            "Two bars for each player of a rule: Shapley-Shubik and Banzhaf; players with a veto are marked.",
            power_figure, "power", _bodies, ("body", "option"), for_searched=True, is_of_case=True,
        ),
    )
}  # fmt: skip
"""All kinds of pictures by id, in the order in which one looks at them."""


def find_kind(id_: str) -> Kind:
    """The kind with this id; raises `QuestionError` with the nearest ids.

    >>> find_kind("power").question
    'Who has how much power in a body?'
    """
    kind = KINDS.get(id_.strip().lower())
    if kind is None:
        raise QuestionError(f"unknown picture {quoted(id_)}; {did_you_mean(id_.strip().lower(), KINDS)}")
    return kind


def kinds_for(subject: Case | Game) -> tuple[Kind, ...]:
    """The kinds for which a case, or a game of either kind, has something to show.

    >>> from countermove import catalog
    >>> "power" in [kind.id for kind in kinds_for(catalog.load_case("chicken"))]
    False
    """
    case, is_listed = (subject, True) if isinstance(subject, Case) else (subject.case, subject.is_listed)
    return tuple(kind for kind in KINDS.values() if kind.missing(case) is None and (is_listed or kind.for_searched))
