"""The kinds of pictures: the table from which the command line, the documentation and reports take them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.graph.compile import Graph, compile
from countermove.model.case import Case
from countermove.report.pictures import PICTURES
from countermove.report.plots.choice import Choice
from countermove.report.plots.concepts import concepts
from countermove.report.plots.evolution import evolution
from countermove.report.plots.moves import moves
from countermove.report.plots.needs import needs_matplotlib
from countermove.report.plots.outcomes import outcomes
from countermove.report.plots.power import power
from countermove.report.plots.preferences import preferences
from countermove.report.plots.tableau import tableau
from countermove.report.plots.winners import winners

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["KINDS", "Kind", "find_kind", "kinds_for", "plot"]


@dataclass(frozen=True)
class Kind:
    """A kind of picture: its id, its name, the question that it answers, how to read it, and how it is drawn.

    `draw` takes a graph, or with `of_case` the case alone; `missing` says why a case has nothing to show in it (None:
    it has); `takes` names what may be chosen for it.
    """

    id: str
    label: str
    question: str
    reading: str
    draw: Callable[..., Figure]
    missing: Callable[[Case], str | None]
    takes: tuple[str, ...] = ()

    @property
    def of_case(self) -> bool:
        """Whether it needs the case alone, and no states."""
        return "body" in self.takes


def _nothing(_: Case) -> str | None:
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


_STATES = ("states", "concepts")
_DRAWN: dict[str, tuple[Callable[..., Figure], Callable[[Case], str | None], tuple[str, ...]]] = {
    "outcomes": (outcomes, _options, _STATES),
    "tableau": (tableau, _movers, _STATES),
    "moves": (moves, _movers, _STATES),
    "evolution": (evolution, _start, _STATES),
    "equilibria": (concepts, _nothing, _STATES),
    "winners": (winners, _nothing, _STATES),
    "preferences": (preferences, _nothing, ("actor",)),
    "power": (power, _bodies, ("body", "option")),
}
KINDS: dict[str, Kind] = {
    row.id: Kind(row.id, row.label, row.question, row.reading, *_DRAWN[row.id]) for row in PICTURES
}
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


def kinds_for(case: Case | Graph) -> tuple[Kind, ...]:
    """The kinds for which a case has something to show.

    >>> from countermove import catalog
    >>> "power" in [kind.id for kind in kinds_for(catalog.load_case("chicken"))]
    False
    """
    model = case.case if isinstance(case, Graph) else case
    return tuple(kind for kind in KINDS.values() if kind.missing(model) is None)


def plot(
    case: Case | Graph,
    kind: str,
    *,
    states: Sequence[int] | None = None,
    concepts: Sequence[str] | None = None,
    actor: str | None = None,
    body: str | None = None,
    option: str | None = None,
) -> Figure:
    """One picture of a case, as a figure of matplotlib (extra `plots`).

    `kind`: one of `KINDS`. `states` (positions from 0) are shown instead of those that the kind shows by itself;
    `concepts` say what counts as an outcome (all that are defined, if None); `actor`, `body` and `option` say whose
    preferences or power. A figure is saved with its own `savefig`, or with `svg` and `rendered` of this package, which
    give the same bytes every time and a description for those who cannot see it. Raises `QuestionError` for an unknown
    kind, for a case that has nothing to show in it and where matplotlib is missing; `TooLargeError` for too
    many states.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> figure = plot(compile(catalog.load_case("cuban-missile-crisis")), "equilibria")
    >>> figure.get_label()
    'Cuban missile crisis: which outcome holds under which concept'
    """
    found = find_kind(kind)
    needs_matplotlib()
    model = case.case if isinstance(case, Graph) else case
    chosen = Choice(
        None if states is None else tuple(map(int, states)), None if concepts is None else tuple(concepts), actor, body,
        option,
    )  # fmt: skip
    for name, value in vars(chosen).items():
        if value is not None and name not in found.takes:
            ways = " and ".join(f"--{way}" for way in found.takes)
            raise QuestionError(f"the picture {found.id} takes no --{name}; it takes {ways}")
    if found.of_case:
        return found.draw(model, chosen)
    return found.draw(case if isinstance(case, Graph) else compile(case), chosen)
