"""The question which games the actors believe they are playing, and which outcomes will surprise them."""

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
    """Which games the actors believe they are playing, what each expects, and what is stable in each."""

    concepts: list[str] | None = option(
        "Use only these concepts, such as nash,seq.", metavar="LIST", names=("--concepts", "--concept", "-c"), reading="list"
    )
    limit: int | None = LIMIT


@question("perceptions", PerceptionsRequest, heading="The games that the actors believe they are playing")
def perceptions(subject: Subject[PerceptionsRequest]) -> Answer:
    """Compare the games that the actors believe they are playing (hypergame).

    An actor with a view in the case file plays the game as it sees it. For each such actor it shows what the actor
    believes, which outcome it expects, and which outcome will surprise it.
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
