"""The kinds of pictures by name: what each is called and which question it answers, for the help and for reports."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PICTURES", "Picture"]


@dataclass(frozen=True)
class Picture:
    """A kind of picture: its id, its name, the question that it answers, and how to read it."""

    id: str
    label: str
    question: str
    reading: str


PICTURES = (
    Picture(
        "outcomes", "Outcomes", "What is done in each outcome that holds?",
        "A column for each outcome, a row for each option, in the colour of its owner: Y where the option is taken.",
    ),
    Picture(
        "tableau", "Tableau", "In which states would each actor stay, and where would it go from the others?",
        "For each actor its states, best first; r, s and u/ mark those where it would stay, u those that it would "
        "leave.",
    ),
    Picture(
        "moves", "Graph of moves", "Who can move from where to where, who gains by it, and which states hold?",
        "States are circles, moves are arrows in the colour and dash of their mover. Bold: the mover gains. A ring: it "
        "holds. Black: the status quo. Of a large case, the neighbourhood of some states is shown.",
    ),
    Picture(
        "evolution", "Evolution", "How may it go on from today, if everybody moves only to gain?",
        "From left to right, the shortest ways to each outcome; every move is said in words below.",
    ),
    Picture(
        "equilibria", "Equilibria", "Which outcome holds under which concept?",
        "A row for each outcome, a column for each concept. The more dark cells a row has, the firmer it holds.",
    ),
    Picture(
        "winners", "Who wins", "How good is each outcome for each actor?",
        "The darker a cell, the larger the share of all states that are worse for the actor.",
    ),
    Picture(
        "preferences", "Preferences", "What does each actor care about most, next, and last?",
        "Each line of an actor's list parts the states, the best above. Without a list, its states stand in order.",
    ),
    Picture(
        "power", "Power", "Who has how much power in a body?",
        "Two bars for each player of a rule: Shapley-Shubik and Banzhaf. Who has a veto is said.",
    ),
)  # fmt: skip
"""In the order in which one looks at them. `report.plots` draws them; this table needs no library."""
