"""What the picture of the evolution is made from, and the sentence that says what to see in it."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.evolution.evolution import Evolution, PathMove, Route
from countermove.analysis.moves import Improvements
from countermove.plots.graphs.drawing import DealLink
from countermove.plots.shown import from_words, name_of
from countermove.text.naming import joined, named

__all__ = ["EvolutionPaths", "course_sentence"]


@dataclass(frozen=True)
class EvolutionPaths:
    """What the picture is made from.

    Attributes
    ----------
    paths
        The shortest paths from the start to the targets.
    table
        The verdicts that give boxes a second line.
    wanted
        The keys of the targets that have to be in the picture, however they are reached.
    deals
        The deals that are drawn.
    steps, missed
        The steps that are drawn, and the keys of the targets that are left out or that nothing leads to.
    improvements
        The improvements from every state in the picture.
    """

    paths: Evolution
    table: StabilityTable
    wanted: tuple[int, ...]
    deals: tuple[DealLink, ...]
    steps: tuple[PathMove, ...]
    missed: tuple[int, ...]
    improvements: tuple[Improvements, ...]

    def improves(self, step: PathMove) -> bool:
        """Whether a step is an improvement."""
        return step.after.key in self.improving.get((step.mover, step.before.key), ())

    @property
    def improving(self) -> dict[tuple[str, int], tuple[int, ...]]:
        """Where each mover could go from each state and gain."""
        movers = self.table.listed.movers
        return {(movers[one.mover].id, one.before): one.after for one in self.improvements}

    @property
    def states(self) -> tuple[int, ...]:
        """The keys of the states in the picture, the start first."""
        start = self.paths.start.key
        ends = [key for step in self.steps for key in (step.before.key, step.after.key)]
        deals = [key for deal in self.deals for key in (deal.before, deal.after)]
        return tuple(dict.fromkeys([start, *ends, *deals, *self.wanted]))

    def is_settled(self, key: int) -> bool:
        """Whether no improvement leads on from a state in the picture."""
        return not any(one.after for one in self.improvements if one.before == key)


def course_sentence(evolution: EvolutionPaths) -> str:
    """What to see: how many improvements lead to which outcome, who begins, and whether anything leads on from there."""
    paths, game = evolution.paths, evolution.table.listed
    start = from_words(game, paths.start.key)
    improved = [r for r in paths.routes if r.by == "improvements" and r.length and _is_shown(evolution, r)]
    if improved:
        # Routes are in the order of the targets, the ones that have to be in the picture first.
        route = improved[0]
        movers = dict.fromkeys(path[0].mover for path in route.paths if path[0] in evolution.steps)
        many = "one improvement leads" if route.length == 1 else f"{_count(route.length or 0)} improvements lead"
        by = joined([game.case.label(mover) for mover in movers], "or")
        first = f"by {by}" if route.length == 1 else f"the first by {by}"
        onward = "no improvement leads" if evolution.is_settled(route.target.key) else "further improvements lead"
        return f"From {start}, {many} to {name_of(game, route.target.key)}, {first}; {onward} on from there."
    lead = (
        f"No improvement leads on from {start}"
        if evolution.is_settled(paths.start.key)
        else f"From {start}, improvements lead to no outcome that is shown"
    )
    from_start = [deal for deal in evolution.deals if deal.before == paths.start.key]
    if from_start:
        deal = from_start[0]
        return f"{lead}; a deal of {named(game, deal.actors)} leads to {name_of(game, deal.after)}."
    others = [r for r in paths.routes if r.by == "moves" and r.length and _is_shown(evolution, r)]
    if not others:
        return f"{lead}."
    near = others[0]
    moves = "one move leads" if near.length == 1 else f"{_count(near.length or 0)} moves lead"
    return f"{lead}; {moves} to {name_of(game, near.target.key)}."


def _is_shown(evolution: EvolutionPaths, route: Route) -> bool:
    return any(all(step in evolution.steps for step in path) for path in route.paths)


def _count(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else f"{number:,}"
