"""The question of who wins."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis import winners as analysis
from countermove.requests.door import Answer, Request, Subject, allowed_seconds, question
from countermove.requests.fields import CONCEPTS, DEPTH, LIMIT, SECONDS
from countermove.search import bounded
from countermove.search import equilibria as search
from countermove.views.winners import winners_page

__all__ = ["WinnersRequest"]


class WinnersRequest(Request):
    """How each actor fares in every outcome."""

    concepts: tuple[str, ...] | None = CONCEPTS
    limit: int | None = LIMIT
    depth: int | None = DEPTH
    seconds: float | None = SECONDS


@question("winners", WinnersRequest)
def winners(subject: Subject[WinnersRequest]) -> Answer:
    """Tell how each actor fares in every outcome that holds.

    The share of states that are worse for it, which of its lines hold, the best that it can hope for, and which
    outcomes are better for somebody and worse for nobody. Where the states are too many to list, this is told of the
    outcomes that a constraint solver finds, and the share is estimated.
    """
    request, game = subject.request, subject.game()
    limit, depth = max(request.limit or analysis.LIMIT, analysis.LIMIT), request.depth or bounded.DEPTH
    seconds = allowed_seconds(request.seconds, search.SECONDS)
    answer = subject.located(
        lambda: analysis.winners(game, request.concepts, limit=limit, depth=depth, seconds=seconds)
    )  # fmt: skip
    # A low --limit shortens what is shown, not what is searched: else other outcomes would be told of than without it.
    result = replace(answer, limit=request.limit or analysis.LIMIT)
    return Answer(result, lambda most: winners_page(result, most or analysis.LIMIT))
