"""The question why a state is stable for an actor, or is not; and explanations with their sentences, for Python."""

from __future__ import annotations

from dataclasses import replace
from typing import overload

from countermove import explanation
from countermove.analysis.farsighted import Farsighted
from countermove.errors import QuestionError
from countermove.explanation import Explanation, Explanations
from countermove.explanation import farsighted as far
from countermove.explanation.farsighted import FarExplanation
from countermove.game.allowance import Allowance
from countermove.game.compile import game_of
from countermove.game.game import Game, StateLike
from countermove.model.case import Case
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import DEPTH, MERGE, option
from countermove.search.bounded import DEPTH as MOST_MOVES
from countermove.stability.concept import SEQ
from countermove.text.blocks import Verbatim
from countermove.views.explanation.explanation import search_sentences, sentences

__all__ = ["ExplainRequest", "explain"]


class ExplainRequest(Request):
    """Why a state is stable for one mover or for each mover, or why it is not."""

    state: str = option(
        "A state number, a label, now, or the options taken, such as a,b.", default=..., metavar="STATE", argument=True
    )
    actor: str | None = option("Explain for this actor or body only.", metavar="A", names=("--actor", "-a"))
    concept: str = option("The solution concept.", default=SEQ.id, metavar="C", names=("--concept", "-c"))
    merge: list[list[str]] | None = MERGE
    depth: int | None = DEPTH


@question("explain", ExplainRequest, heading="Why the state is stable, or is not", has_rows=False)
def answered(subject: Subject[ExplainRequest]) -> Answer:
    """Explain why a state is stable for an actor, or why it is not.

    The explanation shows the improvements, the answers of the others (sanctions), and the counter-moves. Without
    --actor it covers every actor and body that has moves.
    """
    request = subject.request
    game = subject.game()
    movers = [mover.id for mover in game.movers] if request.actor is None else [request.actor]
    state, depth = game.state(request.state), request.depth or MOST_MOVES
    # All verdicts of a search share one allowance; what it was too small for is said.
    allowance = Allowance()
    verdicts = [
        explanation.explain(game, state, mover, request.concept, depth=depth, allowance=allowance) for mover in movers
    ]
    result = verdicts[0] if request.actor is not None else Explanations(tuple(verdicts))
    # By search, who just stays shares one paragraph: of thirty actors most do.
    paragraphs = [str(_worded(each)) for each in verdicts] if game.is_listed else search_sentences(verdicts)
    text = "\n\n".join(paragraphs)
    return Answer(result, lambda _: [Verbatim(text, fold=True)])


@overload
def explain(
    game: Case | Game,
    state: StateLike,
    actor: str,
    concept: str = SEQ.id,
    *,
    depth: int = MOST_MOVES,
    seconds: float | None = None,
) -> Explanation: ...


@overload
def explain(game: Farsighted, state: StateLike) -> FarExplanation: ...


def explain(
    game: Case | Game | Farsighted,
    state: StateLike,
    actor: str | None = None,
    concept: str = SEQ.id,
    *,
    depth: int = MOST_MOVES,
    seconds: float | None = None,
) -> Explanation | FarExplanation:
    """Why a state is stable for a mover under a concept, or is not: evidence as data, and sentences when printed.

    Given the answer of `farsighted` instead of a game: why the state is in the largest consistent set, or is not.
    See `countermove.explanation.explain` and `countermove.explanation.farsighted.explain_farsighted` for the evidence.

    Parameters
    ----------
    game
        A game of either kind, or a case; or the answer of `farsighted`.
    state
        The state, in any of the ways of `Game.state`.
    actor
        The id of the actor or body that might move; needed with a game, and not taken with an answer of `farsighted`.
    concept
        The id of the solution concept.
    depth, seconds
        Of a search: the most moves of an answer, and a limit of the clock; as in `equilibria`.

    Returns
    -------
    Explanation or FarExplanation
        The evidence, with its sentences when printed.

    Raises
    ------
    QuestionError
        For a state, a mover or a concept that there is not, and where the mover is missing, or is one too many.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("prisoners-dilemma"))
    >>> print(explain(game, 4, "row", "seq"))
    For Row, "Both cooperate" (state 4; Row: "Cooperate"; Col: "Cooperate") is stable under SEQ.
    SEQ asks: Can the others answer every improvement by moves that they gain by? Yes.
    For Row, this move is an improvement: Row drops "Cooperate" ("Col is exploited", state 3).
      But Col can answer: Col drops "Cooperate" ("Both defect", state 1).
      This is an improvement for Col.
      That leaves Row worse off than in "Both cooperate" (state 4).
    >>> reasons = explain(cm.farsighted(game), 2)
    >>> print("\\n".join(str(reasons).split("\\n")[4:]))
      Row drops "Cooperate" ("Both defect", state 1).
    1 other step is deterred.
    """
    if isinstance(game, Farsighted):
        if actor is not None:
            raise QuestionError("farsightedness is explained for a state, not for one actor; leave the actor out")
        reasons = far.explain_farsighted(game, state)
        return replace(reasons, sentences=tuple(sentences(reasons)))
    game = game_of(game)
    if actor is None:
        raise QuestionError(f"explain needs an actor or a body; name one of {', '.join(mover.id for mover in game.movers)}")
    return _worded(explanation.explain(game, state, actor, concept, depth=depth, allowance=Allowance(seconds=seconds)))


def _worded(verdict: Explanation) -> Explanation:
    return replace(verdict, sentences=tuple(sentences(verdict)))
