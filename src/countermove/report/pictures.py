"""The kinds of pictures by name: what each is called and which question it answers, for the help and for reports."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PICTURES", "Picture"]


@dataclass(frozen=True)
class Picture:
    """A kind of picture: its id, its name, and the question that it answers."""

    id: str
    label: str
    question: str


PICTURES = (
    Picture("outcomes", "Outcomes", "What is done in each outcome that holds?"),
    Picture("equilibria", "Equilibria", "Which outcome holds under which concept?"),
    Picture("winners", "Who wins", "How good is each outcome for each actor?"),
    Picture("power", "Power", "Who has how much power in a body?"),
)
"""In the order in which one looks at them. `report.plots` draws them; this table needs no library."""
