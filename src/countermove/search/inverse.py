"""States of a searched game in which a statement holds, by a bound below what it costs to make each an equilibrium."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from countermove.game.allowance import Allowance
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.model.statements import Node
from countermove.search.encoding import FALSE, TRUE, Encoding, Frame
from countermove.search.nash import is_lazy

__all__ = ["CostLayers"]


class CostLayers:
    """The states in layers: in layer b, making one a Nash equilibrium costs b exchanges or more.

    A tempted actor whose statement k decides has to bring some statement that speaks against the move above it; if the
    next of these is statement m, that costs m - k swaps at least, and there has to be one (with `replacing`: one change
    of any statement may do). What one actor must pay for each of its moves it pays but once, so the dearest counts; the
    bounds of the actors add up. If only bodies would move, somebody has to pay 1. An actor that may not change must not be
    tempted, nor a body in which nobody may change. Movers with many choices are left out of the bound.
    """

    def __init__(self, game: SearchedGame, target: Node, changing: Collection[int], replacing: bool) -> None:
        self.game, self.target, self.changing, self.replacing = game, target, changing, replacing

    def states(self, layer: int, on_state: Callable[[int], bool], allowance: Allowance) -> bool:
        """Call `on_state` with every state of a layer until it returns False; whether it was called with all."""
        # Built anew for each layer: the solver's models grow only, and a layer's condition must go when it is done.
        encoding, frame, units, deciding = self._encoded()
        if layer == 0:
            encoding.require([-encoding.any_of([*units, *deciding])])
        elif layer == 1:
            encoding.require([-encoding.at_least([(1, unit) for unit in units], 2)])
            # Something to pay at all: a swap of an actor, or a change of mind in a body that would move.
            encoding.require([*units, *deciding])
        else:
            encoding.require([encoding.at_least([(1, unit) for unit in units], layer)])
            encoding.require([-encoding.at_least([(1, unit) for unit in units], layer + 1)])
        return encoding.solve_all(frame, on_state, allowance)

    def beyond(self, layer: int, allowance: Allowance) -> bool | None:
        """Whether there is a state in a higher layer; None where the allowance is spent."""
        encoding, _, units, deciding = self._encoded()
        if layer == 0:
            encoding.require([*units, *deciding])
        else:
            encoding.require([encoding.at_least([(1, unit) for unit in units], layer + 1)])
        return encoding.solve(allowance)

    def _encoded(self) -> tuple[Encoding, Frame, list[int], list[int]]:
        """The states in which the target holds, what tempted actors must pay one by one, and which bodies would move.

        Of the literals of what an actor pays, the d-th is true where it pays d or more.
        """
        encoding = Encoding(self.game)
        frame = encoding.state()
        encoding.require([encoding.holds(self.target, frame)])
        units: list[int] = []
        deciding: list[int] = []
        for mover in self.game.movers:
            if is_lazy(mover):
                continue
            if mover.actor is not None and mover.actor in self.changing:
                units += self._paid(encoding, mover, frame)
            elif mover.is_body and any(vote.players & set(self.changing) for vote in mover.votes.values()):
                deciding.append(encoding.any_of(self._decided(encoding, mover, frame)))
            else:
                for choice in mover.choices or ():
                    encoding.forbid_improvement(mover, frame, choice)
        return encoding, frame, units, deciding

    def _decided(self, encoding: Encoding, mover: SearchedMover, frame: Frame) -> Iterable[int]:
        """For each choice of a body whether it would be made."""
        for choice in mover.choices or ():
            after = encoding.with_choice(mover, frame, choice)
            possible = encoding.all_of([encoding.allowed(mover, frame, after), encoding.feasible(after)])
            if possible != FALSE:
                yield encoding.all_of([possible, encoding.improves(mover, frame, after)])

    def _paid(self, encoding: Encoding, mover: SearchedMover, frame: Frame) -> list[int]:
        """Literals of what an actor has to pay; the d-th: d or more for one of its moves."""
        assert mover.actor is not None
        at_least: list[list[int]] = [[] for _ in self.game.scales[mover.actor]]
        for choice in mover.choices or ():
            after = encoding.with_choice(mover, frame, choice)
            possible = encoding.all_of([encoding.allowed(mover, frame, after), encoding.feasible(after)])
            if possible == FALSE:
                continue
            gains, loses = self._judged(encoding, mover.actor, frame, after)
            # `first[k]` is true where statement k decides for the move: all before it are equal, and it gains.
            level, first = TRUE, []
            for gain, loss in zip(gains, loses, strict=True):
                first.append(encoding.all_of([level, gain]))
                level = encoding.all_of([level, -gain, -loss])
            at_least[0].append(encoding.all_of([possible, encoding.any_of(first)]))
            if self.replacing:
                continue
            for k, deciding in enumerate(first):
                # `against[d - 2]`: one of the next d - 1 statements speaks against the move; where none does, it costs
                # d or more.
                against = [encoding.any_of(loses[k + 1 : m]) for m in range(k + 2, len(loses) + 1)]
                for d, near in enumerate(against[:-1], 2):
                    at_least[d - 1].append(encoding.all_of([possible, deciding, -near]))
                # Without any such statement no order of the same statements makes the actor stay: the state is ruled
                # out.
                never = against[-1] if against else FALSE
                encoding.require([-possible, -deciding, never])
        return [paid for moves in at_least if (paid := encoding.any_of(moves)) != FALSE]

    def _judged(self, encoding: Encoding, actor: int, before: Frame, after: Frame) -> tuple[list[int], list[int]]:
        """For each statement of an actor whether it is for a change, and whether it is against it."""
        gains, loses = [], []
        for level in self.game.scales[actor]:
            terms = [(weight, encoding.holds(node, after)) for weight, node in level.terms]
            terms += [(-weight, encoding.holds(node, before)) for weight, node in level.terms]
            gains.append(encoding.at_least(terms, 1))
            loses.append(-encoding.at_least(terms, 0))
        return gains, loses
