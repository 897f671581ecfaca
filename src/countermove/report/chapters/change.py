"""The chapters on what may change: how robust outcomes are, what would make others equilibria, paths, what-ifs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from countermove.analysis.compare.comparison import Comparison
from countermove.analysis.evolution.evolution import Evolution, Starts
from countermove.analysis.inverse.inverse import Inverse
from countermove.analysis.robustness.robustness import Robustness
from countermove.analysis.robustness.single_breakers import SingleBreakers
from countermove.briefing.outcomes import Approach
from countermove.game.listed import ListedGame
from countermove.report.chapters.answer import as_items
from countermove.report.chapters.parts import Length, Material, grid, parts, readable, without_column
from countermove.text.blocks import Block, Chapter, Entry, Listing, Paragraph, Part, Table, from_items, from_lines
from countermove.text.naming import joined
from countermove.text.phrases import plural
from countermove.views.brief.outcomes import approach_lines
from countermove.views.compare.compare import comparison_prose
from countermove.views.compare.tables import comparison_tables
from countermove.views.evolution import evolution_prose, routes_table, starts_table
from countermove.views.inverse import state_first
from countermove.views.preference_changes import variant_lines
from countermove.views.robustness import robust_lines, robust_sections, robust_table

__all__ = ["LEFT_OUT", "MOST_MOVES", "STARTS", "Onward", "Robust", "evolution", "others", "robustness", "scenarios"]

MOST_ROWS = 12
"""Changes in a table of robustness at most: a third of a page."""
MOST_FOUND = 10
"""Outcomes of a searched game in a table at most."""
STARTS = 20
"""States, or paths, in a table at most: half a page."""
MOST_MOVES = 1_000_000
"""Moves above which only the path to the best supported outcome is searched: more take seconds for each outcome."""
STRONGEST = "Each outcome was judged by the strongest concept under which it is an equilibrium."
LEFT_OUT = "For the other outcomes this would take too long for a report."
OTHERS_LEFT_OUT = "For other outcomes this would take too long for a report."


# -------------------------------------------------------------------------------------------------- robustness


@dataclass(frozen=True)
class Robust:
    """How robust outcomes are.

    `single`: in a listed game, which single changes upset each outcome (None: this takes too long). `sampled`: what draws
    of plausible models show, where there are any.
    """

    single: Sequence[SingleBreakers | None] = ()
    sampled: Robustness | None = None


def robustness(material: Material, robust: Robust | None) -> Chapter | None:
    """What breaks each outcome; with draws, also in how many plausible models it survives."""
    if robust is None:
        return None
    title, sampled = "How robust each outcome is", robust.sampled
    if sampled is not None and not material.game.is_listed:
        table = grid(robust_table(sampled, MOST_FOUND))
        return Chapter("robustness", title, (*parts(readable(robust_sections(sampled))), *table))
    tried = [(key, one) for key, one in zip(material.outcomes, robust.single, strict=False) if one is not None]
    lines = list(robust_lines(material.listed, *zip(*tried, strict=True))) if tried else []
    blocks: list[Block] = [Paragraph((_tried(material),)), *from_lines(lines)] if lines else []
    if lines and len(tried) < len(robust.single):
        blocks.append(Paragraph((LEFT_OUT,), note=True))
    if sampled is not None:
        blocks += [*parts(robust_sections(sampled)), *grid(robust_table(sampled, MOST_ROWS), material.listed)]
    return Chapter("robustness", title, tuple(blocks)) if blocks else None


def _tried(material: Material) -> str:
    """Which changes were tried: of lines, or, where an actor ranks the states, of places."""
    records = material.game.case.actors.values()
    fields = (("statements", "prefers"), ("places of a ranking", "ranking"))
    kinds = [word for word, some in fields if any(getattr(record, some) for record in records)]
    uncertain = " Each uncertain statement was also replaced by what holds otherwise." if "statements" in kinds else ""
    return f"Every swap of two adjacent {joined(kinds, 'or')} of one actor was tried.{uncertain} {STRONGEST}"


# ------------------------------------------------------------------------------------------------------ inverse


def others(material: Material, inverses: Sequence[tuple[int, Inverse]]) -> Chapter | None:
    """For the status quo and the outcomes that are no Nash equilibria, or not reached: what would make them so.

    `inverses`: the smallest change for each state, where there are preferences to change.
    """
    game = material.listed
    entries = [
        Entry((_answer(game, answer, state),))
        for state, answer in inverses
        if answer.possible is not None and answer.cost != 0
    ]
    if not entries:
        return None
    reached = " that improvements reach from the status quo" if game.status_quo_key is not None else ""
    lead = (
        f"The smallest change of preferences after which each of these states is a Nash equilibrium{reached}. A swap of "
        "two adjacent statements, or places of a ranking, counts one. No smaller change is enough."
    )
    is_cut = any(answer.possible is None for _, answer in inverses)
    more: list[Block] = [Paragraph((OTHERS_LEFT_OUT,), note=True)] if is_cut else []
    return Chapter(
        "inverse", "What would make other states equilibria", (Paragraph((lead,)), Listing(tuple(entries)), *more)
    )


def _answer(game: ListedGame, answer: Inverse, state: int) -> str:
    name = state_first(game, game.at(state))
    if not answer.possible:
        return f"{name}: no order of the actors' preferences makes it one; this is proved."
    changes = [line for actor, variant in answer.solutions[0].variants for line in variant_lines(game, actor, variant)]
    others = answer.count - 1
    more = f"; {others:,} other {plural(others, 'change', 'changes')} of this size would do as well" if others else ""
    cost = f"{answer.cost} {plural(answer.cost or 0, 'swap', 'swaps')}"
    return f"{name}, if {joined(changes)} ({cost}{more})."


# ----------------------------------------------------------------------------------------------- what may follow


@dataclass(frozen=True)
class Onward:
    """Where things may go: paths from the status quo; without one, where each state leads.

    Where the moves are too many for either, only the `approach` to the best supported outcome.
    """

    paths: Evolution | None = None
    starts: Starts | None = None
    approach: Approach | None = None


def evolution(material: Material, onward: Onward | None) -> Chapter | None:
    """How it may go on from the status quo; without one, from each state."""
    title = "How the conflict may evolve"
    if onward is None:
        return None
    if onward.starts is not None:
        return Chapter("evolution", title, grid(starts_table(onward.starts, STARTS)))
    if onward.paths is None:
        left_out = f"There are more than {MOST_MOVES:,} moves: where else they lead was not asked for this report."
        lines = approach_lines(material.game, onward.approach)
        return Chapter("evolution", title, (*from_items(as_items(lines)), Paragraph((left_out,))))
    sections = [section for section in evolution_prose(onward.paths) if section.title != "What happened"]
    if material.game.is_listed:
        lengths = grid(routes_table(onward.paths, STARTS))
    else:
        sections = readable([replace(sections[0], items=sections[0].items[:1]), *sections[1:]])
        lengths = grid(_without_empty_columns(without_column(routes_table(onward.paths, MOST_FOUND), 1)))
    steps = (Part("How long the paths are", lengths),) if lengths else ()
    return Chapter("evolution", title, (*material.pictures("evolution"), *parts(sections), *steps))


def _without_empty_columns(table: Table) -> Table:
    for column in reversed(range(len(table.columns))):
        if not any(row[column] for row in table.rows):
            table = without_column(table, column)
    return table


# ---------------------------------------------------------------------------------------------------- scenarios


def scenarios(material: Material, comparison: Comparison | None) -> Chapter | None:
    """What each scenario of the case would change; `comparison` is None where it was not computed."""
    if not material.case.scenarios or material.game.scenario is not None:
        return None
    title = "What-ifs"
    if comparison is None:
        size = material.listed.size
        left_out = f"The case has scenarios; with {size:,} states they were not solved for this report."
        return Chapter("scenarios", title, (Paragraph((left_out,)),))
    first, *further = comparison_prose(comparison)
    blocks = (*from_items(first.items), *parts(further))
    if material.length is Length.FULL:
        blocks += tuple(block for table in comparison_tables(comparison) for block in grid(table))
    return Chapter("scenarios", title, blocks)
