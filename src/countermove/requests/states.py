"""The question about the feasible states."""

from __future__ import annotations

from countermove.analysis import states as analysis
from countermove.analysis.states import States
from countermove.requests.documents.journal import states_tables
from countermove.requests.door import LINES, Answer, Request, Subject, question
from countermove.requests.fields import LIMIT, SECONDS, WHERE
from countermove.views.states import states_page

__all__ = ["StatesRequest"]


class StatesRequest(Request):
    """The feasible states, or those in which a statement holds."""

    where: str | None = WHERE
    limit: int | None = LIMIT
    seconds: float | None = SECONDS


@question("states", StatesRequest, heading="States", has_tables=True)
def states(subject: Subject[StatesRequest]) -> Answer:
    """List the feasible states in option form.

    If the states are too many to list, a constraint solver finds some of them and says whether these are all.
    """
    request = subject.request
    game = subject.game()
    default = LINES if subject.for_people and not game.is_listed else analysis.LIMIT
    result = subject.located(
        lambda: analysis.states(game, request.where, limit=request.limit or default, seconds=request.seconds)
    )
    return Answer(
        result, lambda _: states_page(result), _notes(result),
        document=lambda _: states_tables(result, request.limit), tables=lambda: states_tables(result, request.limit),
    )  # fmt: skip


def _notes(result: States) -> tuple[str, ...]:
    """What a table of data cannot say: that it is cut."""
    if not result.truncated:
        return ()
    if result.count is not None:
        return (f"{result.count - len(result.states):,} more states; --limit shows them",)
    if result.stopped == "limit":
        return ("there are more states; --limit shows them",)
    return ("the search stopped early; there may be more",)
