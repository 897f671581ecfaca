"""A comparison in sentences: for each change the equilibria lost and gained, where improvements lead, and who gains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from countermove.analysis.compare.comparison import Change, Comparison, Shift, Side, Stake
from countermove.model.case import Case
from countermove.stability.concept import Concept
from countermove.text.blocks import Item, Page, Section
from countermove.text.naming import joined
from countermove.text.phrases import contrast, plural, sentence
from countermove.views.compare.edits import edit_words
from countermove.views.compare.state_names import MOST_ENDS, MOST_STATES, Names, names_in, states_behind, states_named
from countermove.views.compare.tables import comparison_tables

__all__ = ["comparison_page", "comparison_prose", "ends", "lost_and_gained"]


def comparison_page(comparison: Comparison, limit: int | None) -> Page:
    """The comparison in sentences, and in tables of at most `limit` states."""
    return [*comparison_prose(comparison), *comparison_tables(comparison, limit)]


def comparison_prose(comparison: Comparison) -> list[Section]:
    """The comparison as sections: what each change does, and then what was changed."""
    # Two sections rather than one a change: what a reader wants to know comes first, what was changed last.
    base, names = comparison.base, names_in(comparison)
    words = _base_words if comparison.is_listed else _searched_base_words
    items = [Item(words(comparison, names))]
    changed: list[Item] = []
    for change in comparison.changes:
        side = change.side
        text = " ".join(_change_sentences(comparison, change, names.within(change)))
        items.append(Item(f"{_side_words(side.name, side.about)}: {text}"))
        changed += _edit_items(side.name, edit_words(base.game.case, side.game.case, change.edits), side.notes)
    if not comparison.is_listed:
        items += map(Item, _limits(comparison))
    title = base.game.case.title or "Untitled case"
    return [Section(title, tuple(items)), Section("What was changed", tuple(changed))]


def _edit_items(name: str, words: Iterable[str], notes: Iterable[str]) -> Iterator[Item]:
    """What one side has differently: the edits in words, and what followed from the change."""
    texts = [*words, *(sentence(note) + "." for note in notes)]
    yield Item(name, mark="-")
    yield from (Item(text, 1) for text in texts or ["Nothing that the analysis uses."])


def _change_sentences(comparison: Comparison, change: Change, names: Names) -> Iterator[str]:
    """What a change does: to the equilibria, to where improvements lead, and to whom."""
    yield from _equilibria_words(comparison.concepts, change.equilibria, names)
    base, side = comparison.base, change.side
    has_start = [one.game.status_quo_key is not None for one in (base, side)]
    # Ends of walks from somewhere have no counterpart in the strongest outcomes of a game without a status quo.
    if any(has_start) and not all(has_start):
        yield "One of the two cases has no status quo, so where improvements lead cannot be compared."
    elif comparison.is_listed:
        yield from _outcome_words(base, change, names, all(has_start))
    elif all(has_start):
        yield from _walk_words(base, change, names)
    has_ends = all(has_start) or not any(has_start)
    if comparison.is_listed and _is_starred(change, comparison.concepts[0], has_ends):
        yield f"(*: a state of {side.name} that {base.name} does not have.)"


def _side_words(name: str, about: str) -> str:
    """A side by its name, and what it is about."""
    # A description in a case file may run over lines and end in a stop, neither of which fits into brackets.
    about = " ".join(about.split()).rstrip(".")
    return f"{name} ({about})" if about else name


# ------------------------------------------------------------------------------------------------- the base


def _base_words(comparison: Comparison, names: Names) -> str:
    base, game = comparison.base, comparison.base.table.listed
    concept = comparison.concepts[0]
    text = f"{_side_words(base.name, base.about)}: {game.size:,} states, {_holding_words(base, concept, names)}"
    end = ends([names.old(key) for key in base.outcome_keys])
    if game.status_quo_key is None:
        return f"{text}; no status quo, so the outcomes are the equilibria under most concepts: {end}."
    return f"{text}; improvements from the status quo, state {names.old(game.status_quo_key)}, lead to {end}."


def _searched_base_words(comparison: Comparison, names: Names) -> str:
    base, concept = comparison.base, comparison.concepts[0]
    # Only the search for equilibria that own moves alone decide can tell that there are no others.
    is_proved = base.table.proved and concept.by_own_moves
    only = ", and no others" if len(base.holding(concept.id)) and is_proved else ""
    text = f"{_side_words(base.name, base.about)}: {_holding_words(base, concept, names)}{only}"
    if base.game.status_quo_key is None:
        return f"{text}; no status quo, so it is not known where improvements lead."
    if not base.outcome_keys:
        return f"{text}; no sampled improvement walk from the status quo reached an end."
    where = ends([names.old(key) for key in base.outcome_keys])
    return f"{text}; sampled improvement walks from the status quo end in {where}."


def _holding_words(base: Side, concept: Concept, names: Names) -> str:
    """How many equilibria the base has, and, where they are few, which."""
    keys = base.holding(concept.id)
    listed = states_behind([names.old(int(key)) for key in keys]) if 0 < len(keys) <= MOST_STATES else ""
    return f"{_count_words(concept, len(keys))}{listed}"


def _count_words(concept: Concept, count: int) -> str:
    """How many equilibria there are under a concept: ``6 Nash equilibria``."""
    amount = f"{count:,}" if count else "no"
    return f"{amount} {concept.label} {plural(max(count, 1), 'equilibrium', 'equilibria')}"


# ------------------------------------------------------------------------------------------- the equilibria


def _equilibria_words(concepts: Sequence[Concept], shifts: Mapping[str, Shift], names: Names) -> Iterator[str]:
    """The first concept in full; of the others, under which nothing changes, and how many the others lose and gain."""
    lead = concepts[0]
    same = [concept for concept in concepts if shifts[concept.id].is_none]
    kept = shifts[lead.id].kept
    # A sentence may end in "Nash equilibria (1, 5)." or in a name with a stop: never two stops.
    if not shifts[lead.id].is_none:
        yield f"{sentence(_shift_words(lead, shifts[lead.id], names)).removesuffix('.')}."
    elif len(same) == len(concepts):
        yield f"{sentence(_same(lead, kept, names))}."
        if len(concepts) > 1:
            yield "The equilibria under the other concepts are the same too."
    else:
        yield f"{sentence(_same(lead, kept, names))}."
    unchanged = [concept.label for concept in same if concept is not lead]
    if unchanged and len(same) < len(concepts):
        yield f"Under {joined(unchanged)} nothing changes{' either' if lead in same else ''}."
    others = [concept for concept in concepts[1:] if not shifts[concept.id].is_none]
    if others:
        yield f"{'; '.join(f'{c.label} {lost_and_gained(shifts[c.id])}' for c in others)}."


def _same(concept: Concept, kept: Iterable[int], names: Names) -> str:
    """The equilibria that stay: ``the 6 Nash equilibria are the same (148, ...)``."""
    states = [names.old(int(key)) for key in kept]
    if not states:
        return f"there is no {concept.label} equilibrium, as before"
    listed = states_behind(states) if len(states) <= MOST_STATES else ""
    return f"{_all_words(concept, len(states))} {plural(len(states), 'is', 'are')} the same{listed}"


def _all_words(concept: Concept, count: int) -> str:
    """All equilibria under a concept: ``the 6 Nash equilibria``; of one, the number goes without saying."""
    return f"the {_count_words(concept, count)}" if count > 1 else f"the {concept.label} equilibrium"


def _shift_words(concept: Concept, shift: Shift, names: Names) -> str:
    """``of the 6 Nash equilibria, states 148 and 412 are lost, and none is gained``."""
    before, lost, gained = len(shift.kept) + len(shift.lost), len(shift.lost), len(shift.gained)
    is_are = plural(gained, "is", "are")
    new = f"{states_named(map(names.new, shift.gained))} {is_are} gained" if gained else "none is gained"
    if not before:
        return f"there was no {concept.label} equilibrium before; {new}"
    if not lost:
        return f"{_all_words(concept, before)} {plural(before, 'stays', 'stay')}, and {new}"
    lost_states = states_named(map(names.old, shift.lost))
    if lost == before:
        which = f", {lost_states}," if lost <= MOST_STATES else ""
        every = f"the only {concept.label} equilibrium" if lost == 1 else f"all {_count_words(concept, before)}"
        return f"{every}{which} {plural(lost, 'is', 'are')} lost, and {new}"
    return f"of the {_count_words(concept, before)}, {lost_states} {plural(lost, 'is', 'are')} lost, and {new}"


def lost_and_gained(shift: Shift) -> str:
    """How many equilibria a concept loses and gains: ``loses 2 and gains 74``."""
    parts = [(len(shift.lost), "loses"), (len(shift.gained), "gains")]
    return " and ".join(f"{what} {count:,}" for count, what in parts if count)


# ------------------------------------------------------------------------------- where it ends, and for whom


def _outcome_words(base: Side, change: Change, names: Names, has_start: bool) -> Iterator[str]:
    """Where improvements lead in a listed game, before and after, and who gains by the difference."""
    before, after = base.outcome_keys, change.side.outcome_keys
    subject = "improvements from the status quo" if has_start else "without a status quo, the equilibria under most concepts"
    lead = "lead to" if has_start else "are"
    new = ends([names.new(key) for key in after])
    if [change.there.of(key) for key in before] == list(after):
        nobody = ", so no actor gains or loses" if after and _is_unaffected(change.stakes) else ""
        yield f"{sentence(subject)} {f'still {lead}' if has_start else f'{lead} still'} {new}{nobody}."
    else:
        what = _difference(base, change)
        old = ends([names.old(key) for key in before])
        yield f"{sentence(subject)} {lead} {new}{f' ({what})' if what else ''} instead of {old}."
    yield from _gain_words(base.game.case, change.side.game.case, change.stakes)


def _walk_words(base: Side, change: Change, names: Names) -> Iterator[str]:
    """Where sampled improvement walks end in a searched game, before and after, and who gains by the difference."""
    before = [names.old(key) for key in base.outcome_keys]
    after = [names.new(key) for key in change.side.outcome_keys]
    if not after:
        yield "After the change, no sampled improvement walk from the status quo reached an end."
    elif set(before) == set(after):
        still = ", so no actor gains or loses" if _is_unaffected(change.stakes) else ""
        yield f"Sampled improvement walks from the status quo still end in {ends(after)}{still}."
    else:
        what = _difference(base, change)
        instead = f" instead of {ends(before)}" if before else ""
        yield f"Sampled improvement walks from the status quo end in {ends(after)}{f' ({what})' if what else ''}{instead}."
    yield from _gain_words(base.game.case, change.side.game.case, change.stakes)


def ends(names: Sequence[str]) -> str:
    """The states at which it ends: ``state 148``, or ``one of 12 states``."""
    if not names:
        return "no equilibrium"
    return f"one of {len(names):,} states" if len(names) > MOST_ENDS else f"state {joined(names, 'or')}"


def _difference(base: Side, change: Change) -> str:
    """What the one outcome after the change has that the one before has not, where a game has both."""
    if len(base.outcome_keys) != 1 or len(change.side.outcome_keys) != 1 or base.game.case.states is not None:
        return ""
    (before,), (after,) = base.outcome_keys, change.side.outcome_keys
    # Two states can be told apart only in one game: in that of the base if it has both, else in the other.
    old, new = change.back.of(after), change.there.of(before)
    if old is not None:
        return contrast(base.game, before, old)
    return "" if new is None else contrast(change.side.game, new, after)


def _is_unaffected(stakes: Sequence[Stake]) -> bool:
    """Whether the change of outcomes is neither better nor worse for anybody."""
    return all({stake.before, stake.after} <= {None, "equal"} for stake in stakes)


FARES = {
    "better": "better off",
    "worse": "worse off",
    "equal": "as well off as before",
    "depends": "better or worse off, depending on where it ends",
}


def _gain_words(old: Case, new: Case, stakes: Sequence[Stake]) -> Iterator[str]:
    """Who is better off and who is worse off; first, those whose own preferences change the verdict.

    Nothing where nobody is affected.
    """
    if _is_unaffected(stakes):
        return
    groups: dict[str, list[str]] = {}
    for stake in stakes:
        label = (old if stake.actor in old.actors else new).label(stake.actor)
        # Where a change is one of its preferences, the actor may be better off by the new ones and worse by the old.
        verdicts = [verdict for verdict in (stake.after, stake.before) if verdict is not None]
        if len(set(verdicts)) == 1:
            groups.setdefault(verdicts[0], []).append(label)
        elif verdicts:
            new_fares, old_fares = FARES[verdicts[0]], FARES[verdicts[1]]
            yield f"{label}: {new_fares} by the preferences after the change, {old_fares} by those before it."
    parts = [f"{fares}: {joined(groups[verdict])}" for verdict, fares in FARES.items() if verdict in groups]
    if parts:
        yield f"{sentence('; '.join(parts))}."


def _is_starred(change: Change, lead: Concept, has_ends: bool) -> bool:
    """Whether a state is named that only the other side has; `has_ends`: whether it is said where the side leads."""
    # The same limits as above: of more states only the number is said, and no star with it; so of all other concepts.
    gained, ends = change.equilibria[lead.id].gained, change.side.outcome_keys
    keys = {int(key) for key in gained if len(gained) <= MOST_STATES} | set(
        ends if has_ends and len(ends) <= MOST_ENDS else ()
    )
    return change.side.game.case.states is None and any(change.back.of(key) is None for key in keys)


# ------------------------------------------------------------------------------- how certain a search is


def _limits(comparison: Comparison) -> Iterator[str]:
    """How certain this is, and whether there may be more."""
    asks_nash = any(concept.by_own_moves for concept in comparison.concepts)
    yield (
        "Every Nash equilibrium of one case was tried in the other, so it is certain which are kept, lost and gained."
        if asks_nash
        else "Every equilibrium that was found in one case was tried in the other."
    )
    short = [side.name for side in comparison.sides if not side.table.proved]
    if short:
        stopped = plural(len(short), "The search in this case was", "The searches in these cases were")
        yield (
            f"{stopped} stopped: {joined(short)}. So there may be more equilibria, and more that are kept, lost or "
            "gained; only those that the searches found are counted."
        )
    depth = comparison.base.table.depth
    if depth is not None:
        moves = f"{depth} {plural(depth, 'move', 'moves')}"
        yield (
            f"Under the other concepts only some states were tried, with answers of at most {moves}. There, lost means: "
            "no longer shown to be an equilibrium."
        )
    if any(side.table.search_result.walks for side in comparison.sides):
        yield "Sampled walks show some of the states that improvements reach; there may be others."
