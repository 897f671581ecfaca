"""One picture of a case: compiles, asks for the record that the kind of picture is drawn from, and hands it to `plots`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.analysis.deals.deals import deals
from countermove.analysis.deals.record import Deal
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.evolution.evolution import OUTCOME_CONCEPTS, paths
from countermove.analysis.evolution.paths import shortest_path
from countermove.analysis.model.preferences import preference_tree
from countermove.analysis.moves import improvements_at, neighbourhood
from countermove.analysis.power.power import Power, power
from countermove.analysis.winners import Winners, winners
from countermove.briefing.briefing import MOST_OUTCOMES
from countermove.briefing.deals import adds_to
from countermove.briefing.outcomes import approach
from countermove.errors import QuestionError, SizeError, require_list
from countermove.game.compile import compile
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.game.names.positions import several
from countermove.game.tables.draws import SEED, seed_of
from countermove.model.case import Case
from countermove.model.scenario import apply_scenario
from countermove.plots import winners as winners_plot
from countermove.plots.graphs.course import EvolutionPaths
from countermove.plots.graphs.drawing import DealLink
from countermove.plots.graphs.evolution import MOST_TARGETS, PATHS, start_and_targets, steps_shown
from countermove.plots.graphs.moves import MOST_AROUND, MOST_STATES, MoveGraph, centre_states
from countermove.plots.kinds import KINDS, Kind, find_kind
from countermove.plots.output import shown_in_notebooks
from countermove.plots.path import PathToOutcome
from countermove.plots.preferences import PreferenceTrees, shared_preferences
from countermove.plots.sheet import require_matplotlib
from countermove.plots.shown import Choice, numbered_outcomes, outcomes_shown
from countermove.plots.style import page_of
from countermove.plots.tableau import MARKED, MOST_COLUMNS, Tableau, chosen_or_all
from countermove.plots.winners import Payoffs
from countermove.requests.door import Request, Subject
from countermove.stability.concept import concepts_for
from countermove.text.naming import joined

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["RECORDS", "PlotRequest", "Source", "picture", "plot", "rules_shown", "states_in"]

MANY_STATES = 20_000
"""States from which on a picture takes Nash and SEQ outcomes for those told, unless a table is there: some 5 seconds."""
MOST_RULES = 6
"""Rules of bodies in one picture at most: with ten players each they fill a page."""


class PlotRequest(Request):
    """One picture: of which kind, and what it is to show. `states`: numbers, ids, or ``now``, with commas between them."""

    kind: str
    states: str | None = None
    concepts: tuple[str, ...] | None = None
    actor: str | None = None
    body: str | None = None
    option: str | None = None
    theme: str = "light"
    width: int | None = None


@dataclass(frozen=True)
class Source:
    """What a picture is about: a case; its game, where the picture needs one; its verdicts, where they are known.

    `seed`: that of all that is drawn at random for it.
    """

    case: Case
    compiled: Game | None = None
    table: StabilityTable | None = None
    seed: int = SEED

    @property
    def game(self) -> Game:
        """The compiled case; pictures of the case alone do not ask for it."""
        assert self.compiled is not None
        return self.compiled

    @property
    def listed(self) -> ListedGame:
        """The game of a picture that needs the list of states; of other games it has been refused."""
        assert isinstance(self.compiled, ListedGame)
        return self.compiled

    def verdicts(self, concepts: tuple[str, ...] | None) -> StabilityTable:
        """The stability table under some concepts; None: under those that are always asked."""
        return self.table if self.table is not None and concepts is None else equilibria(self.game, concepts, seed=self.seed)


def plot(
    subject: Case | Game | StabilityTable,
    kind: str,
    *,
    states: Iterable[State | int | str] | None = None,
    concepts: Iterable[str] | None = None,
    actor: str | None = None,
    body: str | None = None,
    option: str | None = None,
    theme: str = "light",
    width: int | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Figure:
    """One picture of a case, as a figure of matplotlib (extra `plots`).

    A figure is saved with its own `savefig`, or with `svg` and `rendered` of `countermove.plots`, which give the same
    bytes every time and a description for those who cannot see it. As the last value of a cell, a notebook shows it.

    Parameters
    ----------
    subject
        A case, a game of either kind, or the stability table of one, so that it need not be solved again. Of a game
        whose states are too many to list there are outcomes, winners, preferences and power.
    kind
        One of `countermove.plots.KINDS`.
    states
        States to show instead of those that the kind shows by itself; numbers count from 1.
    concepts
        Ids of the concepts that say what counts as an outcome; all that are always asked if None.
    actor, body, option
        Whose preferences, and whose power, are shown.
    theme
        ``light`` or ``dark``: for which pages; an actor has the same colour in both.
    width
        How wide the picture is at most, in pixels: 720 if None, 390 for a phone. It is laid out anew for each width, so
        that its text can be read without making it larger.
    seed, rng
        Of what is estimated, and of searches: the seed of the draws, or a generator of NumPy; seed 1 if neither is given.

    Raises
    ------
    QuestionError
        For an unknown kind, theme or width, for a case that has nothing to show in it, for what the kind does not take,
        where there are too many states to show, and where matplotlib is missing.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> figure = plot(compile(catalog.load_case("cuban-missile-crisis")), "equilibria")
    >>> figure.get_label()
    'Cuban missile crisis: which outcome is an equilibrium under which concept'
    """
    # Cheap refusals first: an unknown kind and a missing library need no compiled case.
    row = find_kind(kind)
    require_matplotlib()
    page = page_of(theme, width)
    source = _source(subject, row, seed_of(seed, rng))
    require_list(concepts, "concepts")
    given = None if states is None else tuple(several(states, "numbers", "[1, 5]"))
    named = {"states": given, "concepts": concepts, "actor": actor, "body": body, "option": option}
    _check_taken(row, named)
    if not row.is_of_case and not source.game.is_listed:
        _check_kind(row, source.game)
        if given is not None or concepts is not None:
            raise QuestionError(
                "states have no numbers here, and the picture shows the outcomes that were found under Nash; leave out "
                "--states and --concepts"
            )
    keys = None if given is None else tuple(source.game.find(state) for state in given)
    choice = Choice(keys, None if concepts is None else tuple(concepts), actor, body, option, page)
    return shown_in_notebooks(row.draw(RECORDS[row.record](source, choice), choice))


def picture(subject: Subject[Any]) -> Figure:
    """The picture that a request asks for; what is wrong with the case is said at its place in the file."""
    request: PlotRequest = subject.request
    row = find_kind(request.kind)
    chosen = request.model_dump(exclude={"kind", "states"})
    if row.is_of_case:
        case = subject.loaded.case
        case = case if subject.scenario is None else apply_scenario(case, subject.scenario)
        return plot(case, request.kind, states=None if request.states is None else (), **chosen)
    game = subject.game()
    if not isinstance(game, ListedGame):
        _check_kind(row, game)
        states: tuple[State, ...] | None = None if request.states is None else ()
    else:
        states = None if request.states is None else states_in(game, request.states)
    return subject.located(lambda: plot(game, request.kind, states=states, **chosen))


def states_in(game: ListedGame, text: str) -> tuple[State, ...]:
    """The states in a list such as ``1,5,now``: numbers, ``now`` and, where the case lists its states, their ids.

    >>> from countermove import catalog
    >>> from countermove.game.listed import listed_game
    >>> states_in(listed_game(catalog.load_case("european-security-2022")), "3, now")
    (State(3: ...), State(98: ...))
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise QuestionError("--states is empty; write numbers with commas between them, such as 1,5,now")
    ids = set(game.case.states or {})
    for part in parts:
        if part != "now" and part not in ids and not part.lstrip("+-").isdigit():
            way = "ids" if ids else "numbers"
            raise QuestionError(f'--states: "{part[:80]}" is no state; write {way} with commas, such as 1,5,now')
    return tuple(dict.fromkeys(game.state(part) for part in parts))


def _source(subject: Case | Game | StabilityTable, row: Kind, seed: int) -> Source:
    match subject:
        case Case():
            return Source(subject, None if row.is_of_case else compile(subject), seed=seed)
        case StabilityTable():
            return Source(subject.game.case, subject.game, subject, seed)
    return Source(subject.case, subject, seed=seed)


def _check_taken(row: Kind, chosen: Mapping[str, object]) -> None:
    for name, value in chosen.items():
        if value is not None and name not in row.takes:
            ways = " and ".join(f"--{way}" for way in row.takes)
            raise QuestionError(f"the picture {row.id} takes no --{name}; it takes {ways}")


def _check_kind(row: Kind, game: Game) -> None:
    """Raise `SizeError`, with the kinds that do not, where a kind needs the list of states that a game does not have."""
    if not row.for_searched:
        able = joined([kind.id for kind in KINDS.values() if kind.for_searched and kind.missing(game.case) is None])
        raise SizeError(
            f"the picture {row.id} needs the list of states, which is too long here; of this case there are {able}"
        )


# -------------------------------------------------------------------------------------- records of each kind


def rules_shown(case: Case, choice: Choice) -> list[tuple[str, str | None]]:
    """The rules in a picture of power, each as a body and an option (None: the body's own rule).

    Those of the body that was chosen, or each rule of all bodies once.
    """
    if choice.body is not None:
        return [(choice.body, choice.option)]
    if choice.option is not None:
        raise QuestionError("--option needs --body: whose option is it?")
    rules: list[tuple[str, str | None]] = []
    for id_, body in case.bodies.items():
        seen = []  # one rule often decides many options of a body: it is one picture
        if body.decides is not None:
            rules.append((id_, None))
            seen.append(body.decides)
        for row in case.option_rows:
            rule = case.rule_of(row) if row.owner == id_ else None
            if rule is not None and rule not in seen:
                seen.append(rule)
                rules.append((id_, row.id))
    if not rules:
        raise QuestionError("no body of this case decides anything, so there is no power to show; add one: bodies:")
    if len(rules) > MOST_RULES:
        raise SizeError(f"{len(rules)} rules are too many for one picture; name a body with --body")
    return rules


def _power(source: Source, choice: Choice) -> tuple[Power, ...]:
    return tuple(power(source.case, body, option, seed=source.seed) for body, option in rules_shown(source.case, choice))


def _equilibria(source: Source, choice: Choice) -> StabilityTable:
    return source.verdicts(choice.concepts)


def _winners(source: Source, choice: Choice) -> Payoffs:
    table = source.verdicts(choice.concepts)
    if not isinstance(source.game, ListedGame):
        return Payoffs(winners(table, seed=source.seed))
    return Payoffs(Winners(table), outcomes_shown(table, choice, winners_plot.MOST_STATES))


def _preferences(source: Source, choice: Choice) -> PreferenceTrees:
    game, groups = source.game, shared_preferences(source.game, choice)
    table = None if isinstance(game, ListedGame) else source.verdicts(None)
    keys = [] if table is None else [code for _, code in numbered_outcomes(table)[0]]
    trees = tuple(preference_tree(game, actors[0], keys) for actors in groups)
    return PreferenceTrees(game, groups, trees, table)


def _tableau(source: Source, choice: Choice) -> Tableau:
    game = source.listed
    columns = chosen_or_all(game, choice) or outcomes_shown(source.verdicts(choice.concepts), choice, MOST_COLUMNS)
    table = equilibria(game, [concept.id for concept in concepts_for(game) if concept.id in MARKED])
    return Tableau(columns, table, improvements_at(game, columns.states))


def _moves(source: Source, choice: Choice) -> MoveGraph:
    game = source.listed
    table = equilibria(game, choice.concepts or OUTCOME_CONCEPTS)
    centre = centre_states(table, choice)
    now = game.status_quo_key
    if choice.states is not None and game.size > MOST_STATES and now in centre:
        # What is chosen is joined to the status quo, if that is chosen, too.
        on_paths = [key for target in centre for key in _path_states(game, now, target, by_moves=True)]
        return MoveGraph(neighbourhood(game, dict.fromkeys([now, *centre, *on_paths]), MOST_STATES), table)
    if choice.states is not None or game.size <= MOST_STATES:
        return MoveGraph(neighbourhood(game, centre, MOST_STATES), table, _deals_within(source, choice, centre))
    if now is None:
        return MoveGraph(neighbourhood(game, dict.fromkeys([*centre, *_told(source, choice)]), MOST_AROUND), table)
    # Every outcome that the brief tells is joined to the status quo: the paths to them are in the middle as well.
    found = _deals(source, choice)
    told = [*_told(source, choice), *(deal.after for deal in found)]
    agreed = {deal.after for deal in found}
    on_paths = [key for target in told for key in _path_states(game, now, target, target not in agreed)]
    return MoveGraph(neighbourhood(game, [now, *told, *on_paths], MOST_AROUND), table, found)


def _path_states(game: ListedGame, start: int, target: int, by_moves: bool) -> list[int]:
    """The states on one shortest path by improvements; without one, by any moves if these are wanted."""
    for improving in (True, False) if by_moves else (True,):
        path = shortest_path(game, start, target, improving)
        if path:
            return [step.after for step in path]
    return []


def _evolution(source: Source, choice: Choice) -> EvolutionPaths:
    game, concepts = source.listed, choice.concepts or OUTCOME_CONCEPTS
    start, chosen = start_and_targets(game, choice)
    table = equilibria(game, concepts)
    if chosen is None:
        deals = _deals(source, choice)
        wanted = tuple(dict.fromkeys([*_told(source, choice), *(deal.after for deal in deals)]))
        keys = tuple(dict.fromkeys([*wanted, *table.strongest(MOST_TARGETS)]))
    else:
        deals, wanted, keys = (), chosen, chosen
    ends = [game.at(key) for key in keys]
    evolution = paths(game, game.at(start), targets=ends, concepts=concepts, most_paths=PATHS)
    steps, missed = steps_shown(evolution, wanted, deals)
    drawn = EvolutionPaths(evolution, table, wanted, deals, steps, missed, ())
    return replace(drawn, improvements=improvements_at(game, drawn.states))


def _path(source: Source, _: Choice) -> PathToOutcome:
    game = source.game
    table = source.verdicts(None)
    lead = next(iter(table.strongest(1)), None)
    course = None if lead is None else approach(table, lead)
    if not isinstance(game, ListedGame):
        return PathToOutcome(game, course)
    briefed = _briefed_deal(game, lead)
    if briefed is None or (lead is not None and course is not None and not adds_to(game, table.at(lead), briefed[1])):
        return PathToOutcome(game, course)
    link, deal = briefed
    return PathToOutcome(game, course, link, tuple(one.mover for one in deal.tempted))


def _told(source: Source, choice: Choice) -> tuple[int, ...]:
    """The keys of the outcomes that the brief tells one by one; those under the concepts asked for, if any are."""
    # A table under all concepts, and paths to what rests on threats, take longer than a picture is worth there.
    is_quick = source.table is not None or source.listed.size <= MANY_STATES
    return tuple(source.verdicts(choice.concepts or (None if is_quick else OUTCOME_CONCEPTS)).strongest(MOST_OUTCOMES))


def _deals(source: Source, choice: Choice) -> tuple[DealLink, ...]:
    """The deal that the brief shows, as far as there is one."""
    briefed = _briefed_deal(source.listed, next(iter(_told(source, choice)), None))
    return () if briefed is None else (briefed[0],)


def _briefed_deal(game: ListedGame, lead: int | None) -> tuple[DealLink, Deal] | None:
    """The first deal from the status quo, without one the first from the first outcome; None without either."""
    for key in dict.fromkeys(key for key in (game.status_quo_key, lead) if key is not None):
        first = _first_deal(game, key)
        if first is not None:
            return DealLink((*first.gainers, *first.needed), key, first.state.key), first
    return None


def _first_deal(game: ListedGame, key: int) -> Deal | None:
    """The first deal from the state with this key; None where there is none, or too much work would be needed."""

    def search() -> Deal | None:
        # Paths with deals, of which the least coalitions are asked for here, are not drawn, and take most of the time.
        try:
            return deals(game, game.at(key), 2, limit=1).first
        except QuestionError:
            return None

    return game.once(("first deal", key), search)


def _deals_within(source: Source, choice: Choice, states: tuple[int, ...]) -> tuple[DealLink, ...]:
    """The same, where both its ends are in a picture anyway."""
    return tuple(deal for deal in _deals(source, choice) if {deal.before, deal.after} <= set(states))


RECORDS: Mapping[str, Callable[[Source, Choice], Any]] = {
    "equilibria": _equilibria,
    "evolution": _evolution,
    "moves": _moves,
    "path": _path,
    "power": _power,
    "preferences": _preferences,
    "tableau": _tableau,
    "winners": _winners,
}
"""How to get each record that a row of `plots.KINDS` names."""
