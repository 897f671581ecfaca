"""The question of how a conflict may evolve."""

from __future__ import annotations

from countermove.analysis.evolution import evolution as analysis
from countermove.game.listed import ListedGame
from countermove.requests.door import Answer, Request, Subject, UsageError, question
from countermove.requests.fields import CONCEPTS, LIMIT, SECONDS, WHERE, option
from countermove.views.evolution import evolution_page, starts_page

__all__ = ["PathsRequest"]


class PathsRequest(Request):
    """How a conflict may evolve from a state."""

    start: str | None = option("The first state; default: the status quo.", metavar="STATE", names=("--from",))
    to: str | None = option("The last state; default: each equilibrium.", metavar="STATE")
    where: str | None = WHERE
    concepts: tuple[str, ...] | None = CONCEPTS
    most_paths: int = option(
        "Maximum number of shortest paths to each outcome.",
        default=analysis.MOST_PATHS,
        metavar="N",
        names=("--ways",),
        least=1,
    )
    limit: int | None = LIMIT
    most_pairs: int | None = option(
        "In a search: states to try for a path (100000).", metavar="N", names=("--most",), least=1
    )
    seconds: float | None = SECONDS


@question("paths", PathsRequest, heading="How the conflict may evolve")
def paths(subject: Subject[PathsRequest]) -> Answer:
    """Show how the conflict may evolve from a state.

    It shows the shortest paths to each outcome, which states can be reached, and who must move first. With --where it
    shows paths to the nearest states in which a statement is true. It also shows where a random improvement walk ends,
    and whether the model explains what happened. Outcomes are the equilibria under Nash or SEQ, unless --concepts names
    others. Without a status quo it shows where each state leads. If the states are too many to list, the search for
    paths is limited and the walk is sampled.
    """
    request = subject.request
    if request.to is not None and request.where is not None:
        raise UsageError("--to and --where cannot be used together; give one of them")
    game = subject.game()
    has_end = request.to is not None or request.where is not None
    if isinstance(game, ListedGame) and request.start is None and game.status_quo_key is None and not has_end:
        overview = analysis.starts(game, concepts=request.concepts, limit=request.limit or analysis.LIMIT)
        return Answer(overview, lambda most: starts_page(overview, most or analysis.LIMIT))
    answer = subject.located(
        lambda: analysis.paths(
            game,
            request.start,
            request.to,
            where=request.where,
            concepts=request.concepts,
            most_paths=request.most_paths,
            most_pairs=request.most_pairs or analysis.MOST_PAIRS,
            seconds=request.seconds,
        )
    )
    return Answer(answer, lambda most: evolution_page(answer, most or analysis.LIMIT))
