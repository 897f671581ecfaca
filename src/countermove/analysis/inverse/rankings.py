"""Of all strict rankings that one actor could have, how many make a state stable for it: exact, by upper sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import factorial

from countermove.analysis.inverse.preferred_sets import stable_set_sizes
from countermove.analysis.result import HIDDEN, Column, Result, Rows, keyed
from countermove.errors import QuestionError, quoted
from countermove.game.compile import game_of
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability.concept import Concept, Evidence, concepts_for, find_concept
from countermove.stability.improvements import not_better

__all__ = ["RankingCounts", "ranking_counts"]


@dataclass(frozen=True, eq=False)
class RankingCounts(Result):
    """How many of all strict rankings of the states by one actor make a state stable for it.

    `total`: how many rankings there are, the factorial of the number of states. `counts`: by concept, how many of them
    make the state stable.
    """

    schema = "rankings/1"

    game: Game = field(metadata=HIDDEN)
    state: State
    actor: str
    total: int = field(metadata=keyed("rankings"))
    counts: Mapping[str, int] = field(metadata=keyed("stable"))

    def __repr__(self) -> str:
        counts = ", ".join(f"{id_} {count:,}" for id_, count in self.counts.items())
        return f"RankingCounts({self.actor}, state {self.state.number}: {counts}, of {self.total:,})"

    def rows(self) -> Rows:
        """One row per concept: how many rankings make the state stable, and their share of all."""
        columns = (
            Column("concept", "the label of the concept"),
            Column("rankings", "how many strict rankings make the state stable", "{:,}"),
            Column("share", "their share of all strict rankings, in percent", "{:.0f}\u00a0%"),
        )
        rows = ((find_concept(id_).label, count, 100 * count / self.total) for id_, count in self.counts.items())
        return Rows(columns, tuple(rows))


def ranking_counts(game: Case | Game, state: State | int | str, actor: str) -> RankingCounts:
    """How many of all S! strict rankings of the S states make a state stable for an actor, by concept.

    Everybody else's preferences stay as they are. Under the concepts that are asked (see `Concept.by_preferred`) the
    verdict depends only on the set A of states that the actor prefers to the state, and |A|! (S - 1 - |A|)! rankings
    share it. The sets are counted by their sizes, state by state (see `preferred_sets`).

    Parameters
    ----------
    game
        A listed game, or the case of one.
    state
        The state that is judged: a `State`, its number, or its name.
    actor
        The id of the actor; one that never moves has no verdict.

    Returns
    -------
    RankingCounts
        For each concept the number of rankings under which the state is stable.

    Raises
    ------
    QuestionError
        For an actor that never moves, a body, and a searched game; a `SizeError` where its moves and
        answers differ in too many ways.

    Examples
    --------
    >>> import countermove as cm
    >>> dict(ranking_counts(cm.compile(cm.load("chicken")), 1, "row").counts)
    {'nash': 12, 'gmr': 16, 'smr': 14, 'seq': 12, 'sseq': 12}
    """
    game = game_of(game)
    if not isinstance(game, ListedGame):
        raise QuestionError("--rankings needs a list of states, and those of this case are too many")
    key = game.find(state)
    mover = game.mover(actor)
    if mover.actor is None:
        raise QuestionError(f"{quoted(actor)} is a body and has no preferences of its own; name an actor")
    counts = {
        concept.id: _rankings(
            stable_set_sizes(
                game, mover, key, answered=concept.is_answered, credible=concept.credible, counter=concept.counter
            )
        )
        for concept in filter(_is_counted, concepts_for(game))
    }
    return RankingCounts(game, game.at(key), actor, factorial(game.size), counts)


def _is_counted(concept: Concept) -> bool:
    """Whether a verdict hangs on which states the actor prefers alone, and answers sanction as in GMR, SMR, SEQ and SSEQ."""
    return (
        concept.by_preferred and concept.evidence in (Evidence.GAINS, Evidence.ANSWERS) and concept.sanctions is not_better
    )


def _rankings(sizes: list[int]) -> int:
    """How many rankings there are: the states above, and those below, may each stand in any order."""
    return sum(count * factorial(k) * factorial(len(sizes) - 1 - k) for k, count in enumerate(sizes))
