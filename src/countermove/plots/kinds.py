"""The kinds of pictures: the table from which the command line, the documentation and reports take them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.listed import ListedGame, listed_game
from countermove.game.positions import positions, several
from countermove.model.case import Case
from countermove.plots.choice import Choice
from countermove.plots.concepts import concepts
from countermove.plots.evolution import evolution
from countermove.plots.large import large_outcomes, large_winner_picture
from countermove.plots.large_preferences import large_preferences
from countermove.plots.moves import moves
from countermove.plots.needs import needs_matplotlib
from countermove.plots.outcomes import outcomes
from countermove.plots.pictures import PICTURES
from countermove.plots.power import power
from countermove.plots.preferences import preferences
from countermove.plots.tableau import tableau
from countermove.plots.winners import winners
from countermove.text.naming import joined

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["KINDS", "Kind", "check_large", "find_kind", "kinds_for", "plot"]


@dataclass(frozen=True)
class Kind:
    """A kind of picture: its id, its name, the question that it answers, how to read it, and how it is drawn.

    `draw` takes a graph, or with `of_case` the case alone; `draw_large` what was found in a case whose states are not
    listed (None: it needs the list); `missing` says why a case has nothing to show in it (None: it has); `takes` names
    what may be chosen for it.
    """

    id: str
    label: str
    question: str
    reading: str
    draw: Callable[..., Figure]
    missing: Callable[[Case], str | None]
    takes: tuple[str, ...] = ()
    draw_large: Callable[[StabilityTable, Choice], Figure] | None = None

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
_LARGE: dict[str, Callable[[StabilityTable, Choice], Figure]] = {
    "outcomes": large_outcomes,
    "winners": large_winner_picture,
    "preferences": large_preferences,
}
KINDS: dict[str, Kind] = {
    row.id: Kind(row.id, row.label, row.question, row.reading, *_DRAWN[row.id], _LARGE.get(row.id)) for row in PICTURES
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


def kinds_for(case: Case | ListedGame | StabilityTable) -> tuple[Kind, ...]:
    """The kinds for which a case, or what was found in one whose states are not listed, has something to show.

    >>> from countermove import catalog
    >>> "power" in [kind.id for kind in kinds_for(catalog.load_case("chicken"))]
    False
    """
    kinds = KINDS.values() if not isinstance(case, StabilityTable) else filter(_without_list, KINDS.values())
    return tuple(kind for kind in kinds if kind.missing(_case_of(case)) is None)


def _case_of(case: Case | ListedGame | StabilityTable) -> Case:
    match case:
        case ListedGame():
            return case.case
        case StabilityTable():
            return case.game.case
    return case


def plot(
    case: Case | ListedGame | StabilityTable,
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
    preferences or power. Of a case whose states are too many to list, what `equilibria` found can be shown as
    outcomes, winners, preferences and power. A figure is saved with its own `savefig`, or with `svg` and `rendered` of
    this package, which give the same bytes every time and a description for those who cannot see it. Raises
    `QuestionError` for an unknown kind, for a case that has nothing to show in it and where matplotlib is missing;
    `SizeError` for too many states.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> figure = plot(compile(catalog.load_case("cuban-missile-crisis")), "equilibria")
    >>> figure.get_label()
    'Cuban missile crisis: which outcome holds under which concept'
    """
    found = find_kind(kind)
    needs_matplotlib()
    model = _case_of(case)
    shown = None if states is None else tuple(several(states, "positions"))
    chosen = Choice(shown, None if concepts is None else tuple(concepts), actor, body, option)
    for name, value in vars(chosen).items():
        if value is not None and name not in found.takes:
            ways = " and ".join(f"--{way}" for way in found.takes)
            raise QuestionError(f"the picture {found.id} takes no --{name}; it takes {ways}")
    if found.of_case:
        return found.draw(model, chosen)
    if isinstance(case, StabilityTable):
        return _drawn_large(found, case, chosen)
    graph = case if isinstance(case, ListedGame) else listed_game(case)
    if chosen.states is not None:
        chosen = replace(chosen, states=tuple(positions(graph.size, chosen.states)))
    return found.draw(graph, chosen)


def check_large(kind: Kind, case: Case) -> None:
    """Raise `SizeError`, with the kinds that do not, where a kind needs a list of states that there is not."""
    if kind.draw_large is None and not kind.of_case:
        able = joined([row.id for row in KINDS.values() if _without_list(row) and row.missing(case) is None])
        raise SizeError(
            f"the picture {kind.id} needs the list of states, which is too long here; of this case there are {able}"
        )


def _without_list(kind: Kind) -> bool:
    return kind.of_case or kind.draw_large is not None


def _drawn_large(kind: Kind, table: StabilityTable, chosen: Choice) -> Figure:
    check_large(kind, table.searched.case)
    if chosen.states is not None or chosen.concepts is not None:
        raise QuestionError(
            "states have no numbers here, and the picture shows the outcomes that were found under Nash; leave out "
            "--states and --concepts"
        )
    assert kind.draw_large is not None
    return kind.draw_large(table, chosen)
