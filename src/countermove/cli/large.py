"""`explain` for cases whose states are too many to list, and the search that all commands share there."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from math import isfinite
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from countermove.cli.options import LIMIT, Format
from countermove.errors import CaseError, QuestionError
from countermove.io.files import deliver, screen

if TYPE_CHECKING:
    from countermove.analysis.equilibria import StabilityTable
    from countermove.game.searched import SearchedGame
    from countermove.io.loading import Loaded

__all__ = ["allowed_seconds", "explain_large", "located", "searched"]

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


def explain_large(
    loaded: Loaded,
    scenario: str | None,
    state: str,
    actor: str | None,
    concept: str,
    depth: int | None,
    format: Format,
    output: str | None,
) -> None:
    """What `explain` does: the improvements from one state, and the answers of bounded length to them.

    All verdicts together take a minute at the most; what there was no time for is said.
    """
    from countermove.game.naming import find_code
    from countermove.search.bounded import DEPTH, SECONDS, bounded_verdict
    from countermove.text.prose import folded
    from countermove.views.large_words import verdict_words

    model = located(loaded, scenario, lambda model: model)
    code = find_code(model, state)
    movers = [mover.id for mover in model.movers] if actor is None else [actor]
    end = monotonic() + SECONDS
    found = [
        bounded_verdict(model, code, mover, concept.lower(), depth or DEPTH, max(end - monotonic(), 0.001))
        for mover in movers
    ]
    if format is Format.json:
        data = [verdict.to_dict() for verdict in found]
        deliver(json.dumps(data[0] if actor is not None else {"explanations": data}), output)
        return
    text = "\n\n".join(folded(part, screen(output)[0]) for part in verdict_words(found))
    deliver(f"```text\n{text}\n```" if format is Format.md else text, output)


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
