"""What only the states can tell of a case: whether any is feasible, and whether they agree with what is written.

Each function returns what it read together with the diagnostics that it found on the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.errors import CaseError, Diagnostic, SizeError, Step, dotted, quoted
from countermove.game.codes.layout import Codes, Layout
from countermove.game.codes.states import feasible_codes, holds, matches
from countermove.game.preferences import Ranks, dense, rank_by_groups, rank_by_lines, rank_by_weights
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.preferences import is_pattern, lines_of
from countermove.model.statements import Bit, Count, Node, Not, bits, parse

__all__ = ["check_coalesced", "check_feasible", "check_ranks", "check_status_quo", "listed_ranks", "state_ranks"]

Bools = NDArray[np.bool_]


MOST_TRIED = 2**12
"""The most combinations tried to find out which constraints contradict each other: each constraint is left out once, and
a hundred of them take about a second."""


def check_feasible(case: Case, codes: Codes) -> None:
    """Raise `CaseError` where no state is feasible, with constraints none of which can be left out for that."""
    if len(codes):
        return
    guilty = _contradiction(case)
    named = " and ".join(dotted(path) for path in guilty)
    what, hint = "the constraints rule out every one", "take out or correct a constraint"
    if len(guilty) == 1:
        what, hint = f"{named} rules out every one", "take it out or correct it"
    elif len(guilty) <= 6:
        what, hint = f"{named} rule out every one together", "take one of them out or correct it"
    raise CaseError([Diagnostic("CM301", "error", guilty[0][:1], f"no state is feasible: {what}", hint)])


def _contradiction(case: Case) -> list[tuple[Step, ...]]:
    """Constraints that together rule out every state, none of them idle as far as few combinations can tell."""
    names = OptionNames(case)
    wrong: dict[tuple[Step, ...], Node] = {}
    for k, claim in enumerate(case.impossible):
        wrong["impossible", k] = names.bind(claim.that)
    for k, claim in enumerate(case.always):
        wrong["always", k] = Not(names.bind(claim.that))
    # Levels exclude each other by themselves, and are no constraint that the analyst could take out.
    levels: list[Node] = [Not(Count(1, 1, tuple(map(Bit, group)))) for group in names.levels.values()]
    mentioned = {k for tree in (*wrong.values(), *levels) for k in bits(tree)}
    # Options that no constraint mentions would only double the combinations: they are ruled out altogether.
    fixed: list[Node] = [Bit(k) for k in range(len(names.rows)) if k not in mentioned]
    # Deletion filter (Chinneck and Dravnieks 1991): what can go while nothing becomes feasible goes; the rest is a
    # minimal conflict.
    for path in list(wrong):
        others = [tree for other, tree in wrong.items() if other != path]
        try:
            if not len(feasible_codes(len(names.rows), [*others, *levels, *fixed], MOST_TRIED)):
                del wrong[path]
        except SizeError:
            continue
    return list(wrong)


def where(text: str, names: OptionNames, codes: Codes, layout: Layout, owner: str | None = None) -> Bools:
    """Where codes match a pattern or statement."""
    if is_pattern(text):
        return matches(text, codes, layout)
    return holds(names.bind(parse(text), owner), codes, layout)


def check_coalesced(case: Case, names: OptionNames, codes: Codes, layout: Layout) -> tuple[NDArray[np.int32] | None, int]:
    """The state of each combination (None: each its own), and the number of states."""
    if not case.coalesce:
        return None, len(codes)
    # -1: in no coalesced state. The masks are over combinations, since patterns match those, not states.
    group = np.full(len(codes), -1, dtype=np.int32)
    problems = []
    for k, pattern in enumerate(case.coalesce):
        inside = where(pattern.that, names, codes, layout)
        path = ("coalesce", k)
        if not inside.any():
            problems.append(Diagnostic("CM304", "error", path, f"{quoted(pattern.that)} matches no feasible state",
                                       "correct it, or take it out"))  # fmt: skip
        if np.any(group[inside] >= 0):
            other = case.coalesce[int(group[inside].max())].that
            problems.append(Diagnostic("CM303", "error", path, f"{quoted(pattern.that)} overlaps {quoted(other)}",
                                       "join them with or, or make them exclude each other"))  # fmt: skip
        group[inside & (group < 0)] = k
    if problems:
        raise CaseError(problems)
    ordinary = group < 0
    # Ordinary states keep their order of codes, and coalesced ones follow in file order: the numbers people see.
    state_of = np.where(ordinary, np.cumsum(ordinary) - 1, ordinary.sum() + group).astype(np.int32)
    return state_of, int(ordinary.sum()) + len(case.coalesce)


def state_ranks(case: Case, names: OptionNames, codes: Codes, layout: Layout) -> tuple[list[Ranks], list[Diagnostic]]:
    """For each actor the rank of every combination."""
    ranks: list[Ranks] = []
    problems: list[Diagnostic] = []
    for id_, actor in case.actors.items():
        if actor.prefers is not None:
            lines = [[names.bind(line.that, id_) for line in lines_of(entry)] for entry in actor.prefers]
            ranks.append(rank_by_lines(lines, codes, layout))
        elif actor.worth is not None:
            weights = [(names.find_text(name, id_), weight) for name, weight in actor.worth.items()]
            ranks.append(rank_by_weights(weights, codes, layout))
        elif actor.ranking is not None:
            groups, faults = _ranking(case, names, codes, layout, id_)
            problems += faults
            ranks.append(rank_by_groups(groups, len(codes)))
        else:
            ranks.append(np.zeros(len(codes), dtype=np.int32))
    return ranks, problems


def _ranking(case: Case, names: OptionNames, codes: Codes, layout: Layout, id_: str) -> tuple[list[Bools], list[Diagnostic]]:
    groups: list[Bools] = []
    problems = []
    covered = np.zeros(len(codes), dtype=bool)
    for k, entry in enumerate(case.actors[id_].ranking or ()):
        group = np.zeros(len(codes), dtype=bool)
        for j, text in enumerate([entry] if isinstance(entry, str) else entry):
            # Patterns may overlap though each state must stand once: what an entry covers again is shown with examples.
            covers = where(text, names, codes, layout, id_)
            path: tuple[Step, ...] = ("actors", id_, "ranking", k, *([] if isinstance(entry, str) else [j]))
            if np.any(covers & covered):
                again = _named(codes[covers & covered], layout)
                problems.append(Diagnostic("CM203", "error", path, f"{quoted(text)} repeats {again}",
                                           "each feasible state stands in a ranking once"))  # fmt: skip
            covered |= covers
            group |= covers
        groups.append(group)
    if not covered.all():
        missing = _named(codes[~covered], layout)
        problems.append(Diagnostic("CM202", "error", ("actors", id_, "ranking"), f"the ranking misses {missing}",
                                   "add every feasible state; ties go into a nested list"))  # fmt: skip
    return groups, problems


def _named(codes: Codes, layout: Layout, most: int = 3) -> str:
    first = [layout.unpack(code) for code in codes[:most].tolist()]
    patterns = ["".join("Y" if code >> k & 1 else "N" for k in range(layout.options)) for code in first]
    more = f" and {len(codes) - most:,} more" if len(codes) > most else ""
    return ("state " if len(codes) == 1 else "states ") + ", ".join(patterns) + more


def check_ranks(
    case: Case, ranks: Sequence[Ranks], state_of: NDArray[np.int32] | None, states: int
) -> tuple[Ranks, list[Diagnostic]]:
    """Ranks of states, shape (A, S), from ranks of combinations; every combination of a state must have the same."""
    if state_of is None:
        return np.array(ranks, dtype=np.int32).reshape(len(ranks), states), []
    table = np.zeros((len(ranks), states), dtype=np.int32)
    problems = []
    ordinary = states - len(case.coalesce)
    for row, (id_, rank) in enumerate(zip(case.actors, ranks, strict=True)):
        # Of several combinations one writes its rank last; the one who has another rank than that splits the state.
        table[row, state_of] = rank
        split = np.unique(state_of[table[row, state_of] != rank])
        # Dense anew: ranks that only combinations inside a coalesced state had are gone.
        table[row] = dense(table[row].astype(np.int64))
        for state in split:
            place = int(state) - ordinary
            message = (
                f"{quoted(case.coalesce[place].that)} is one state, but "
                f"{quoted(id_)} prefers some combinations in it to others"
            )
            hint = f"make actors.{id_} indifferent between them, or split the state"
            problems.append(Diagnostic("CM204", "error", ("coalesce", place), message, hint))
    return table, problems


def check_status_quo(case: Case, names: OptionNames, codes: Codes, layout: Layout) -> tuple[int | None, list[Diagnostic]]:
    """The position of the status quo in `codes`; None where the case has none."""
    if case.status_quo is None:
        return None, []
    # Levels that the status quo does not name stand at their first one.
    taken = names.with_defaults(names.find_text(text) for text in case.status_quo)
    code = sum(1 << option for option in taken)
    position = layout.find(codes, code)
    if position is not None:
        return position, []
    # A code of any width: the status quo is read before it is known to fit a word.
    reason = _why_infeasible(case, names, np.array([code], dtype=object))
    return None, [Diagnostic("CM302", "error", ("status quo",), f"the status quo is not feasible: {reason}",
                             "change the options taken now, or the constraint")]  # fmt: skip


def _why_infeasible(case: Case, names: OptionNames, code: Codes) -> str:
    for claim in case.impossible:
        if holds(names.bind(claim.that), code)[0]:
            return f"impossible: {claim.that}"
    for claim in case.always:
        if not holds(names.bind(claim.that), code)[0]:
            return f"always: {claim.that}"
    return "exactly one level of an option holds"


def listed_ranks(case: Case, position: Mapping[str, int]) -> Ranks:
    """Ranks of a graph case, shape (A, S)."""
    table = np.zeros((len(case.actors), len(position)), dtype=np.int64)
    for row, actor in enumerate(case.actors.values()):
        for k, entry in enumerate(actor.ranking or ()):
            for state in [entry] if isinstance(entry, str) else entry:
                # Entries count from the best, ranks from the worst; 0 stays for what no entry names.
                table[row, position[state]] = len(actor.ranking or ()) - k
    return np.array([dense(row) for row in table], dtype=np.int32).reshape(len(case.actors), len(position))
