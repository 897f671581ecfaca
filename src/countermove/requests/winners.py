"""The question how each actor fares in every outcome."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis import winners as analysis
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import CONCEPTS, DEPTH, LIMIT, SECONDS
from countermove.search import bounded
from countermove.views.winners import winners_page

__all__ = ["WinnersRequest"]


class WinnersRequest(Request):
    """How each actor fares in every outcome."""

    concepts: tuple[str, ...] | None = CONCEPTS
    limit: int | None = LIMIT
    depth: int | None = DEPTH
    seconds: float | None = SECONDS


@question("winners", WinnersRequest, heading="Who gains and who loses")
def winners(subject: Subject[WinnersRequest]) -> Answer:
    """Show how each actor fares in every equilibrium.

    It shows the place of each outcome among all states, and which preference statements of each actor are true. It also
    shows the best equilibrium for each actor, and which equilibria are better for some and worse for none. If the
    states are too many to list, it covers the equilibria that a constraint solver finds, and estimates the places.
    """
    request, game = subject.request, subject.game()
    limit, depth = max(request.limit or analysis.LIMIT, analysis.LIMIT), request.depth or bounded.DEPTH
    answer = subject.located(
        lambda: analysis.winners(game, request.concepts, limit=limit, depth=depth, seconds=request.seconds)
    )  # fmt: skip
    # A low --limit shortens the output, not the search: otherwise it would also change which outcomes appear.
    result = replace(answer, limit=request.limit or analysis.LIMIT)
    return Answer(result, lambda most: winners_page(result, most or analysis.LIMIT))
