"""How it may go on from the status quo: the shortest ways by gains alone to each outcome, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.evolution.evolution import Evolution, PathMove
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.game.names.labels import states_words
from countermove.plots.network import Node, draw, links_of, name_nodes, radius
from countermove.plots.sheet import Sheet
from countermove.plots.shown import Choice, chosen_states, heads_of, label_notes, name_of
from countermove.plots.style import HEAD, TEXT, looks
from countermove.text.naming import change_words, joined, move_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PATHS", "EvolutionPaths", "evolution_figure", "start_and_targets", "steps_shown"]

MOST_STATES = 30
"""States in one picture at most: in columns of some six there is room for the arrows between them."""
MOST_TARGETS = 6
"""Outcomes to which paths are drawn at most, the firmest: more arrows cross too often to be followed."""
PATHS = 4
"""Shortest paths to one outcome that are drawn at most."""
ACROSS, DOWN = 120.0, 62.0
"""The least distance of columns, and that of states in one of them, in points."""
ROOM = 480.0
"""The width of the words below the picture, in points."""
MOST_NAMED = 12
"""Outcomes that are not reached and are named at most: two lines of text."""


@dataclass(frozen=True)
class EvolutionPaths:
    """What the picture is made from: the shortest paths to some targets, and the verdicts that give states a ring."""

    paths: Evolution
    table: StabilityTable


def start_and_targets(game: ListedGame, choice: Choice) -> tuple[int, tuple[int, ...] | None]:
    """The keys of the state to start from and of the targets that were chosen; None: the equilibria.

    In a game without a status quo, the first of the states chosen is the start. Raises `QuestionError` where there is
    none, `SizeError` for too many states.
    """
    chosen = chosen_states(choice, MOST_TARGETS + 1)
    if game.status_quo is not None:
        start = game.status_quo
    elif chosen is None:
        raise QuestionError("the case has no status quo to start from; name a state with --states, such as --states 1")
    else:
        start, chosen = chosen[0], chosen[1:] or None
    targets = tuple(state for state in chosen or () if state != start)
    return start, targets or None


def evolution_figure(evolution: EvolutionPaths, choice: Choice) -> Figure:
    """From left to right the moves after the start, each an improvement, that lead soonest to each outcome.

    Where gains lead to no outcome, any moves are taken, drawn thin. Below the picture every move is said in words.
    Raises `QuestionError` where no move leads to any.
    """
    paths, table = evolution.paths, evolution.table
    game = table.listed
    by, steps, missed = steps_shown(paths)
    if not steps:
        raise QuestionError(_no_steps(game, paths, table))
    depth = _depths(paths.start.key, steps)
    states = list(depth)
    look = looks(game)
    sheet = Sheet(choice.page)
    names, key = name_nodes(game, states)
    round = radius(names)
    spots = _spots(states, depth, steps, round)
    place = {state: k for k, state in enumerate(states)}
    index = {mover.id: mover.index for mover in game.movers}
    held = table.strength() > 0
    nodes = [
        Node(*spot, name, rings=int(held[s]), now=s == paths.start.key)
        for spot, name, s in zip(spots, names, states, strict=True)
    ]
    arrows = [(index[s.mover], place[s.before.key], place[s.after.key], by == "improvements") for s in steps]
    draw(sheet, nodes, links_of(arrows, [look[mover.id] for mover in game.movers]), round)
    y = sheet.bottom + 10
    y = sheet.paragraph(0 - round, y, "The moves", ROOM, HEAD, bold=True) + 2
    said = []
    for step in sorted(steps, key=lambda s: (depth[s.before.key], s.before.key, s.after.key)):
        before, after = step.before.key, step.after.key
        ends = f"{names[place[before]]} → {names[place[after]]}"
        one = look[step.mover]
        sheet.line([(-round, y + 6), (22 - round, y + 6)], one.colour, 2.0, one.dash)
        change = change_words(game, step.mover, before, after)
        y = sheet.paragraph(28 - round, y, f"{ends}  {game.case.label(step.mover)} {change}", ROOM - 28, TEXT) + 1
        words = move_words(game, step.mover, before, after)
        said.append(f"From {name_of(game, before)}: {words}, to {name_of(game, after)}.")
    notes = [*_notes(game, paths, by, missed, key), *label_notes(game, heads_of(game, place))]
    title = f"{game.case.title}: how it may go on from {name_of(game, paths.start.key)}".removeprefix(": ")
    return sheet.figure(title, " ".join([*said, *notes]), notes)


def steps_shown(paths: Evolution) -> tuple[str, list[PathMove], list[int]]:
    """How the paths go (by improvements, else by moves), their steps, each once, and the targets that they miss."""
    for by in ("improvements", "moves"):
        routes = [route for route in paths.routes if route.by == by and route.length][:MOST_TARGETS]
        if routes:
            break
    states = {paths.start.key}
    steps: dict[PathMove, None] = {}
    for route in routes:
        for path in route.paths:
            more = {state.key for step in path for state in (step.before, step.after)}
            if len(states | more) <= MOST_STATES:
                states |= more
                steps |= dict.fromkeys(path)
    return by, list(steps), [t.key for t in paths.targets if t.key not in states]


def _no_steps(game: ListedGame, paths: Evolution, table: StabilityTable) -> str:
    """Why there is no path to draw."""
    if not paths.targets:
        labels = joined([concept.label for concept in table.concepts], "or")
        return (
            f"no state holds under {labels}, so there is no outcome to which a way could be drawn; choose ends with "
            "--states, or other concepts with --concepts"
        )
    there = "any other outcome" if paths.start in paths.targets else "any outcome"
    return (
        f"no moves lead from {name_of(game, paths.start.key)} to {there}, so there is no way to draw; choose other ends "
        "with --states"
    )


def _depths(start: int, steps: Sequence[PathMove]) -> dict[int, int]:
    """For each state the number of moves after which it is first reached, in that order."""
    depth = {start: 0}
    layer = [start]
    while layer:
        ends = sorted({s.after.key for s in steps if s.before.key in layer} - set(depth))
        depth |= dict.fromkeys(ends, depth[layer[0]] + 1)
        layer = ends
    return depth


def _spots(
    states: Sequence[int], depth: dict[int, int], steps: Sequence[PathMove], round: float
) -> list[tuple[float, float]]:
    """Columns by depth; in each the states in the order of those that lead to them."""
    height: dict[int, float] = {}
    across = max(ACROSS, 2 * round + 70)
    for level in range(max(depth.values()) + 1):
        column = [state for state in states if depth[state] == level]
        froms = {s: [height[t.before.key] for t in steps if t.after.key == s and t.before.key in height] for s in column}
        column.sort(key=lambda s: (sum(froms[s]) / len(froms[s]) if froms[s] else 0.0, s))
        for k, state in enumerate(column):
            height[state] = (k - (len(column) - 1) / 2) * DOWN
    return [(depth[state] * across, height[state]) for state in states]


def _notes(game: ListedGame, paths: Evolution, by: str, missed: Sequence[int], key: Sequence[str]) -> list[str]:
    notes = [f"Black: {name_of(game, paths.start.key)}. Ring: an outcome that holds."]
    if by == "moves":
        notes.append("No outcome is reached by gains alone, so any moves are shown: thin, with empty heads.")
    elif missed:
        notes.append(f"Not reached by gains alone: {states_words(game, sorted(missed), most=MOST_NAMED)}.")
    if paths.start in paths.targets:
        notes.append("The start itself holds.")
    return [*notes, *(["; ".join(key)] if key else [])]
