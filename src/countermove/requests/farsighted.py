"""The question which states are stable for farsighted actors who may act together."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis import farsighted as analysis
from countermove.analysis.farsighted import Farsighted
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.requests.door import LINES, Answer, Request, Subject, UsageError, question
from countermove.requests.explain import explain
from countermove.requests.fields import LIMIT, option
from countermove.text.blocks import Verbatim
from countermove.views.farsighted import farsighted_table, stable_sets_table

__all__ = ["FarsightedRequest"]

ROWS = 1_000
"""Rows of data, and stable sets, unless more are asked for: as for all questions, enough for most cases."""


class FarsightedRequest(Request):
    """Which states are stable for farsighted actors; with `state`, why one is; or the stable sets."""

    state: str | None = option("Explain the verdict on this state.", metavar="STATE")
    stable_sets: bool = option("Show the stable sets instead.", default=False)
    dominance: str | None = option("For stable sets: indirect (default) or direct dominance.", metavar="D")
    limit: int | None = LIMIT
    seconds: float | None = option(
        "For stable sets: time limit, in seconds; default: an amount of work, about 60 s.", metavar="S"
    )


@question("farsighted", FarsightedRequest, heading="If the actors are farsighted")
def farsighted(subject: Subject[FarsightedRequest]) -> Answer:
    """Show which states are stable for farsighted actors.

    A farsighted actor asks where a step may lead in the end. Actors act together where a body decides. It shows the
    core and the largest consistent set (Chwe). With --stable-sets it shows the stable sets (von Neumann and
    Morgenstern).
    """
    request = subject.request
    if request.stable_sets and request.state is not None:
        raise UsageError("--state explains the largest consistent set; leave out --stable-sets")
    if not request.stable_sets and (request.dominance is not None or request.seconds is not None):
        alone = "--dominance" if request.dominance is not None else "--seconds"
        raise UsageError(f"{alone} belongs to --stable-sets; add it, or leave {alone} out")
    game = subject.game()
    if request.stable_sets:
        return _stable_sets(subject, game)
    game.require("farsighted")
    assert isinstance(game, ListedGame)
    if request.state is not None:
        state = game.state(request.state)  # refused before anything is computed
        reasons = explain(_farsighted(subject, game), state)
        return Answer(reasons, lambda _: [Verbatim(str(reasons), fold=True)], without_rows="farsighted --state")
    limit = request.limit or ROWS
    result = replace(_farsighted(subject, game), limit=limit)
    notes = (f"{game.size - limit:,} more states; --limit shows them",) if game.size > limit else ()
    return Answer(result, lambda most: [farsighted_table(result, most)], notes)


def _farsighted(subject: Subject[FarsightedRequest], game: ListedGame) -> Farsighted:
    """What looking ahead finds; the work, which is shown where it is long, grows with the pairs of states."""
    with subject.progress("Looking ahead", -(-game.size // 64), game.size**2 // 4_000) as step:
        return analysis.farsighted(game, on_progress=step)


def _stable_sets(subject: Subject[FarsightedRequest], game: Game) -> Answer:
    request = subject.request
    limit = request.limit or (LINES if subject.for_people else ROWS)
    result = analysis.stable_sets(game, request.dominance or "indirect", limit=limit, seconds=request.seconds)
    notes = () if result.proved else (f"perhaps not all stable sets: stopped by the {result.stopped}",)
    return Answer(result, lambda _: [stable_sets_table(result)], notes)
