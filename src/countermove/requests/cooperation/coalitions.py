"""The question which outcomes are stable although actors may act together."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis import coalitions as analysis
from countermove.analysis.coalitions import count_up_to, usual_size
from countermove.game.listed import ListedGame
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import LIMIT, MERGE, option
from countermove.stability.coalition import CNASH
from countermove.views.coalitions import coalition_page

__all__ = ["CoalitionsRequest"]


class CoalitionsRequest(Request):
    """Which outcomes are stable against coalitions, and which coalitions would leave the other states."""

    concept: str = option(
        "The concept: cnash, cgmr, csmr or cseq.", default=CNASH.id, metavar="C", names=("--concept", "-c")
    )
    size: int | None = option("Largest coalition, in actors.", metavar="N", least=1)
    pareto: bool = option("A coalition leaves if one member gains and none loses.", default=False)
    state: str | None = option("Show this state only.", metavar="STATE")
    merge: list[list[str]] | None = MERGE
    limit: int | None = LIMIT


@question("coalitions", CoalitionsRequest, heading="Coalitions and their moves")
def coalitions(subject: Subject[CoalitionsRequest]) -> Answer:
    """Show which outcomes are stable against coalitions.

    For each other state it shows which coalitions would leave it, and by which moves. If there are many coalitions,
    only small ones are checked; --size checks larger ones.
    """
    request = subject.request
    game = subject.game()
    game.require("coalitions")
    assert isinstance(game, ListedGame)
    only = None if request.state is None else game.state(request.state)
    size = usual_size(game) if request.size is None else request.size
    with subject.progress("Asking coalitions", count_up_to(game, size), game.size) as step:
        table = analysis.coalitions(game, size, pareto=request.pareto, concept=request.concept, on_progress=step)
    result = replace(table, only=only, limit=request.limit or analysis.LIMIT)
    remarks = []
    if request.size is None and size is not None:
        remarks.append(
            f"There are many coalitions, so only those of up to {size} actors are checked; --size N checks larger ones"
        )
    return Answer(result, lambda limit: coalition_page(result, limit), (*remarks, *_notes(result)), tuple(remarks))


def _notes(result: analysis.CoalitionTable) -> list[str]:
    """What a table of data cannot say: that it is cut."""
    listed = result.listed()
    more = len(listed) - result.limit
    notes = [f"{more:,} more states; --limit shows them"] if more > 0 else []
    if any(len(result.upset_by(state)) > analysis.LIMIT for state in listed[: result.limit]):
        notes.append(f"for each state only the first {analysis.LIMIT:,} coalitions are written, the smallest first")
    return notes
