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
    """The smallest change that makes a target an equilibrium; with `rankings`, how many rankings make it stable."""

    want: str = option("The target: a statement, a state number, a label, or now.", default=..., metavar="TARGET")
    concept: str = option("The solution concept.", default=NASH.id, metavar="C", names=("--concept", "-c"))
    actors: Sequence[str] | None = option("Change only these actors, such as usa,europe.", metavar="LIST", reading="list")
    reachable: bool = option("Require that improvements lead there from the status quo.", default=False)
    replace: bool = option("Also allow a statement to be negated, or replaced by its `otherwise`.", default=False)
    rules: bool = option("Change rules and options instead of preferences.", default=False)
    rankings: str | None = option("Count the rankings of actor A that make it stable for A.", metavar="A")
    seconds: float | None = option("Time limit, in seconds; default: an amount of work, about 60 s.", metavar="S")
    limit: int | None = LIMIT


@question("invert", InvertRequest, heading="The smallest changes")
def invert(subject: Subject[InvertRequest]) -> Answer:
    """Find the smallest change that makes a target outcome an equilibrium.

    The target is a state, or any state in which a statement is true. A change is a swap of two adjacent preference
    statements of one actor. It shows every smallest set of changes, or says that no change is enough. With --rules it
    changes rules and options instead, two at most. If the states are too many to list, a constraint solver finds
    states that changes can make Nash equilibria.
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
        raise QuestionError(
            f"--rankings needs one state as its target, and this target fits {len(keys):,}; give a state number"
        )
    result = ranking_counts(game, game.at(keys[0]), actor)
    return Answer(result, lambda _: rankings_page(result))
