"""The chapter on method: what is computed and what the words mean, for readers who want to check it."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.model.case import Case
from countermove.report.chapters.material import Material
from countermove.stability.concept import Concept
from countermove.text.blocks import Block, Chapter, Entry, Listing, Paragraph, Part, Table

__all__ = ["HOLDING", "WORDS", "method", "method_told"]

OPENING = (
    "The case is analysed with the Graph Model for Conflict Resolution. The states are all combinations of options "
    "that can be; those who can move lead from one state to another by taking or giving up options of their own; and "
    "each actor ranks the states by what it cares about. A state is an outcome, or equilibrium, if nobody would leave "
    "it. What holds somebody back is told in different ways by different solution concepts."
)
WORDS = (
    ("State", "a combination of options that can be; states are counted from 1, in the order of their codes."),
    ("Move", "a change of the mover's own options, all others being left as they are."),
    ("Improvement", "a move to a state that the mover strictly prefers. What is as good as before is no improvement."),
    ("Answer", "a sequence of moves of the others after an improvement; nobody moves twice in a row."),
    ("In its own interest", "every single move of the answer is an improvement for whoever makes it."),
    ("Sanction", "an answer after which the mover is no better off than before it moved."),
    ("Reachable", "there is a sequence of moves that leads there from the status quo and in which nobody moves twice "
                  "in a row; by improvements: each of these moves is one."),
)  # fmt: skip
LISTED = (
    ("State", "one of the states that the case lists, in the order of the list."),
    ("Move", "a step from one state to another that the case lists for the mover."),
)
BODIES = (
    "A body has no preferences of its own: an improvement of a body is a change that its rule lets pass, given who of "
    "those named in the rule strictly prefers the new state and who the old one."
)
SOURCES = (
    "Definitions and sources: L. Fang, K. W. Hipel and D. M. Kilgour, Interactive Decision Making: The Graph Model for "
    "Conflict Resolution (Wiley, 1993); H. Xu, K. W. Hipel, D. M. Kilgour and L. Fang, Conflict Resolution Using the "
    "Graph Model (Springer, 2018). The documentation of countermove has a page on each concept, with its formula and "
    "where books differ."
)


def method(material: Material) -> Chapter:
    """What was computed, the solution concepts asked, and what the words mean."""
    words = (*LISTED, *WORDS[2:]) if material.graph.is_graph else WORDS
    return method_told(material.graph.case, material.table.concepts, words, FIRM)


def method_told(case: Case, concepts: Iterable[Concept], words: Iterable[tuple[str, str]], order: str) -> Chapter:
    """The chapter on method: the concepts asked, what words mean, and in which order outcomes are told."""
    asked = tuple((concept.label, concept.question) for concept in concepts)
    blocks: list[Block] = [
        Paragraph((OPENING,)),
        Part("Solution concepts", (Table(("concept", "its question"), asked), Paragraph((order,), note=True))),
        Part("Words", (Listing(tuple(Entry((f"{word}: {meaning}",)) for word, meaning in words)),)),
    ]
    if case.bodies:
        blocks.append(Part("Bodies", (Paragraph((BODIES,)),)))
    blocks.append(Part("Where this is defined", (Paragraph((SOURCES,)),)))
    return Chapter("method", "Method and definitions", tuple(blocks))


HOLDING = (
    "A state is stable for a mover if the answer to the question is yes, and an equilibrium if it is stable for all "
    "who can move."
)
FIRM = (
    f"{HOLDING} Outcomes are told in this order: those that need no threat (Nash, SEQ or SSEQ) before the others; "
    "then those that improvements reach from the status quo; then by the number of concepts under which they hold."
)
