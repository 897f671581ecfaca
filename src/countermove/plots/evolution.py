"""How it may go on from the status quo: the shortest ways by gains alone to each outcome, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import equilibria
from countermove.analysis.evolution import FIRM, Evolution, paths
from countermove.analysis.paths import Step
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.plots.choice import Choice, chosen_states, name_of
from countermove.plots.network import Node, draw, links_of, name_nodes, radius
from countermove.plots.sheet import Sheet
from countermove.plots.style import HEAD, TEXT, looks
from countermove.stability.concept import find_concept
from countermove.text.naming import change_words, joined, move_words
from countermove.views.belief_words import states_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "evolution", "steps_shown"]

MOST = 30
TARGETS = 6
WAYS = 4
ACROSS, DOWN = 120.0, 62.0
ROOM = 480.0
LISTED = 12
"""So many outcomes that are not reached are named at most."""


def evolution(graph: ListedGame, choice: Choice) -> Figure:
    """From left to right the moves after the status quo, each an improvement, that lead soonest to each outcome.

    Where gains lead to no outcome, any moves are taken, drawn thin. Below the picture every move is said in words. In a
    case without a status quo, the first of the states chosen is the start. Outcomes: the other states chosen, else the
    equilibria under the concepts asked for (Nash or SEQ), the six firmest. Raises `QuestionError` where no move leads
    to any.
    """
    found = _found(graph, choice)
    by, steps, rest = steps_shown(found)
    if not steps:
        raise QuestionError(_nothing(graph, found, choice.concepts or FIRM))
    depth = _depths(found.start, steps)
    states = list(depth)
    look = looks(graph)
    sheet = Sheet()
    names, key = name_nodes(graph, states)
    round = radius(names)
    spots = _spots(states, depth, steps, round)
    place = {state: k for k, state in enumerate(states)}
    index = {mover.id: mover.index for mover in graph.movers}
    held = equilibria(graph, choice.concepts or FIRM).strength() > 0
    nodes = [
        Node(*spot, name, rings=int(held[s]), now=s == found.start)
        for spot, name, s in zip(spots, names, states, strict=True)
    ]
    links = links_of(
        [(index[s.mover], place[s.before], place[s.after], by == "improvements") for s in steps],
        [look[mover.id] for mover in graph.movers],
    )
    draw(sheet, nodes, links, round)
    y = sheet.bottom + 10
    y = sheet.paragraph(0 - round, y, "The moves", ROOM, HEAD, bold=True) + 2
    said = []
    for step in sorted(steps, key=lambda s: (depth[s.before], s.before, s.after)):
        ends = f"{names[place[step.before]]} → {names[place[step.after]]}"
        one = look[step.mover]
        sheet.line([(-round, y + 6), (22 - round, y + 6)], one.colour, 2.0, one.dash)
        change = change_words(graph, step.mover, step.before, step.after)
        y = sheet.paragraph(28 - round, y, f"{ends}  {graph.case.label(step.mover)} {change}", ROOM - 28, TEXT) + 1
        said.append(f"From {name_of(graph, step.before)}: {move_words(graph, step.mover, step.before, step.after)},"
                    f" to {name_of(graph, step.after)}.")  # fmt: skip
    notes = _notes(graph, found, by, rest, key)
    title = f"{graph.case.title}: how it may go on from {name_of(graph, found.start)}".removeprefix(": ")
    return sheet.figure(title, " ".join([*said, *notes]), notes)


def _found(graph: ListedGame, choice: Choice) -> Evolution:
    wanted = chosen_states(choice, TARGETS + 1)
    if graph.status_quo is None and wanted is None:
        raise QuestionError("the case has no status quo to start from; name a state with --states, such as --states 1")
    start = graph.status_quo
    if start is None:
        assert wanted is not None
        start, wanted = wanted[0], wanted[1:] or None
    concepts = choice.concepts or FIRM
    targets = None if wanted is None else [state for state in wanted if state != start]
    return paths(graph, start + 1, targets=targets or None, concepts=concepts, most=WAYS)


def steps_shown(found: Evolution) -> tuple[str, list[Step], list[int]]:
    """How the ways go (by improvements, else by moves), their steps, each once, and the targets that they miss."""
    for by in ("improvements", "moves"):
        ways = [route for route in found.routes if route.by == by and route.length][:TARGETS]
        if ways:
            break
    states = {found.start}
    steps: dict[Step, None] = {}
    for way in ways:
        for path in way.paths:
            more = {state for step in path for state in (step.before, step.after)}
            if len(states | more) <= MOST:
                states |= more
                steps |= dict.fromkeys(path)
    return by, list(steps), [t for t in found.targets if t not in states]


def _nothing(graph: ListedGame, found: Evolution, concepts: Sequence[str]) -> str:
    """Why there is no way to draw."""
    start = name_of(graph, found.start)
    if not found.targets:
        labels = joined([find_concept(concept).label for concept in concepts], "or")
        return (
            f"no state holds under {labels}, so there is no outcome to which a way could be drawn; choose ends with "
            "--states, or other concepts with --concepts"
        )
    there = "any other outcome" if found.start in found.targets else "any outcome"
    return f"no moves lead from {start} to {there}, so there is no way to draw; choose other ends with --states"


def _depths(start: int, steps: Sequence[Step]) -> dict[int, int]:
    """For each state the number of moves after which it is first reached, in that order."""
    depth = {start: 0}
    layer = [start]
    while layer:
        ends = sorted({s.after for s in steps if s.before in layer} - set(depth))
        depth |= dict.fromkeys(ends, depth[layer[0]] + 1)
        layer = ends
    return depth


def _spots(states: Sequence[int], depth: dict[int, int], steps: Sequence[Step], round: float) -> list[tuple[float, float]]:
    """Columns by depth; in each the states in the order of those that lead to them."""
    height: dict[int, float] = {}
    across = max(ACROSS, 2 * round + 70)
    for level in range(max(depth.values()) + 1):
        column = [state for state in states if depth[state] == level]
        froms = {s: [height[t.before] for t in steps if t.after == s and t.before in height] for s in column}
        column.sort(key=lambda s: (sum(froms[s]) / len(froms[s]) if froms[s] else 0.0, s))
        for k, state in enumerate(column):
            height[state] = (k - (len(column) - 1) / 2) * DOWN
    return [(depth[state] * across, height[state]) for state in states]


def _notes(graph: ListedGame, found: Evolution, by: str, rest: Sequence[int], key: Sequence[str]) -> list[str]:
    notes = [f"Black: {name_of(graph, found.start)}. Ring: an outcome that holds."]
    if by == "moves":
        notes.append("No outcome is reached by gains alone, so any moves are shown: thin, with empty heads.")
    elif rest:
        notes.append(f"Not reached by gains alone: {states_words(graph, sorted(rest), most=LISTED)}.")
    if found.start in found.targets:
        notes.append("The start itself holds.")
    return [*notes, *(["; ".join(key)] if key else [])]
