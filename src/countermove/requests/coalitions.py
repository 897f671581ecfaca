"""The question which outcomes hold although actors may act together."""

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
    """Which outcomes hold against coalitions, and who would leave the others together."""

    concept: str = option("cnash, cgmr, csmr or cseq.", default=CNASH.id, metavar="C", names=("--concept", "-c"))
    size: int | None = option("Coalitions of up to so many actors.", metavar="N", least=1)
    pareto: bool = option("A coalition leaves if one gains and none loses.", default=False)
    state: str | None = option("Only this state.", metavar="STATE")
    merge: list[list[str]] | None = MERGE
    limit: int | None = LIMIT


@question("coalitions", CoalitionsRequest)
def coalitions(subject: Subject[CoalitionsRequest]) -> Answer:
    """Tell which outcomes hold against coalitions.

    Which actors would leave a state together, and by which moves. All coalitions are asked where they are not many,
    otherwise those of up to so many actors as can soon be judged; --size says how many.
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
        remarks.append(f"There are many coalitions: those of up to {size} actors are asked; --size N asks larger ones")
    return Answer(result, lambda limit: coalition_page(result, limit), (*remarks, *_notes(result)), tuple(remarks))


def _notes(result: analysis.CoalitionTable) -> list[str]:
    """What a table of data cannot say: that it is cut."""
    listed = result.listed()
    more = len(listed) - result.limit
    notes = [f"{more:,} more states; --limit shows them"] if more > 0 else []
    if any(len(result.upset_by(state)) > analysis.LIMIT for state in listed[: result.limit]):
        notes.append(f"of each state the first {analysis.LIMIT:,} coalitions are written, smaller ones first")
    return notes
