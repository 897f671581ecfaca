"""The question of how a conflict may go on."""

from __future__ import annotations

from countermove.analysis.evolution import evolution as analysis
from countermove.game.listed import ListedGame
from countermove.requests.door import Answer, Request, Subject, UsageError, allowed_seconds, question
from countermove.requests.fields import CONCEPTS, LIMIT, SECONDS, WHERE, option
from countermove.views.evolution import evolution_page, starts_page

__all__ = ["PathsRequest"]


class PathsRequest(Request):
    """How a conflict may go on from a state."""

    start: str | None = option("Where to start; else the status quo.", metavar="STATE", names=("--from",))
    to: str | None = option("Where to go; else to each equilibrium.", metavar="STATE")
    where: str | None = WHERE
    concepts: tuple[str, ...] | None = CONCEPTS
    most_paths: int = option(
        "List so many shortest ways to each at most.",
        default=analysis.MOST_PATHS,
        metavar="N",
        names=("--ways",),
        least=1,
    )
    limit: int | None = LIMIT
    most_pairs: int | None = option(
        "Where states are too many to list: look at N (100000) for a way.", metavar="N", names=("--most",), least=1
    )
    seconds: float | None = SECONDS


@question("paths", PathsRequest)
def paths(subject: Subject[PathsRequest]) -> Answer:
    """Tell how it may go on from a state.

    The shortest ways to each outcome (with --where, to the nearest states in which a statement holds), what can
    be reached at all, who must begin, where improvements drift, and whether the model explains what happened.
    Outcomes are the equilibria under Nash or SEQ unless --concepts says otherwise. In a case without a status quo:
    where each of its states leads. Where the states are too many to list, ways are searched within a bound, and the
    drift is estimated.
    """
    request = subject.request
    if request.to is not None and request.where is not None:
        raise UsageError("--to and --where both say where to go; give one of them")
    game = subject.game()
    has_end = request.to is not None or request.where is not None
    if isinstance(game, ListedGame) and request.start is None and game.status_quo is None and not has_end:
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
            seconds=allowed_seconds(request.seconds, analysis.SECONDS),
        )
    )
    return Answer(answer, lambda most: evolution_page(answer, most or analysis.LIMIT))
