"""How the conflict may evolve from the status quo: the shortest paths by improvements to each outcome, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.evolution.evolution import Evolution, PathMove, Route
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.game.names.labels import states_words
from countermove.plots.graphs.course import EvolutionPaths, course_sentence
from countermove.plots.graphs.drawing import DealLink, Node, deal_links, draw, layers_of, links_of
from countermove.plots.graphs.names import box_words
from countermove.plots.sheet import Sample, Sheet
from countermove.plots.shown import Choice, chosen_states, from_words, head_of, name_of
from countermove.plots.style import HEAD, TEXT, Look, looks
from countermove.text.naming import joined, move_words, named

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST_TARGETS", "PATHS", "evolution_figure", "start_and_targets", "steps_shown"]

MOST_STATES = 18
"""States in one picture at most, unless one path has more: of more, links cross too often to be followed."""
MOST_TARGETS = 6
"""Outcomes to which paths are drawn at most, the best supported, besides those that have to be in the picture."""
PATHS = 4
"""Shortest paths to one outcome that are drawn at most."""
MOST_NAMED = 12
"""Outcomes that are not reached and are named at most: two lines of text."""


def start_and_targets(game: ListedGame, choice: Choice) -> tuple[int, tuple[int, ...] | None]:
    """The keys of the state to start from and of the targets that were chosen; None: the equilibria.

    In a game without a status quo, the first of the states chosen is the start. Raises `QuestionError` where there is
    none, `SizeError` for too many states.
    """
    chosen = chosen_states(choice, MOST_TARGETS + 1)
    if game.status_quo_key is not None:
        start = game.status_quo_key
    elif chosen is None:
        raise QuestionError("the case has no status quo to start from; name a state with --states, such as --states 1")
    else:
        start, chosen = chosen[0], chosen[1:] or None
    targets = tuple(state for state in chosen or () if state != start)
    return start, targets or None


def steps_shown(
    paths: Evolution, wanted: Sequence[int], deals: Sequence[DealLink] = ()
) -> tuple[tuple[PathMove, ...], tuple[int, ...]]:
    """The steps that are drawn, each once, and the targets that no step and no deal leads to.

    To each target the shortest paths by improvements. To a target in `wanted` that improvements and deals do not lead
    to, the first shortest path by any moves; to the others only where improvements lead to no target at all.
    """
    routes = {(route.target.key, route.by): route for route in paths.routes if route.length}
    by_deal = {deal.after for deal in deals}
    is_any_improved = any(by == "improvements" for _, by in routes)
    keys = [target.key for target in paths.targets]
    states = {paths.start.key, *by_deal}
    steps: dict[PathMove, None] = {}
    for key in sorted(keys, key=lambda key: key not in wanted):
        improving, other = routes.get((key, "improvements")), routes.get((key, "moves"))
        needs_moves = key not in by_deal and (key in wanted or not is_any_improved)
        for n, path in enumerate(_paths_of(improving, other if needs_moves else None)):
            more = states | {state.key for step in path for state in (step.before, step.after)}
            # The first path to a state that has to be in the picture is drawn however long it is.
            if len(more) <= MOST_STATES or (n == 0 and key in wanted):
                states = more
                steps |= dict.fromkeys(path)
    return tuple(steps), tuple(key for key in keys if key not in states)


def _paths_of(improving: Route | None, other: Route | None) -> Iterable[tuple[PathMove, ...]]:
    if improving is not None:
        return improving.paths
    return () if other is None else other.paths[:1]


def evolution_figure(evolution: EvolutionPaths, choice: Choice) -> Figure:
    """From the top down the moves after the start that lead soonest to each outcome; below, every move in words.

    Raises `QuestionError` where there is nothing to draw.
    """
    paths, table = evolution.paths, evolution.table
    game = table.listed
    if not evolution.steps and not evolution.deals:
        raise QuestionError(_no_steps(game, paths, table))
    states = evolution.states
    place = {state: k for k, state in enumerate(states)}
    look = looks(game)
    sheet = Sheet(choice.page)
    moves = [(_index(game, s), place[s.before.key], place[s.after.key], evolution.improves(s)) for s in evolution.steps]
    deals = deal_links(evolution.deals, place, sheet)
    links = [*links_of(moves, [look[mover.id] for mover in game.movers]), *deals]
    layers, is_joined = layers_of(len(states), moves, deals)
    held = table.strength() > 0
    boxes = box_words(game, states)
    nodes = [
        Node(words, bool(held[state]), state == game.status_quo_key, joined_)
        for words, state, joined_ in zip(boxes.words, states, is_joined, strict=True)
    ]
    draw(sheet, nodes, links, layers, is_centred=True)
    said = _moves_in_words(sheet, evolution, {s: layers[place[s]] for s in states})
    title = f"{game.case.title}: how the conflict may evolve from {from_words(game, paths.start.key)}".removeprefix(": ")
    notes = [*filter(None, [boxes.note]), *_notes(evolution, all(is_joined))]
    return sheet.figure(title, course_sentence(evolution), notes, _legend(evolution, sheet), " ".join([*said, *notes]))


def _index(game: ListedGame, step: PathMove) -> int:
    return game.mover(step.mover).index


def _moves_in_words(sheet: Sheet, evolution: EvolutionPaths, depth: dict[int, int]) -> list[str]:
    """Every move below the picture, in the look of its mover; returns the same in sentences."""
    game = evolution.table.listed
    look = looks(game)
    y = sheet.paragraph(0, sheet.bottom + 12, "The moves", sheet.room, HEAD, bold=True) + 2
    said = []
    for step in sorted(evolution.steps, key=lambda s: (depth[s.before.key], s.before.key, s.after.key)):
        before, after = step.before.key, step.after.key
        improves = evolution.improves(step)
        sheet.sample(0, y + 6, Sample(look[step.mover], "", 2.0 if improves else 0.9))
        ends = f"{head_of(game, before)} → {head_of(game, after)}"
        moving = move_words(game, step.mover, before, after)
        y = sheet.paragraph(34, y, f"{ends}  {moving}", sheet.room - 34, TEXT) + 1
        said.append(f"From {from_words(game, before)}: {moving}, to {name_of(game, after)}.")
    for deal in evolution.deals:
        sheet.sample(0, y + 6, Sample(Look(sheet.theme.faint, ()), "", is_double=True))
        ends, who = f"{head_of(game, deal.before)} → {head_of(game, deal.after)}", named(game, deal.actors)
        y = sheet.paragraph(34, y, f"{ends}  A deal of {who}", sheet.room - 34, TEXT) + 1
        said.append(f"From {from_words(game, deal.before)}: a deal of {who}, to {name_of(game, deal.after)}.")
    return said


def _no_steps(game: ListedGame, paths: Evolution, table: StabilityTable) -> str:
    """Why there is no path to draw."""
    if not paths.targets:
        labels = joined([concept.label for concept in table.concepts], "or")
        return (
            f"no state is an equilibrium under {labels}, so there is no outcome to which a path could be drawn; choose "
            "ends with --states, or other concepts with --concepts"
        )
    there = "any other outcome" if paths.start in paths.targets else "any outcome"
    return (
        f"no moves lead from {name_of(game, paths.start.key)} to {there}, so there is no path to draw; choose other ends "
        "with --states"
    )


def _legend(evolution: EvolutionPaths, sheet: Sheet) -> list[Sample]:
    """What bold and thin lines are, where there are both; colours and double lines stand beside the moves."""
    plain = Look(sheet.theme.ink, ())
    is_thin = any(not evolution.improves(step) for step in evolution.steps)
    return [Sample(plain, "an improvement"), Sample(plain, "another move", 0.9)] if is_thin else []


def _notes(evolution: EvolutionPaths, is_joined: bool) -> list[str]:
    game, paths, table = evolution.table.listed, evolution.paths, evolution.table
    labels = joined([concept.label for concept in table.concepts], "or")
    is_thin = any(not evolution.improves(step) for step in evolution.steps)
    notes = [f"A second line around a box: an equilibrium under {labels}."]
    if not is_thin:
        notes.insert(0, "Each arrow is an improvement: its mover gains by it.")
    if not is_joined:
        notes.append("A broken line around a box: no moves lead there from the first state.")
    missed = [key for key in evolution.missed if key not in evolution.wanted and key != paths.start.key]
    if missed:
        notes.append(f"Not reached by improvements: {states_words(game, sorted(missed), most=MOST_NAMED)}.")
    return [" ".join(notes)]
