"""The question about the smallest change that makes a target outcome an equilibrium."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analysis.inverse import invert as analysis
from countermove.analysis.inverse.rankings import ranking_counts
from countermove.analysis.inverse.targets import target_keys
from countermove.errors import QuestionError
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import LIMIT, option
from countermove.stability.concept import NASH
from countermove.views.inverse import inverse_page, rankings_page

__all__ = ["InvertRequest"]

WATCHED_SIZE = 10**6
"""The size under which a search is announced whose length nobody knows: enough for its progress to be shown."""


class InvertRequest(Request):
    """The smallest change under which a target is an equilibrium; with `rankings`, how many orders make it stable."""

    want: str = option("A statement, or the number of a state, or now.", default=..., metavar="WISH")
    concept: str = option("The solution concept.", default=NASH.id, metavar="C", names=("--concept", "-c"))
    actors: Sequence[str] | None = option("Only these may change: usa,europe.", metavar="LIST", reading="list")
    reachable: bool = option("Improvements must lead there from the status quo.", default=False)
    replace: bool = option("A line may also become its negation or its otherwise.", default=False)
    rules: bool = option("Change rules and options, and not preferences.", default=False)
    rankings: str | None = option("Count the strict rankings of A that make it stable.", metavar="A")
    seconds: float = option("Stop searching after so many seconds.", default=60, metavar="S")
    limit: int | None = LIMIT


@question("invert", InvertRequest)
def invert(subject: Subject[InvertRequest]) -> Answer:
    """Find the smallest change that makes a wish hold.

    The fewest exchanges of neighbouring lines of preferences under which the wanted state, or some state in which
    the wanted statement holds, is an equilibrium; all of them, or the proof that there is none. With --rules the
    fewest changes of rules and options, two at the most. Where the states are too many to list, a constraint solver
    looks for the states that a change could make Nash equilibria.
    """
    request, game = subject.request, subject.game()
    if request.rankings is not None:
        return _rankings(game, request.want, request.rankings)
    with subject.progress("Searching", None, WATCHED_SIZE) as step:
        result = subject.located(
            lambda: analysis.invert(
                game,
                request.want,
                concept=request.concept,
                actors=request.actors,
                reachable=request.reachable,
                replace=request.replace,
                rules=request.rules,
                limit=request.limit or analysis.LIMIT,
                seconds=request.seconds,
                on_progress=step,
            )
        )
    return Answer(result, lambda _: inverse_page(result), without_rows="invert --rules" if request.rules else None)


def _rankings(game: Game, want: str, actor: str) -> Answer:
    """How many strict rankings of an actor make one state stable for it."""
    if not isinstance(game, ListedGame):
        raise QuestionError(analysis.NEEDS_STATES.format("--rankings"))
    keys = target_keys(game, want)
    if len(keys) != 1:
        raise QuestionError(f"--rankings is about one state, and {len(keys):,} are wanted; give its number")
    result = ranking_counts(game, game.at(keys[0]), actor)
    return Answer(result, lambda _: rankings_page(result))
