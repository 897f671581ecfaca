"""`robust` for cases whose states are too many to list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from countermove.cli.large import located
from countermove.cli.options import LIMIT, LINES, Format
from countermove.cli.results import json_text, prose_text, table_text
from countermove.errors import QuestionError, quoted
from countermove.io.files import deliver

if TYPE_CHECKING:
    from countermove.analysis.robustness.breakpoints import Pairs
    from countermove.io.loading import Loaded

__all__ = ["robust_large"]


def robust_large(
    loaded: Loaded,
    concepts: Sequence[str] | None,
    draws: int | None,
    seed: int,
    noise: Sequence[float],
    listing: Mapping[str, object],
    pairs: Pairs | None,
    limit: int | None,
    scenario: str | None,
    format: Format,
    output: str | None,
) -> None:
    """What `robust` does under Nash; `listing`: options that need a list of states, with what was given for them."""
    from countermove.analysis.robustness.large_robustness import DRAWS, large_robust
    from countermove.cli.progress import LONG, progress
    from countermove.views import large_firmness

    for concept in concepts or ():
        if concept != "nash":
            raise QuestionError(
                f"{quoted(concept)} is not tried where the states are too many to list; robust asks for Nash "
                "equilibria there"
            )
    for option, given in listing.items():
        if given:
            raise QuestionError(f"{option} needs a list of states, and those of this case are too many; leave it away")
    with progress("Drawing", None, LONG) as step:
        found = located(
            loaded,
            scenario,
            lambda model: large_robust(
                model, draws=DRAWS if draws is None else draws, rng=seed, noise=noise, pairs=pairs, told=step
            ),
        )
    if format is Format.json:
        deliver(json_text(found.graph.case.title, scenario, found.to_dict(limit or LIMIT)), output)
        return
    if format is Format.csv:
        deliver(table_text(large_firmness.large_firmness_flat(found, limit or LIMIT), format, output), output)
        return
    sections = large_firmness.large_firmness_prose(found)
    text = prose_text(sections, format, output)
    table = large_firmness.large_firmness_table(found, limit or LINES)
    deliver("\n\n".join([text, table_text(table, format, output)]), output)
