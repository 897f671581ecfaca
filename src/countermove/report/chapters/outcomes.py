"""The chapters on outcomes: which states hold, under what, and why each of them does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from countermove.analysis.equilibria import StabilityTable
from countermove.briefing.stakes import leading_concept, stays
from countermove.explanation import Explanation, explain
from countermove.game.listed import ListedGame
from countermove.report.chapters.material import Material, grid
from countermove.text.blocks import Block, Chapter, Details, Entry, Listing, Paragraph, Part, Picture, from_lines
from countermove.text.naming import joined, number, outcome, state_name
from countermove.text.phrases import plural, sentence
from countermove.text.table import Table
from countermove.views.brief_outcomes import strength_words
from countermove.views.brief_stakes import stay_lines
from countermove.views.explanation import sentences
from countermove.views.stability import FITS, stability_table
from countermove.views.states import signs

__all__ = ["firmest", "option_form", "outcomes", "reasons", "state_anchor"]

SHOWN = 8
"""So many states stand side by side in option form."""
LISTED = 30
"""So many outcomes are listed in the table of all outcomes."""


def state_anchor(state: int) -> str:
    """The anchor of a state in the chapter on why it holds."""
    return f"state-{number(state)}"


def firmest(table: StabilityTable, most: int) -> tuple[int, ...]:
    """The first `most` outcomes: those that rest on no threat before the others, and either strongest first.

    No threat is needed under Nash, SEQ and SSEQ, where answers are in the interest of those who give them.

    >>> from countermove import catalog
    >>> from countermove.analysis.equilibria import equilibria
    >>> from countermove.game.compile import compile
    >>> firmest(equilibria(compile(catalog.load_case("cuban-missile-crisis"))), 3)
    (4, 6, 0)
    """
    ranked = table.strongest()
    sure = np.zeros(table.listed.size, dtype=bool)
    for concept in table.concepts:
        if concept.rests_on in ("nothing", "answers") and concept.family is None:
            sure |= table.holding(concept.id)
    return tuple(sorted(ranked, key=lambda state: not sure[state])[:most])


def outcomes(material: Material) -> Chapter:
    """All outcomes: the firmest in option form, then the verdicts behind them."""
    graph, table = material.graph, material.table
    held = int((table.strength() > 0).sum())
    told = f"{held:,} of {graph.size:,} {plural(graph.size, 'state holds', 'states hold')} under some concept."
    blocks: list[Block] = [Paragraph((told if held else NOTHING,)), *material.pictures("outcomes", "equilibria")]
    pictured = any(isinstance(block, Picture) for block in blocks)
    if held and not graph.is_graph and not pictured:
        blocks.append(Part("The firmest outcomes, option by option", grid(option_form(table, material.outcomes))))
    verdicts = grid(stability_table(table, LISTED), graph)
    if graph.size <= FITS:
        blocks.append(Part("The verdicts on all states", (*verdicts, *material.pictures("tableau"))))
    elif held:
        many = min(held, LISTED)
        title = f"The verdicts on the {many} firmest outcomes" if many < held else "The verdicts on all outcomes"
        blocks.append(Details((title,), verdicts))
    return Chapter("outcomes", "The outcomes", tuple(blocks))


NOTHING = "No state holds under any of the concepts asked: wherever things stand, somebody moves on."


def option_form(table: StabilityTable, states: Sequence[int]) -> Table:
    """The options as rows and states as columns: the status quo, then outcomes; below them under what each holds."""
    graph = table.listed
    shown = list(states[:SHOWN])
    today = graph.status_quo
    if today is not None:
        shown = [today, *(state for state in shown if state != today)][:SHOWN]
    forms = signs(graph, np.array(shown, dtype=np.int64))
    meaning = {"Y": "yes", "N": "\u2013", "-": "either"}
    rows = [
        (f"{graph.case.label(row.owner)}: {row.name}", *(meaning[form[row.index]] for form in forms))
        for row in graph.options
    ]
    first = len(rows)
    equilibria = [table.at(state) for state in shown]
    rows += [
        (f"holds under {c.label}", *("holds" if c.id in e.concepts else "\u2013" for e in equilibria))
        for c in table.concepts
    ]
    heads = [f"{number(state)}{' (now)' if state == today else ''}" for state in shown]
    notes = ["The columns are states, by number; yes: the option is taken."]
    if today is not None:
        notes[0] = "The columns are states, by number, the status quo first; yes: the option is taken."
    return Table(("option", *heads), tuple(rows), notes=tuple(notes), strong=frozenset(range(first, len(rows))))


def reasons(material: Material) -> Chapter | None:
    """For each outcome and each mover the evidence: what it could gain, who would answer, and what then."""
    if not material.outcomes:
        return None
    graph = material.graph
    blocks: list[Block] = [Paragraph((HOW,))]
    blocks += [_outcome(material.table, state) for state in material.outcomes]
    rest = int((material.table.strength() > 0).sum()) - len(material.outcomes)
    if rest:
        those = plural(rest, "1 more outcome holds", f"{rest:,} more outcomes hold")
        blocks.append(Paragraph((f"{those} no more firmly, and {plural(rest, 'is', 'are')} not told here.",), note=True))
    return Chapter("reasons", "Why each holds", (*blocks, *_neighbours(material, graph)))


HOW = (
    "For each outcome and each of those who could move: what would be better for it, what the others would do then, "
    "and what it would be left with."
)


def _neighbours(material: Material, graph: ListedGame) -> tuple[Block, ...]:
    """The moves around the outcomes, as a picture."""
    pictures = material.pictures("moves")
    title = "The moves between states" if graph.size <= FITS else "The moves around these outcomes"
    return (Part(title, pictures),) if pictures else ()


def _outcome(table: StabilityTable, state: int) -> Part:
    graph = table.listed
    name = state_name(graph, state)
    blocks: list[Block] = []
    if not graph.is_graph:
        doing = outcome(graph, state)
        idle = joined([owner for owner, names in doing if not names])
        entries = [Entry((f"{owner}: {'; '.join(names)}",)) for owner, names in doing if names]
        blocks.append(Listing((*entries, *([Entry((f"{idle}: nothing",))] if idle else []))))
    told = f"It {strength_words(table, table.at(state))}."
    blocks.append(Paragraph((told,)))
    blocks += _movers(table, state)
    return Part(name if graph.is_graph else sentence(name), tuple(blocks), state_anchor(state))


def _movers(table: StabilityTable, state: int) -> Iterator[Block]:
    """For each mover what tempts it, in one line, and the evidence behind that."""
    graph = table.listed
    lines: list[list[str]] = []
    for level, text in stay_lines(graph, stays(table, state), graph.at(state)):
        if level == 1:
            lines.append([text])
        else:
            lines[-1].append(text)
    known = leading_concept(table.at(state))
    for mover, (head, *below) in zip(graph.movers, lines, strict=True):
        evidence = () if known is None else tuple(_evidence(graph, state, mover.id, known))
        if evidence:
            yield Details((head,), (*(Paragraph((text,)) for text in below), *evidence))
        else:
            yield Listing((Entry((" ".join([head, *below]),)),))


def _evidence(graph: ListedGame, state: int, mover: str, concept: str) -> Iterator[Block]:
    """The evidence under a concept; and if that does not ask whether the mover could move again, under one that does.

    Nothing where the mover has nothing to gain, for then nothing holds it back.
    """
    found = _explained(graph, state, mover, concept)
    if not found.improvements and not found.refused:
        return
    yield from from_lines(sentences(found)[1:])
    countered = None if found.concept.counter else found.concept.variant(counter=True)
    if countered is not None and found.improvements:
        again = _explained(graph, state, mover, countered.id)
        stays = "it would stay all the same" if again.stable else "it would leave"
        title = f"If {graph.case.label(mover)} reckons that it may move again, {stays}"
        yield Details((title,), from_lines(sentences(again)[1:]))


def _explained(graph: ListedGame, state: int, mover: str, concept: str) -> Explanation:
    return explain(graph, number(state), mover, concept)
