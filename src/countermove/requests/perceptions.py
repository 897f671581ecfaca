"""The question who believes a different game to be played, and what will surprise whom."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis import perceptions as analysis
from countermove.game.listed import ListedGame
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import LIMIT, option
from countermove.stability.concept import concepts_for
from countermove.views.perceptions import perception_page

__all__ = ["PerceptionsRequest"]


class PerceptionsRequest(Request):
    """Who plays a different game, what each expects, and what holds as each sees it."""

    concepts: list[str] | None = option(
        "Only these concepts: nash,seq.", metavar="LIST", names=("--concepts", "--concept", "-c"), reading="list"
    )
    limit: int | None = LIMIT


@question("perceptions", PerceptionsRequest)
def perceptions(subject: Subject[PerceptionsRequest]) -> Answer:
    """Tell who plays a different game, and what will surprise whom.

    Each actor with a view plays the game that it sees: what it believes, what it expects, what holds as each
    sees it.
    """
    request = subject.request
    game = subject.game()
    game.require("perceptions")
    assert isinstance(game, ListedGame)
    steps = len(request.concepts or concepts_for(game)) * len(game.movers) * (1 + len(game.case.views))
    with subject.progress("Solving", steps, game.size) as step:
        answer = analysis.perceptions(game, request.concepts, on_progress=step)
    result = replace(answer, limit=request.limit or analysis.LIMIT)
    return Answer(result, lambda limit: perception_page(result, limit))
