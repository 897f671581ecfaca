"""`explain` for cases whose states are too many to list, and the search that all commands share there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, TypeVar

from countermove.cli.options import LIMIT
from countermove.errors import CaseError, QuestionError

if TYPE_CHECKING:
    from countermove.analysis.equilibria import StabilityTable
    from countermove.game.searched import SearchedGame
    from countermove.io.loading import Loaded

__all__ = ["allowed_seconds", "located", "searched"]

T = TypeVar("T")


def searched(
    loaded: Loaded,
    scenario: str | None,
    concepts: Sequence[str] | None,
    limit: int | None = None,
    depth: int | None = None,
    seconds: float | None = None,
) -> StabilityTable:
    """The outcomes that a constraint solver finds, as every command asks for them."""
    from countermove.analysis.equilibria import equilibria
    from countermove.search.bounded import DEPTH
    from countermove.search.equilibria import SECONDS

    most = max(limit or LIMIT, LIMIT)
    time = allowed_seconds(seconds, SECONDS)
    return located(
        loaded,
        scenario,
        lambda model: equilibria(model, concepts, limit=most, seconds=time, depth=depth or DEPTH),
    )


def allowed_seconds(seconds: float | None, otherwise: float) -> float:
    """The time that --seconds allows; raises `QuestionError` where it is none."""
    if seconds is not None and not (isfinite(seconds) and seconds > 0):
        raise QuestionError(f"{seconds:g} seconds are no time to search in; give a number above 0")
    return otherwise if seconds is None else seconds


def located(loaded: Loaded, scenario: str | None, ask: Callable[[SearchedGame], T]) -> T:
    """What is asked of the case; what is wrong with it is told at its place in the file."""
    from countermove.game.findings import in_scenario
    from countermove.game.searched import searched_game
    from countermove.io.loading import locate

    try:
        return ask(searched_game(loaded.case, scenario))
    except CaseError as fault:
        found = [in_scenario(loaded.case, scenario, d) for d in fault.diagnostics]
        raise CaseError(locate(found, loaded.places, loaded.file)) from None
