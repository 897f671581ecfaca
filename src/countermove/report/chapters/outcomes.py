"""The chapters on outcomes: which states hold, under what, and why each of them does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from countermove.analysis.best_moves import BestMove
from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.briefing.stakes import OtherMove, Stay
from countermove.explanation import Explanation
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.report.chapters.parts import Length, Material, for_readers, grid
from countermove.search.bounded import Move
from countermove.text.blocks import Block, Chapter, Details, Entry, Listing, Paragraph, Part, Picture, Table, from_lines
from countermove.text.naming import (
    against_first,
    alike,
    doing_words,
    joined,
    named,
    number,
    outcome,
    size_words,
    state_name,
    turn_words,
)
from countermove.text.phrases import numbered_words, plural, sentence
from countermove.text.verbs import verb
from countermove.views.brief.outcomes import support_clause
from countermove.views.brief.stakes import other_move_words, stay_lines
from countermove.views.explanation.explanation import sentences
from countermove.views.stability import FITS, found_words, stability_table, tried_words
from countermove.views.states import signs, states_table

__all__ = ["MoverEvidence", "Reasons", "all_states", "option_form", "outcomes", "reasons", "state_anchor"]

SIDE_BY_SIDE = 8
"""States side by side in option form: more columns leave no room for the names of options."""
MOST_LISTED = 30
"""Outcomes in the table of all outcomes at most: about a page."""
MOST_STATES = 500
"""States in the table of all states at most: some ten pages."""
MOST_FOUND = 10
"""Outcomes of a searched game side by side at most; they have no numbers, so that their columns are narrow."""
NOTHING = "No state is an equilibrium under any of the concepts asked: in every state some actor moves on."
ONLY_NASH = (
    "Only Nash was asked: no mover gains by a move of its own. What others might do in answer has to be searched move "
    'by move; what was found of that stands under "Outcomes that rest on threats".'
)
HOW = (
    "For each outcome and each actor that could move: the best that it could do instead, what the others would do then, "
    "and what it would be left with."
)
HOW_SEARCHED = (
    "For each outcome and each actor that could move: the best that it could do instead, and what it would give up."
)


@dataclass(frozen=True)
class MoverEvidence:
    """Why a mover stays at an outcome.

    `explanation`: under the strongest concept under which the outcome holds; `countered`: where that does not ask
    whether the mover could move again, under the concept that does so as well.
    """

    explanation: Explanation
    countered: Explanation | None = None


@dataclass(frozen=True)
class Reasons:
    """Why each outcome holds, by its key.

    `stays`: in a listed game what each mover could try there, and what stops it; `evidence`: for those of whom
    something shows it, by key and mover. `moves`: in a searched game the best other move of each mover.
    """

    stays: Mapping[int, Sequence[Stay]] = field(default_factory=dict)
    evidence: Mapping[tuple[int, str], MoverEvidence] = field(default_factory=dict)
    moves: Mapping[tuple[int, str], BestMove] = field(default_factory=dict)


def state_anchor(state: int) -> str:
    """The anchor of a state in the chapter on why it holds."""
    return f"state-{number(state)}"


# ------------------------------------------------------------------------------------------------ which states


def outcomes(material: Material, _: None) -> Chapter:
    """All outcomes: the best supported in option form, then the verdicts behind them."""
    blocks = _listed_outcomes(material) if material.game.is_listed else _searched_outcomes(material)
    return Chapter("outcomes", "All outcomes", tuple(blocks))


def _listed_outcomes(material: Material) -> list[Block]:
    game, table = material.listed, material.table
    count = table.count
    are = plural(count, "is an equilibrium", "are equilibria")
    lead = f"{count:,} of {game.size:,} {plural(game.size, 'state', 'states')} {are} under some concept."
    blocks: list[Block] = [Paragraph((lead if count else NOTHING,)), *material.pictures("outcomes", "equilibria")]
    is_pictured = any(isinstance(block, Picture) for block in blocks)
    if count and not game.is_graph and not is_pictured:
        blocks.append(Part("The best supported outcomes, option by option", grid(option_form(table, material.outcomes))))
    verdicts = grid(stability_table(table, MOST_LISTED), game)
    if game.size > FITS and count:
        many = min(count, MOST_LISTED)
        title = f"The verdicts on the {many} best supported outcomes" if many < count else "The verdicts on all outcomes"
        blocks.append(Details((title,), verdicts))
    return blocks


def all_states(material: Material, _: None) -> Chapter:
    """Every state: what is done in it, who ranks it where, and, of few states, for whom it is stable under what."""
    game = material.listed
    keys = np.arange(min(game.size, MOST_STATES), dtype=np.int64)
    blocks: list[Block] = []
    if game.size <= FITS:
        blocks += [*grid(stability_table(material.table, MOST_LISTED), game), *material.pictures("tableau")]
    table = states_table(game, keys)
    if game.size > len(keys):
        cut = f"{game.size - len(keys):,} more states; countermove states lists them."
        table = replace(table, notes=(*table.notes, cut))
    return Chapter("states", "All states", (*blocks, *grid(table)), is_appendix=True)


def option_form(table: StabilityTable, states: Sequence[int]) -> Table:
    """The options as rows and states as columns: the status quo, then outcomes; below them under what each holds."""
    game = table.listed
    columns = list(states[:SIDE_BY_SIDE])
    now = game.status_quo_key
    if now is not None:
        columns = [now, *(state for state in columns if state != now)][:SIDE_BY_SIDE]
    forms = signs(game, np.array(columns, dtype=np.int64))
    meaning = {"Y": "yes", "N": "\u2013", "-": "either"}
    rows = [
        (f"{game.case.label(row.owner)}: {row.name}", *(meaning[form[row.index]] for form in forms)) for row in game.options
    ]
    first = len(rows)
    equilibria = [table.at(state) for state in columns]
    rows += [
        (f"equilibrium under {c.label}", *("yes" if c.id in e.concepts else "\u2013" for e in equilibria))
        for c in table.concepts
    ]
    heads = [f"{number(state)}{' (now)' if state == now else ''}" for state in columns]
    notes = ["The columns are states, by number; yes: the option is taken."]
    if now is not None:
        notes[0] = "The columns are states, by number, the status quo first; yes: the option is taken."
    return Table(("option", *heads), tuple(rows), notes=tuple(notes), strong=frozenset(range(first, len(rows))))


def _searched_outcomes(material: Material) -> list[Block]:
    table = material.table
    lines = [size_words(table.searched), found_words(table), tried_words(table) or (ONLY_NASH if table.left_out else "")]
    if table.count > 1:
        lines.append(numbered_words(table.count))
    blocks: list[Block] = [Paragraph((for_readers(text),)) for text in lines if text]
    pictures = material.pictures("outcomes") if table.count else ()
    blocks += pictures
    if table.count and not pictures:
        blocks += grid(_searched_option_form(table))
    return blocks


def _searched_option_form(table: StabilityTable) -> Table:
    """The options as rows and outcomes as columns, the status quo first; those who do the same share their rows."""
    game, now = table.searched, table.searched.status_quo_key
    codes = table.strongest(MOST_FOUND)
    heads = [f"{k}{' (now)' if code == now else ''}" for k, code in enumerate(codes, 1)]
    left_out = table.count - len(codes)
    if now is not None and now not in codes:
        codes, heads = [now, *codes], ["now", *heads]
    deeds: list[tuple[str, tuple[str, ...]]] = []
    for row in game.options:
        taken = ("yes" if code >> row.index & 1 else "\u2013" for code in codes)
        deeds.append((game.case.label(row.owner), (row.name, *taken)))
    rows = tuple((f"{joined(owners)}: {name}", *taken) for (name, *taken), owners in alike(deeds).items())
    notes = ["The columns are outcomes, that to look at first being 1; yes: the option is taken."]
    notes += [f"{left_out:,} more outcomes were found."] if left_out else []
    return Table(("option", *heads), rows, notes=tuple(notes))


# ------------------------------------------------------------------------------------------------- why they hold


def reasons(material: Material, answer: Reasons) -> Chapter | None:
    """For each outcome and each mover the evidence: what it could gain, who would answer, and what then."""
    if not material.outcomes:
        return None
    left_out = material.table.count - len(material.outcomes)
    if material.game.is_listed:
        blocks: list[Block] = [Paragraph((HOW,)), *(_listed_outcome(material.table, k, answer) for k in material.outcomes)]
        those = plural(left_out, "1 more outcome is", f"{left_out:,} more outcomes are")
        more = f"{those} not described here: these are supported best."
    else:
        blocks = [Paragraph((HOW_SEARCHED,))]
        blocks += [_searched_outcome(material, place, answer.moves) for place in range(len(material.outcomes))]
        more = f"{left_out:,} more of the outcomes found {plural(left_out, 'is', 'are')} not described here."
    blocks += [Paragraph((more,), note=True)] if left_out else []
    return Chapter("reasons", "Outcome by outcome", (*blocks, *_neighbours(material)))


def _neighbours(material: Material) -> tuple[Block, ...]:
    """The moves around the outcomes, as a picture."""
    if not material.game.is_listed or material.length is not Length.FULL:
        return ()
    pictures = material.pictures("moves")
    title = "The moves between states" if material.listed.size <= FITS else "The moves around these outcomes"
    return (Part(title, pictures),) if pictures else ()


def _listed_outcome(table: StabilityTable, state: int, answer: Reasons) -> Part:
    game = table.listed
    name = state_name(game, state)
    blocks: list[Block] = []
    if not game.is_graph:
        doing = outcome(game, state)
        idle = joined([owner for owner, names in doing if not names])
        entries = [Entry((f"{owner}: {'; '.join(names)}",)) for owner, names in doing if names]
        blocks.append(Listing((*entries, *([Entry((f"{idle}: nothing",))] if idle else []))))
    blocks.append(Paragraph((f"{support_clause(table, table.at(state), is_only=None)}.",)))
    blocks += _movers(table, state, answer)
    return Part(name if game.is_graph else sentence(name), tuple(blocks), state_anchor(state))


def _movers(table: StabilityTable, state: int, answer: Reasons) -> Iterator[Block]:
    """For each mover what tempts it, in one line, and the evidence behind that."""
    game = table.listed
    lines: list[list[str]] = []
    for level, text in stay_lines(game, answer.stays[state], game.at(state)):
        if level == 1:
            lines.append([text])
        else:
            lines[-1].append(text)
    for mover, (head, *below) in zip(game.movers, lines, strict=True):
        own = answer.evidence.get((state, mover.id))
        blocks = () if own is None else tuple(_evidence(game, mover.id, own))
        if blocks:
            yield Details((head,), (*(Paragraph((text,)) for text in below), *blocks))
        else:
            yield Listing((Entry((" ".join([head, *below]),)),))


def _evidence(game: ListedGame, mover: str, evidence: MoverEvidence) -> Iterator[Block]:
    """The evidence under a concept; and if that does not ask whether the mover could move again, under one that does.

    Nothing where the mover has nothing to gain, for then nothing holds it back.
    """
    first, again = evidence.explanation, evidence.countered
    if not first.improvements and not first.refused:
        return
    yield from from_lines(sentences(first)[1:])
    if again is not None and first.improvements:
        it, reckons = verb(game.case, mover, ("it", "reckons"), ("they", "reckon"))
        stays = f"{it} would stay all the same" if again.stable else f"{it} would leave"
        title = f"If {game.case.label(mover)} {reckons} that {it} may move again, {stays}"
        yield Details((title,), from_lines(sentences(again)[1:]))


def _searched_outcome(material: Material, place: int, moves: Mapping[tuple[int, str], BestMove]) -> Part:
    """One outcome of a searched game; of all but the first only what differs from the first."""
    game, first, key = material.searched, material.outcomes[0], material.outcomes[place]
    one = material.table.at(key)
    if place == 0:
        doing: tuple[Block, ...] = (Listing(tuple(Entry((line,)) for line in doing_words(game, key))),)
    else:
        doing = (Paragraph((f"As outcome 1, but {against_first(game, first, key)}.",)),)
    stays = [(mover.id, _staying(game, key, moves[key, mover.id])) for mover in game.movers]
    if place > 0:
        before = {mover.id: _staying(game, first, moves[first, mover.id]) for mover in game.movers}
        stays = [(mover, words) for mover, words in stays if words != before[mover]]
    entries = [Entry((f"{named(game, movers)}: {words}",)) for words, movers in alike(stays).items()]
    if place > 0:
        entries.append(Entry((f"{'All others' if entries else 'Everybody'}: as in outcome 1.",)))
    label = game.label_of(key)
    title = f"Outcome {place + 1}" if material.table.count > 1 else "The outcome"
    title = f'{title}: "{label}"' if label else title
    holds = Paragraph((_holds(material.table, one),))
    return Part(title, (*doing, holds, Listing(tuple(entries))), f"outcome-{place + 1}")


def _holds(table: StabilityTable, one: Equilibrium) -> str:
    """Under which concepts an outcome of a searched game holds, and what is known of the way there."""
    now = table.searched.status_quo_key
    label = {concept.id: concept.label for concept in table.concepts}
    path = "improvements lead there from the status quo" if one.walk is not None else "no path there is known"
    reach = f", and {path}" if now not in (None, one.state.key) else ""
    if one.state.key == now:
        reach = ", and is the status quo"
    return f"It is an equilibrium under {joined([label[id_] for id_ in one.concepts])}{reach}."


def _staying(game: SearchedGame, key: int, best: BestMove) -> str:
    """Why a mover stays: its best other move, and the first statement that it would give up by it."""
    if best.can_move is None:
        return "it has too many moves to be looked at one by one."
    if not best.can_move:
        return "no other move."
    if best.after is None:
        return "some of its decisions would pass." if best.passes else "none of its decisions would pass."
    if best.gain > 0:
        return f"it would gain at first: it {turn_words(game, Move(best.mover, key, best.after.key))}."
    other = OtherMove(best.after, "good" if best.gain == 0 else "worse", best.lost)
    return other_move_words(game, best.mover, other, game.at(key))
