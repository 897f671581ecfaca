"""Why a state is stable for a mover, or is not: the entry, which chooses the evidence by the row of the concept."""

from __future__ import annotations

from countermove.analysis.lines import differences as statement_differences
from countermove.explanation.answers import evidence
from countermove.explanation.evidence import Explanation, SearchedImprovement, SearchedStep
from countermove.explanation.foresight import FORESEEN
from countermove.game.allowance import Allowance
from countermove.game.compile import game_of
from countermove.game.game import Coverage, Game, StateLike
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.case import Case
from countermove.search.bounded import DEPTH, Attempt, BoundedVerdict, bounded_verdict
from countermove.stability.concept import SEQ, defined, find_concept

__all__ = ["explain"]


def explain(
    game: Case | Game,
    state: StateLike,
    actor: str,
    concept: str = SEQ.id,
    *,
    depth: int = DEPTH,
    allowance: Allowance | None = None,
) -> Explanation:
    """Why a state is stable for a mover under a concept, or is not.

    The evidence is, for each improvement of the mover, a shortest legal sequence of the others that answers it
    (SIM: a combination of moves at the same time), or that there is none; the verdict follows from it. Under a
    concept that looks further ahead (``l3``, ``nm``, ...) it is, for each move, the play that would follow.

    Parameters
    ----------
    game
        A game of either kind, or a case. Of a searched one only answers of at most `depth` moves are sought.
    state
        A `State`, a number (counted from 1), ``"now"``, or the options taken.
    actor
        The id of an actor or a body that moves.
    concept
        The id of a concept.
    depth, allowance
        Of a search: the most moves of an answer, and what it may do; by default an allowance of its own.

    Returns
    -------
    Explanation
        Where a search in a listed game would visit more than some 200,000 states it is given up, and the verdict is
        the concept's. In a searched game `stable` is None where the bound shows nothing.

    Raises
    ------
    QuestionError
        For an unknown state, mover or concept.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> explain(compile(catalog.load_case("prisoners-dilemma")), 4, "row", "seq").improvements[0].sanction[0].after
    0
    """
    game = game_of(game)
    key = game.find(state)
    if isinstance(game, SearchedGame):
        allowance = Allowance() if allowance is None else allowance
        return _explained_by_search(game, bounded_verdict(game, key, actor, concept.lower(), depth, allowance), allowance)
    assert isinstance(game, ListedGame)
    mover, row = game.mover(actor), defined(game, concept)
    # The row says what kind of evidence shows its verdict; a kind that none gathers is described by `evidence` as such.
    return FORESEEN.get(row.evidence, evidence)(game, key, mover, row)


def _explained_by_search(game: SearchedGame, verdict: BoundedVerdict, allowance: Allowance) -> Explanation:
    concept = find_concept(verdict.concept)
    improvements = tuple(_improvement(game, verdict, attempt) for attempt in verdict.attempts)
    bound = f"answers of at most {verdict.depth} moves" if concept.is_answered else None
    coverage = Coverage("search", verdict.stable is not None, bound, allowance.seconds)
    return Explanation(
        game, game.at(verdict.state), verdict.mover, concept, verdict.stable, improvements,
        depth=verdict.depth if concept.is_answered else None, covered=coverage,
    )  # fmt: skip


def _improvement(game: SearchedGame, verdict: BoundedVerdict, attempt: Attempt) -> SearchedImprovement:
    steps = None if attempt.answer is None else tuple(SearchedStep(game, m.mover, m.before, m.after) for m in attempt.answer)
    mover = game.mover(verdict.mover)
    if mover.actor is not None:
        differences = statement_differences(game, verdict.mover, verdict.state, attempt.after)
        return SearchedImprovement(game, attempt.after, steps, attempt.searched, differences[0] if differences else None)
    # A body's move must pass by the rules of the options that it changes, so who has a say in these is asked.
    votes = [mover.votes[k] for k in mover.options if (verdict.state ^ attempt.after) >> k & 1]
    players = sorted(set[int]().union(*(vote.players for vote in votes)))
    favour = tuple(game.actors[p] for p in players if game.compare(p, verdict.state, attempt.after) > 0)
    return SearchedImprovement(game, attempt.after, steps, attempt.searched, favour=favour)
