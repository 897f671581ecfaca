"""A verdict that can be read: the evidence, printed as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from countermove.explanation.evidence import Verdict
from countermove.views.explanation import sentences

__all__ = ["Explanation"]


@dataclass(frozen=True)
class Explanation(Verdict):
    """Why a state is stable for a mover under a concept, or is not: a verdict with its evidence, in sentences."""

    def lines(self) -> list[tuple[int, str]]:
        """The sentences, each with its level of indentation."""
        return sentences(self)

    def __str__(self) -> str:
        return "\n".join("  " * level + text for level, text in self.lines())

    def _repr_html_(self) -> str:
        return "".join(f'<p style="margin: 0 0 0 {2 * level}em">{escape(text)}</p>' for level, text in self.lines())
