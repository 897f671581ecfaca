"""Draws of plausible models and single changes, as new cases: written anew from the definition, slow and literal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import numpy as np

from countermove.model.case import Case
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown, lines_of
from countermove.model.statements import parse
from reference import Model, levels_of, status_quo_of, taken

Slot = tuple[str, Any]
"""One place of an actor's list: a line, a group of lines, or a group of equally good states."""


class Numbers:
    """The random numbers of one draw, in order."""

    def __init__(self, seed: int, k: int) -> None:
        self.rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(k,))))

    def next(self) -> float:
        return float(self.rng.random())


def drawn_cases(
    case: Case, seed: int, k: int, noise: Sequence[float], drop_options: float = 0, drop_actors: float = 0
) -> list[Case]:
    """Draw k of a case as a case of its own, one for each noise level."""
    numbers = Numbers(seed, k)
    variants: list[dict[str, dict[str, Any]]] = [{} for _ in noise]
    for actor in case.actors:
        for variant, update in zip(variants, drawn_preferences(case, actor, numbers, noise), strict=True):
            variant[actor] = update
    kept = [options for options in option_groups(case) if numbers.next() < drop_options]
    absent = [actor for actor in case.actors if numbers.next() < drop_actors]
    kept += [[row.index] for row in case.option_rows if row.owner in absent]
    return [without(replaced(case, variant), kept, absent) for variant in variants]


def drawn_preferences(case: Case, actor: str, numbers: Numbers, noise: Sequence[float]) -> Iterator[dict[str, Any]]:
    """What replaces the preferences of one actor, at each noise level."""
    gone, _, levels = drawn_lists(case, actor, numbers, noise)
    if levels is None:
        yield from ({} for _ in noise)
        return
    yield from (written(order, gone) for order in levels)


def drawn_lists(
    case: Case, actor: str, numbers: Numbers, noise: Sequence[float]
) -> tuple[dict[int, Line | None], dict[int, tuple[int, ...]], list[list[Slot]] | None]:
    """The lines of an actor that fail, the orders of groups whose order is not known, and its list at each level."""
    record = case.actors[actor]
    gone: dict[int, Line | None] = {}
    orders: dict[int, tuple[int, ...]] = {}
    if record.ranking is not None:
        slots: list[Slot] = [("place", group) for group in places(case, actor)]
    elif record.prefers:
        for line in (line for entry in record.prefers for line in lines_of(entry)):
            if line.sure < 1 and numbers.next() >= float(line.sure):
                gone[id(line)] = None if line.otherwise is None else Line(that=line.otherwise)
        slots = []
        for k, entry in enumerate(record.prefers):
            if isinstance(entry, OrderUnknown):
                draws = [(numbers.next(), n) for n in range(len(entry.order_unknown))]
                orders[k] = tuple(n for _, n in sorted(draws))
                slots += [("line", entry.order_unknown[n]) for n in orders[k]]
            else:
                slots.append(("line", entry) if isinstance(entry, Line) else ("group", entry))
    else:
        return gone, orders, None
    upward = numbers.next() < 0.5
    chances = [numbers.next() for _ in slots[1:]]
    levels = []
    for level in noise:
        order = list(slots)
        for n in sorted(range(len(chances)), reverse=upward):
            if chances[n] < level:
                order[n : n + 2] = [order[n + 1], order[n]]
        levels.append(order)
    return gone, orders, levels


def drawn_changes(case: Case, seed: int, k: int, noise: Sequence[float]) -> set[tuple[str, tuple[Any, ...]]]:
    """The single changes, as `changed_cases` has them, that are part of draw k at the last noise level, by actor.

    Adjacent entries count as exchanged where a line of the upper one has come to stand below one of the lower.
    """
    numbers, found = Numbers(seed, k), set()
    for actor, record in case.actors.items():
        gone, orders, levels = drawn_lists(case, actor, numbers, noise)
        if levels is None:
            continue
        entries = places(case, actor) if record.ranking is not None else list(record.prefers or ())
        at = [[n for n, (_, slot) in enumerate(levels[-1]) if _is_in(slot, entry)] for entry in entries]
        found |= {(actor, (n, "exchange", None, None)) for n in range(len(at) - 1) if max(at[n]) > min(at[n + 1])}
        found |= {(actor, (n, "order", None, order)) for n, order in orders.items()}
        for n, entry in enumerate(entries):
            for part, line in enumerate(_lines(entry)):
                if id(line) in gone:
                    kind = "dropped" if gone[id(line)] is None else "otherwise"
                    found.add((actor, (n, kind, None if isinstance(entry, Line) else part, None)))
    return found


def _is_in(slot: Any, entry: Any) -> bool:
    """Whether what stands in a drawn list is an entry, or a line of it; places of a ranking are told apart by what they say."""
    return slot == entry if isinstance(entry, tuple) else slot is entry or any(slot is line for line in _lines(entry))


def _lines(entry: Any) -> tuple[Line, ...]:
    """The lines of an entry of statements; the places of a ranking have none."""
    return () if isinstance(entry, tuple) else lines_of(entry)


def written(slots: Sequence[Slot], gone: dict[int, Line | None]) -> dict[str, Any]:
    """An actor's list as a case file would have it, with lines that are replaced or gone."""
    if slots and slots[0][0] == "place":
        return {"ranking": tuple(group for _, group in slots)}
    lines: list[Any] = []
    for kind, entry in slots:
        kept = [gone.get(id(line), line) for line in ((entry,) if kind == "line" else lines_of(entry))]
        left = tuple(Line(that=line.that) for line in kept if line is not None)
        if left:
            lines.append(left[0] if kind == "line" else Equally(equally=left))
    return {"prefers": tuple(lines)}


def places(case: Case, actor: str) -> list[tuple[str, ...]]:
    """The tie groups of a ranking that cover states, best first, as patterns or ids."""
    model = Model(case)
    ranks, found = model.ranks[actor], []
    for value in sorted(set(ranks), reverse=True):
        raws = [raw for s, group in enumerate(model.states) if ranks[s] == value for raw in group]
        found.append(tuple(raw if isinstance(raw, str) else pattern(case, raw) for raw in raws))
    return found


def pattern(case: Case, code: int) -> str:
    return "".join("Y" if taken(code, k) else "N" for k in range(len(case.option_rows)))


def option_groups(case: Case) -> list[list[int]]:
    """The options that can be left out: each by itself, but the levels of one option together."""
    groups = {level[0]: level for level in levels_of(case)}
    inside = {k for level in groups.values() for k in level[1:]}
    return [groups.get(row.index, [row.index]) for row in case.option_rows if row.index not in inside]


def replaced(case: Case, preferences: dict[str, dict[str, Any]]) -> Case:
    actors = {a: record.model_copy(update=preferences.get(a, {})) for a, record in case.actors.items()}
    return case.model_copy(update={"actors": actors})


def without(case: Case, kept: Sequence[Sequence[int]], absent: Sequence[str]) -> Case:
    """The case in which these options always are as they are now, and these actors want nothing and do not move."""
    now = status_quo_of(case) if not case.is_graph else None
    if now is None:
        now = sum(1 << group[0] for group in levels_of(case))
    claims = []
    for option in (option for options in kept for option in options):
        row = case.option_rows[option]
        name = row.full if row.level is None else f"{row.full.removesuffix('-' + row.level)} is {row.level}"
        claims.append(Claim(that=parse(name if taken(int(now), option) else f"not {name}")))
    nothing: dict[str, Any] = {"prefers": None, "ranking": None, "worth": None}
    actors = {
        a: record.model_copy(update=nothing | ({"moves": ()} if case.is_graph and record.moves is not None else {}))
        if a in absent
        else record
        for a, record in case.actors.items()
    }
    return case.model_copy(update={"always": (*case.always, *claims), "actors": actors})


def tallied(
    case: Case, seed: int, draws: int, noise: Sequence[float], concepts: Sequence[str], **left_out: float
) -> list[tuple[dict[str, Counter[int]], dict[str, Counter[int]], Counter[int]]]:
    """For each noise level in how many draws a state holds, holds and is led to, and is reached; states of the case."""
    base = Model(case)
    found: list[Any] = [({c: Counter() for c in concepts}, {c: Counter() for c in concepts}, Counter()) for _ in noise]
    for k in range(draws):
        for (held, led, reached), drawn in zip(found, drawn_cases(case, seed, k, noise, **left_out), strict=True):
            model = Model(drawn)
            back = [base.state_of[min(group, key=str)] for group in model.states]
            there = set()
            if model.status_quo is not None:
                there = model.reachable_from(model.status_quo)["improvements"]
            reached.update(back[s] for s in there)
            for concept in concepts:
                states = model.equilibria(concept)
                held[concept].update(back[s] for s in states)
                led[concept].update(back[s] for s in states if s in there)
    return found


# ------------------------------------------------------------------------------------------- single changes


def changed_cases(case: Case, actor: str) -> Iterator[tuple[tuple[Any, ...], Case]]:
    """Every single change of an actor, as (line, kind, part, order) and the case after it; positions from 0."""
    record = case.actors[actor]
    if record.ranking is not None:
        slots: list[Slot] = [("place", group) for group in places(case, actor)]
    else:
        slots = [("line" if isinstance(e, Line) else "group", e) for e in record.prefers or ()]
    for k in range(len(slots) - 1):
        order = [*slots[:k], slots[k + 1], slots[k], *slots[k + 2 :]]
        entries = (
            {"ranking": tuple(g for _, g in order)}
            if record.ranking is not None
            else {"prefers": tuple(e for _, e in order)}
        )
        yield (k, "exchange", None, None), replaced(case, {actor: entries})
    for k, (kind, entry) in enumerate(slots if record.ranking is None else []):
        for p, line in enumerate(lines_of(entry)):
            part = None if kind == "line" else p
            if line.otherwise is not None:
                yield (k, "otherwise", part, None), _with(case, actor, k, p, Line(that=line.otherwise))
            yield (k, "dropped", part, None), _with(case, actor, k, p, None)
            yield (k, "negated", part, None), _with(case, actor, k, p, Line(that=parse(f"not ({line.that})")))
        if isinstance(entry, OrderUnknown) and 1 < len(entry.order_unknown) <= 4:
            for order_ in permutations(range(len(entry.order_unknown))):
                lines = list(record.prefers or ())
                lines[k : k + 1] = [entry.order_unknown[n] for n in order_]
                yield (k, "order", None, order_), replaced(case, {actor: {"prefers": tuple(lines)}})


def _with(case: Case, actor: str, k: int, p: int, line: Line | None) -> Case:
    """The case in which line p of entry k is another, or gone."""
    entries = list(case.actors[actor].prefers or ())
    lines = list(lines_of(entries[k]))
    lines[p : p + 1] = [] if line is None else [line]
    if isinstance(entries[k], Line):
        entries[k : k + 1] = lines
    else:
        entries[k : k + 1] = [Equally(equally=tuple(lines))] if lines else []
    return replaced(case, {actor: {"prefers": tuple(entries)}})


# ------------------------------------------------------------------------------------ two changes of one actor


def twice_changed_cases(case: Case, actor: str) -> Iterator[tuple[Any, Case]]:
    """Every pair of changes of one actor that can be made together, and the case after both.

    A pair is a set, and a sequence where two exchanges share a place, so that it matters which is made first.
    """
    changes = [change for change, _ in changed_cases(case, actor)]
    for n, one in enumerate(changes):
        for other in changes[n + 1 :]:
            touching = one[1] == other[1] == "exchange" and abs(one[0] - other[0]) == 1
            for pair in [(one, other), (other, one)] if touching else [(one, other)]:
                update = _twice_changed(case, actor, pair)
                if update is not None:
                    yield pair if touching else frozenset(pair), replaced(case, {actor: update})


def _twice_changed(case: Case, actor: str, pair: Sequence[tuple[Any, ...]]) -> dict[str, Any] | None:
    """The preferences after two changes; None where both are about the same line, or the order of the same group.

    Places change first, then groups of unknown order are ordered, and what becomes of a line stays with it.
    """
    record = case.actors[actor]
    if record.ranking is not None:
        slots: list[Slot] = [("place", group) for group in places(case, actor)]
    else:
        slots = [("line" if isinstance(entry, Line) else "group", entry) for entry in record.prefers or ()]
    gone: dict[int, Line | None] = {}
    ordered: dict[int, tuple[int, ...]] = {}
    for k, kind, part, order in pair:
        if kind == "order":
            if k in ordered:
                return None
            ordered[k] = order
        elif kind != "exchange":
            line = lines_of(slots[k][1])[part or 0]
            if id(line) in gone:
                return None
            changed = {"otherwise": line.otherwise, "negated": parse(f"not ({line.that})"), "dropped": None}[kind]
            gone[id(line)] = None if changed is None else Line(that=changed)
    places_now = list(range(len(slots)))
    for k, kind, _, _ in pair:
        if kind == "exchange":
            places_now[k], places_now[k + 1] = places_now[k + 1], places_now[k]
    after: list[Slot] = []
    for k in places_now:
        if k in ordered:
            after += [("line", slots[k][1].order_unknown[n]) for n in ordered[k]]
        else:
            after.append(slots[k])
    return written(after, gone)
