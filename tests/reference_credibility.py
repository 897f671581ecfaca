"""Credibility, word for word: what rests on threats, and how cheap the cheapest threat is. Slow and literal."""

from __future__ import annotations

from reference import Attempt, Model, States

__all__ = ["CREDIBLE", "cheapest", "resting", "undeterred"]

CREDIBLE = {"gmr": "seq", "smr": "sseq"}


def resting(model: Model, concept: str) -> States:
    """Equilibria under a concept of threats, and not where answers must be credible."""
    return model.equilibria(concept) - model.equilibria(CREDIBLE[concept])


def undeterred(model: Model, concept: str, focal: str, s: int) -> list[Attempt]:
    """The gains of a mover at s that no credible answer deters."""
    rule = CREDIBLE[concept]
    return [
        attempt
        for attempt in model.attempts(focal, s)
        if not any(model.deters(rule, focal, s, attempt, s2) for s2 in model.answers(rule, focal, attempt.target))
    ]


def cheapest(model: Model, concept: str, focal: str, s: int, attempt: Attempt) -> tuple[int, int]:
    """Of all answers that deter: the fewest unwilling moves, and with so many the fewest moves.

    Costs of pairs of a state and its last mover, lowered until nothing changes.
    """
    against = model.focal_actor(focal)
    others = [m for m in model.movers if m != focal]
    cost = {(attempt.target, ""): (0, 0)}
    changed = True
    while changed:
        changed = False
        for (here, last), (unwilling, length) in list(cost.items()):
            for mover in others:
                if mover == last:
                    continue
                willing = model.steps(mover, here, True, against)
                for after in model.steps(mover, here, False, against):
                    new = (unwilling + (after not in willing), length + 1)
                    if new < cost.get((after, mover), (10**9, 0)):
                        cost[after, mover] = new
                        changed = True
    return min(price for (end, last), price in cost.items() if last and model.deters(concept, focal, s, attempt, end))
