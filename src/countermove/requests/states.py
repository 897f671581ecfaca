"""The question about the feasible states."""

from __future__ import annotations

from countermove.analysis.states import LIMIT, SECONDS, States
from countermove.analysis.states import states as states_of
from countermove.requests.door import LINES, Answer, Request, Subject, allowed_seconds, question
from countermove.views.states import states_page

__all__ = ["StatesRequest"]


class StatesRequest(Request):
    """The feasible states, or those in which a statement holds."""

    where: str | None = None
    limit: int | None = None
    seconds: float | None = None


@question("states", StatesRequest)
def states(subject: Subject[StatesRequest]) -> Answer:
    """List the feasible states of a case in option form."""
    request = subject.request
    game = subject.game()
    default = LINES if subject.for_people and not game.is_listed else LIMIT
    seconds = allowed_seconds(request.seconds, SECONDS)
    result = subject.located(lambda: states_of(game, request.where, limit=request.limit or default, seconds=seconds))
    return Answer(result, lambda _: states_page(result), _notes(result))


def _notes(result: States) -> tuple[str, ...]:
    """What a table of data cannot say: that it is cut."""
    if not result.truncated:
        return ()
    if result.count is not None:
        return (f"{result.count - len(result.states):,} more states; --limit shows them",)
    if result.stopped == "limit":
        return ("there are more states; --limit shows them",)
    return ("time ran out; there may be more",)
