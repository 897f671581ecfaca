"""What the chapters of a report on a case whose states are not listed are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.game.searched import SearchedGame
from countermove.text.blocks import Picture

__all__ = ["LargeDraw", "LargeMaterial"]

LargeDraw = Callable[[str, StabilityTable, str | None], Picture | None]
"""Draws a picture of this kind of what was found, perhaps of one actor; None where there is none."""


@dataclass(frozen=True)
class LargeMaterial:
    """The material of such a report: what was found; how many outcomes are told in full; the seed; what makes pictures.

    `draws`: how many plausible models are drawn; 0 where nobody asked.
    """

    table: StabilityTable
    outcomes: int
    seed: int
    draw: LargeDraw
    draws: int = 0

    @property
    def model(self) -> SearchedGame:
        """The case, with its scenario."""
        return self.table.searched

    @property
    def told(self) -> tuple[Equilibrium, ...]:
        """The outcomes told in full."""
        return self.table.outcomes[: self.outcomes]

    def pictures(self, kind: str, actor: str | None = None) -> tuple[Picture, ...]:
        """The picture of this kind, if there is one."""
        found = self.draw(kind, self.table, actor)
        return () if found is None else (found,)
