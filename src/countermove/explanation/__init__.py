"""Why a state holds for a mover, or does not: evidence, step by step, and in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.explanation.build import evidence
from countermove.explanation.evidence import Change, Combination, Escape, Improvement, Step
from countermove.explanation.explanation import Explanation
from countermove.explanation.foresight import FORESEEN, Foreseen
from countermove.explanation.prospects import Horizon, Prospect
from countermove.explanation.reasons import Ballot, Preference, Reason
from countermove.game.listed import ListedGame
from countermove.game.naming import find_state
from countermove.stability.concept import defined

__all__ = [
    "Ballot", "Change", "Combination", "Escape", "Explanation", "Foreseen", "Horizon", "Improvement", "Preference",
    "Prospect", "Reason", "Step", "explain",
]  # fmt: skip


def explain(graph: ListedGame, state: int | str | Sequence[str], actor: str, concept: str) -> Explanation:
    """Why `state` is stable for `actor` (an actor or a body that moves) under `concept`, or is not.

    The evidence is, for each improvement of the mover, a shortest legal sequence of the others that undoes it
    (SIM: a combination of moves at the same time), or that there is none; the verdict follows from it. Under a
    concept that looks further ahead (``l3``, ``nm``, ...) it is, for each move, the play that would follow.
    Printed, it is sentences in the case's own names. `state` is a number (counted from 1), ``"now"``, or the
    options taken (see `find_state`). Where a search would visit more than some 200,000 states it is given up,
    the verdict is the kernel's, and the sentences say so. Raises `QuestionError` for an unknown state, mover
    or concept.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> print(explain(compile(catalog.load_case("prisoners-dilemma")), 4, "row", "seq"))
    Row would stay in state 4 (Row: "Cooperate"; Col: "Cooperate").
    SEQ asks: Would the others, in their own interest, undo every gain? Yes.
    Row could gain by moving to state 3 (Row drops "Cooperate"): Row ranks state 3 above state 4.
      But Col would answer: Col drops "Cooperate" (to state 1), in its own interest: Col ranks state 1 above state 3.
      That leaves Row no better off than in state 4: Row ranks state 4 above state 1.
    """
    place, mover, asked = find_state(graph, state), graph.mover(actor), defined(graph, concept)
    if asked.family is not None:
        return FORESEEN[asked.family](graph, place, mover, asked)
    return evidence(graph, place, mover, asked)
