"""The question of what rests on threats."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis import credibility as analysis
from countermove.requests.door import Answer, Request, Subject, allowed_seconds, question
from countermove.requests.fields import DEPTH, LIMIT, SECONDS, option
from countermove.search import bounded
from countermove.search import equilibria as search
from countermove.stability.concept import GMR
from countermove.views.credibility import credibility_page

__all__ = ["CredibilityRequest"]


class CredibilityRequest(Request):
    """Which outcomes rest on threats that somebody would rather not carry out."""

    state: str | None = option("Only the threats at this state.", metavar="STATE")
    concept: str = option(
        "gmr (or smr): what may rest on threats.", default=GMR.id, metavar="C", names=("--concept", "-c")
    )  # fmt: skip
    limit: int | None = LIMIT
    depth: int | None = DEPTH
    seconds: float | None = SECONDS


@question("credibility", CredibilityRequest)
def credibility(subject: Subject[CredibilityRequest]) -> Answer:
    """Tell which outcomes rest on threats that may be a bluff.

    Threats that somebody would rather not carry out: whom they hold back, who would have to carry them out and at
    what price, and what is left if the bluff is called. Where the states are too many to list, this is told of the
    status quo and of states on the way from there, by answers of bounded length.
    """
    request, game = subject.request, subject.game()
    limit, depth = max(request.limit or analysis.LIMIT, analysis.LIMIT), request.depth or bounded.DEPTH
    seconds = allowed_seconds(request.seconds, search.SECONDS)
    states = None if request.state is None else [request.state]
    answer = subject.located(
        lambda: analysis.credibility(
            game, request.concept, states=states, limit=limit, depth=depth, seconds=seconds
        )
    )  # fmt: skip
    # A low --limit shortens what is shown, not what is searched: else other states would be told of than without it.
    result = replace(answer, limit=request.limit or analysis.LIMIT)
    return Answer(result, lambda most: credibility_page(result, most or analysis.LIMIT))
