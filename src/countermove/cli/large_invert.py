"""`invert` for cases whose states are too many to list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.cli.large import located
from countermove.cli.options import Format
from countermove.cli.results import json_text, prose_text, table_text
from countermove.errors import QuestionError, quoted
from countermove.io.files import deliver

if TYPE_CHECKING:
    from countermove.game.searched import SearchedGame
    from countermove.io.loading import Loaded

__all__ = ["invert_large"]


def invert_large(
    loaded: Loaded,
    want: str,
    concept: str,
    actors: Sequence[str] | None,
    reachable: bool,
    replace: bool,
    other: str | None,
    seconds: float,
    limit: int,
    scenario: str | None,
    format: Format,
    output: str | None,
) -> None:
    """What `invert` does under Nash; `other`: an option that asks for something else, which is refused."""
    from countermove.analysis.inverse.large_inverse import large_invert
    from countermove.cli.progress import LONG, progress
    from countermove.game.where import wish_in
    from countermove.views.large_wish_words import large_wish_prose
    from countermove.views.wishes import changes_flat

    if concept.lower() != "nash":
        raise QuestionError(
            f"{quoted(concept)} cannot be wished for where the states are too many to list; invert asks for Nash "
            "equilibria there"
        )
    if other is not None:
        raise QuestionError(
            f"{other} needs a list of states, and those of this case are too many; invert changes preferences here, "
            "and compare --rule or --veto tries another rule"
        )

    def asked(model: SearchedGame) -> None:
        wanted = wish_in(model, want, "--want")
        with progress("Searching", None, LONG) as step:
            found = large_invert(
                model, wanted, actors=actors, reachable=reachable, replace=replace,
                limit=limit, seconds=seconds, want=want, told=step,
            )  # fmt: skip
        if format is Format.json:
            deliver(json_text(model.case.title, scenario, found.to_dict()), output)
        elif format is Format.csv:
            deliver(table_text(changes_flat(found.solutions, coded=True), format, output), output)
        else:
            sections = large_wish_prose(found)
            deliver(prose_text(sections, format, output), output)

    located(loaded, scenario, asked)
