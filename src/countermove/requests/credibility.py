"""The question of what rests on threats."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis import credibility as analysis
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import DEPTH, LIMIT, SECONDS, option
from countermove.search import bounded
from countermove.stability.concept import GMR
from countermove.views.credibility import credibility_page

__all__ = ["CredibilityRequest"]


class CredibilityRequest(Request):
    """Which outcomes rest on threats that would hurt those who carry them out."""

    state: str | None = option("Show the threats at this state only.", metavar="STATE")
    concept: str = option(
        "The concept: gmr (default) or smr.", default=GMR.id, metavar="C", names=("--concept", "-c")
    )  # fmt: skip
    limit: int | None = LIMIT
    depth: int | None = DEPTH
    seconds: float | None = SECONDS


@question("credibility", CredibilityRequest, heading="What rests on threats")
def credibility(subject: Subject[CredibilityRequest]) -> Answer:
    """Show which outcomes rest on threats that may be a bluff.

    A bluff is a threat that would hurt an actor that carries it out. For each one it shows whom the threat deters, who
    must carry it out, what that costs, and what remains if the bluff is called. If the states are too many to list, it
    covers the status quo and states on paths from there, with answers of limited length.
    """
    request, game = subject.request, subject.game()
    limit, depth = max(request.limit or analysis.LIMIT, analysis.LIMIT), request.depth or bounded.DEPTH
    states = None if request.state is None else [request.state]
    answer = subject.located(
        lambda: analysis.credibility(
            game, request.concept, states=states, limit=limit, depth=depth, seconds=request.seconds
        )
    )  # fmt: skip
    # A low --limit shortens the output, not the search: otherwise it would also change which states appear.
    result = replace(answer, limit=request.limit or analysis.LIMIT)
    return Answer(result, lambda most: credibility_page(result, most or analysis.LIMIT))
