"""Answers of a bounded length, transcribed from their definition into loops over sequences of moves."""

from __future__ import annotations

from collections.abc import Iterator

from reference import Model

__all__ = ["bounded_answers", "shown"]


def bounded_answers(model: Model, concept: str, focal: str, s1: int, depth: int) -> frozenset[int]:
    """All states that legal sequences of at most `depth` moves of the others lead to from s1."""
    against = model.focal_actor(focal)
    others = [m for m in model.movers if m != focal]
    credible = concept in ("seq", "sseq")

    def ends(s: int, last: str, left: int) -> Iterator[int]:
        if left == 0:
            return
        for mover in others:
            if mover != last:
                for target in model.steps(mover, s, credible, against):
                    yield target
                    yield from ends(target, mover, left - 1)

    return frozenset(ends(s1, "", depth))


def shown(model: Model, concept: str, focal: str, s: int, depth: int) -> bool:
    """Whether every improvement of the focal mover is answered within the bound."""
    if concept == "nash":
        return not model.attempts(focal, s)
    return all(
        any(model.deters(concept, focal, s, a, s2) for s2 in bounded_answers(model, concept, focal, a.target, depth))
        for a in model.attempts(focal, s)
    )
