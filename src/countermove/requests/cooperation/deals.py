"""The question for which states actors who can talk would leave a state together."""

from __future__ import annotations

from countermove.analysis.deals import deals as analysis
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import LIMIT, MERGE, option
from countermove.views.deals import deals_page

__all__ = ["DealsRequest"]


class DealsRequest(Request):
    """The deals for which actors would leave a state together."""

    start: str | None = option("The state to leave (default: status quo).", metavar="STATE", names=("--from",))
    size: int | None = option("Coalitions of at most N actors on a path with deals.", metavar="N", least=2)
    minimal: bool = option("Also find the smallest coalitions that have each deal.", default=False)
    limit: int | None = LIMIT
    merge: list[list[str]] | None = MERGE


@question("deals", DealsRequest)
def deals(subject: Subject[DealsRequest]) -> Answer:
    """Find deals: outcomes for which actors would leave a state together.

    For each deal it shows who gains, who does what first and who has to trust whom, and what keeps the deal or breaks
    it. Deals that nobody loses by come first. It also shows the fallback, the outcome whose worst-off actor does best,
    and paths with deals. If the states are too many to list, it looks for deals near the status quo, by search.
    """
    request, game = subject.request, subject.game()
    answer = subject.located(
        lambda: analysis.deals(
            game, request.start, request.size, limit=request.limit or analysis.LIMIT, minimal=request.minimal
        )
    )
    return Answer(answer, lambda most: deals_page(answer, most))
