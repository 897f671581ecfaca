"""What a change changes: a case beside its scenarios, what-ifs or another case, matched by the options taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.compare.comparison import Change, Comparison, Shift, Side, Stake, Verdict
from countermove.analysis.compare.edits import edits
from countermove.analysis.compare.matching import NOWHERE, ListedMatching, Matching, counterparts, matching
from countermove.analysis.compare.what_ifs import WHAT_IFS, WhatIf, applied, read_what_ifs
from countermove.analysis.equilibria import LIMIT, StabilityTable, equilibria
from countermove.analysis.power.shifts import power_shifts
from countermove.errors import CaseError, QuestionError, did_you_mean, quoted, require_list
from countermove.game.allowance import Allowance
from countermove.game.compile import case_of, compile, game_of
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.merge import merge
from countermove.game.searched import SearchedGame, searched_game
from countermove.model.case import Case
from countermove.model.scenario import Changed
from countermove.search.equilibria import is_bounded_equilibrium
from countermove.search.nash import improving_choice
from countermove.stability.concept import Concept

__all__ = [
    "BASE", "NOTHING_GIVEN", "Entry", "WhatIfCase", "against", "compare", "compared", "is_nash", "outcomes",
    "scenario_entries", "what_if_cases", "what_if_entries",
]  # fmt: skip

BASE = "base"
"""What the case itself is called beside its scenarios."""
Bools = NDArray[np.bool_]
NOTHING_GIVEN = (
    "the case has no scenarios, so there is nothing to compare it with; write some under scenarios:, "
    "ask a what-if (--rule, --veto, --without, --merge), or name a second case"
)
NOT_MERGED = "--merge is asked only where the states can be listed; of this case they are too many"


@dataclass(frozen=True)
class Entry:
    """What is to be compared: its name, what it is about, its game, and what followed from the change.

    `implied`: kinds of edits that follow from the change, so that they need not be shown.
    """

    name: str
    game: Game
    about: str = ""
    notes: tuple[str, ...] = ()
    implied: frozenset[str] = frozenset()


def compare(
    case: Case | Game,
    scenarios: Sequence[str] | None = None,
    what_ifs: Mapping[str, Any] | Sequence[WhatIf] = (),
    *,
    other: Case | Game | None = None,
    start: str | None = None,
    together: bool = False,
    concepts: Sequence[str] | None = None,
    limit: int = LIMIT,
    seconds: float | None = None,
    on_progress: Callable[[], None] | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Comparison:
    """A case beside its scenarios, beside what-ifs, or beside another case.

    States are matched by the options taken, never by number (see `matching`). Where a listed case ends, before and
    after: the equilibria under most concepts among those that improvements reach from the status quo (see `outcomes`);
    a searched one: where random walks of improvements come to rest. Whether an actor gains is judged by its preferences
    before the change and by those after it.

    Where the states of one side are too many to list, all are searched: the equilibria found on each side are tried on
    the other, so that under Nash each of them is kept, lost or gained for certain. The lists are complete only where
    the searches of both sides were (`Shift.complete`).

    Parameters
    ----------
    case
        The case, or a game of either kind.
    scenarios
        Names of scenarios of the case. If None: all of them where nothing else is given, and none otherwise.
    what_ifs
        Changes without a scenario, by kind: ``{"rule": {"nato": "majority"}, "veto": {"nato.admit": "russia"},
        "without": ["europe"]}``; rules are written as in case files. Each is compared by itself, or, with
        `together`, all of them as one change.
    other
        A second case, or its game. Its options are matched by their full names.
    start
        A scenario of the case that takes the place of the base; what-ifs are applied to it.
    together
        Whether all what-ifs are one change.
    concepts
        Ids of concepts; if None, all that are always asked, in a searched case Nash.
    limit
        The most states in each list of data; a search looks for as many equilibria of each kind.
    seconds
        Of searches: a limit of the clock for each side; as in `equilibria`.
    on_progress
        Called when a side is solved.
    seed, rng
        Of searches: the seed of the walks of each side, or a generator of NumPy; seed 1 if neither is given.

    Returns
    -------
    Comparison
        The base, and each change against it.

    Raises
    ------
    QuestionError
        For an unknown scenario, actor, body, option or rule, for a what-if that makes the case unsound, for a game in
        which actors move as one, for merged actors in a searched case, and where there is nothing to compare.
    CaseError
        Where a scenario is unsound.

    Notes
    -----
    Cost: one solution for each side.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> compare(load_case("european-security-2022"))
    Comparison('European security talks, January 2022'; 'war-aims': nash +0 -2; 'russian-veto': nash +0 -0)
    """
    if any(isinstance(given, Case | Game) for given in (scenarios, what_ifs)):
        raise QuestionError("a second case is given by name: other=case; in the second place stand names of scenarios")
    require_list(scenarios, "scenarios")
    if isinstance(what_ifs, str):
        example = '{"rule": {"council": "majority"}}'
        raise QuestionError(f"what-ifs come by kind, such as {example}, not as {quoted(what_ifs)}")
    changes = read_what_ifs(what_ifs) if isinstance(what_ifs, Mapping) else tuple(what_ifs)
    game, written = game_of(case, start), case_of(case)
    if isinstance(game, ListedGame) and game.merged:
        raise QuestionError("in this game actors move as one; compare the case, with a what-if merge")
    base = Entry(start or BASE, game, "" if start is None else written.scenarios[start].about)
    entries = scenario_entries(written, scenarios, start, bool(changes) or other is not None, compile)
    # `game.case` has the scenario `start` merged into it, so that what-ifs change what the base is.
    entries += what_if_entries(game.case, changes, together)
    if other is not None:
        entries.append(Entry(case_of(other).title or "the other case", game_of(other)))
    return compared(
        base, entries, concepts, limit=limit, seconds=seconds, on_progress=on_progress, seed=seed, rng=rng
    )  # fmt: skip


def scenario_entries(
    case: Case,
    names: Sequence[str] | None,
    start: str | None,
    has_others: bool,
    game_of: Callable[[Case, str], Game],
) -> list[Entry]:
    """The scenarios to compare: those named, else all unless there are others to compare.

    Raises `QuestionError` for an unknown one.
    """
    for name in names or ():
        if name not in case.scenarios:
            raise QuestionError(f"unknown scenario {quoted(name)}; {did_you_mean(name, case.scenarios)}")
    wanted = list(dict.fromkeys(names)) if names is not None else [] if has_others else list(case.scenarios)
    return [Entry(name, game_of(case, name), case.scenarios[name].about) for name in wanted if name != start]


@dataclass(frozen=True)
class WhatIfCase:
    """A what-if, or several as one change, and the changed case."""

    name: str
    what_ifs: tuple[WhatIf, ...]
    changed: Changed

    @property
    def implied(self) -> frozenset[str]:
        """Kinds of edits that follow from the change."""
        return frozenset(kind for one in self.what_ifs for kind in WHAT_IFS[one.kind].implies)


def what_if_cases(case: Case, what_ifs: Sequence[WhatIf], together: bool) -> Iterator[WhatIfCase]:
    """Each what-if, or all of them together, applied to a case; raises `QuestionError` where one is unsound."""
    groups = [tuple(what_ifs)] if together and what_ifs else [(one,) for one in dict.fromkeys(what_ifs)]
    for group in groups:
        # `applied` checks what the file alone shows; what only the states show is found where the game is made.
        yield WhatIfCase(" + ".join(one.name for one in group), group, applied(case, group))


def what_if_entries(
    case: Case, what_ifs: Sequence[WhatIf], together: bool, game_of: Callable[[Case], Game] = compile
) -> list[Entry]:
    """Each what-if, or all of them together, as a game; raises `QuestionError` where one is unsound."""
    entries = []
    for one in what_if_cases(case, what_ifs, together):
        try:
            game = game_of(one.changed.case)
        except CaseError as fault:
            raise QuestionError(f"{one.name}: the case would be unsound: {fault.diagnostics[0]}") from None
        groups = [part.target.split(",") for part in one.what_ifs if part.kind == "merge"]
        if groups and not isinstance(game, ListedGame):
            raise QuestionError(NOT_MERGED)
        if isinstance(game, ListedGame):
            try:
                game = merge(game, groups)
            except QuestionError as fault:
                raise QuestionError(f"{one.name}: {fault}") from None
        entries.append(Entry(one.name, game, notes=one.changed.notes, implied=one.implied))
    return entries


def compared(
    base: Entry,
    entries: Iterable[Entry],
    concepts: Sequence[str] | None = None,
    *,
    limit: int = LIMIT,
    seconds: float | None = None,
    on_progress: Callable[[], None] | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Comparison:
    """The comparison of games: each entry against the base; if one of them is searched, all are.

    Parameters
    ----------
    base, entries
        What is compared with what; entries of one name are numbered.
    concepts, limit, seconds, seed, rng
        As in `compare`.
    on_progress
        Called when a side is solved.

    Returns
    -------
    Comparison
        The base, and each change against it.

    Raises
    ------
    QuestionError
        Where there is nothing to compare, and for merged actors in a searched game.
    """
    entries = list(entries)
    if not all(entry.game.is_listed for entry in (base, *entries)):
        # A listed state and a searched one are found by different means; only like is compared with like.
        base, *entries = map(_searched, (base, *entries))
    if not entries:
        raise QuestionError(NOTHING_GIVEN)
    solve = _Solver(concepts, limit, seconds, on_progress, seed=seed, rng=rng)
    return against(solve(base), entries, solve, limit)


def _searched(entry: Entry) -> Entry:
    game = entry.game
    if isinstance(game, ListedGame):
        if game.merged:
            raise QuestionError(NOT_MERGED)
        return replace(entry, game=searched_game(game.case))
    return entry


class _Solver:
    """Solves entries one after the other; names that occur again are numbered."""

    def __init__(
        self,
        concepts: Sequence[str] | None,
        limit: int = LIMIT,
        seconds: float | None = None,
        on_progress: Callable[[], None] | None = None,
        names: Mapping[str, int] | None = None,
        *,
        seed: int | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        self.seed, self.rng = seed, rng
        self.concepts, self.limit, self.seconds, self.on_progress = concepts, limit, seconds, on_progress
        self.names = dict(names or {})

    def __call__(self, entry: Entry) -> Side:
        # Two what-ifs may read alike (the same rule twice), and results are looked up by name.
        count = self.names[entry.name] = self.names.get(entry.name, 0) + 1
        name = entry.name if count == 1 else f"{entry.name} ({count})"
        try:
            table = equilibria(
                entry.game, self.concepts, limit=self.limit, seconds=self.seconds, seed=self.seed, rng=self.rng
            )
        except QuestionError as fault:
            # The same class: a `SizeError` must stay one, since a caller may choose the other kind of game for it.
            raise type(fault)(f"{name}: {fault}") from None
        if self.on_progress is not None:
            self.on_progress()
        return Side(name, entry.about, entry.notes, table, outcomes(table))


def against(
    base: Side, entries: Iterable[Entry], solve: _Solver | Sequence[str] | None = None, limit: int = LIMIT
) -> Comparison:
    """The comparison with a base that is solved already; `solve` may be the concepts to solve the entries by.

    Raises `QuestionError` where there is nothing to compare.
    """
    solver = solve if isinstance(solve, _Solver) else _Solver(solve, names={base.name: 1})
    changes = []
    for entry in entries:
        if isinstance(entry.game, ListedGame) and entry.game.is_graph != base.table.listed.is_graph:
            counterparts(base.table.listed, entry.game)  # refused before anything is computed
        changes.append(_change(base, solver(entry), entry.implied, solver.seconds))
    if not changes:
        raise QuestionError(NOTHING_GIVEN)
    return Comparison(base, tuple(changes), limit)


def outcomes(table: StabilityTable) -> tuple[int, ...]:
    """Where a case ends, as keys of states.

    In a listed game: of the equilibria that improvements reach from the status quo, those under most concepts; without
    a status quo, of all equilibria. In a searched one: the states where walks of improvements from the status quo came
    to rest, most often first. Empty where there is none.

    >>> from countermove.catalog import load_case
    >>> outcomes(equilibria(compile(load_case("european-security-2022"))))
    (147,)
    """
    if table.search is not None:
        ends = [walk.end for walk in table.search.walks if walk.settled]
        return tuple(sorted(dict.fromkeys(ends), key=lambda code: (-ends.count(code), code)))
    strength = table.strength()
    if table.reached is not None:
        # An equilibrium that improvements do not reach from today is no place where the conflict ends by itself.
        strength = np.where(table.reached["improvements"], strength, 0)
    return tuple(np.flatnonzero(strength == strength.max()).tolist()) if strength.any() else ()


def _change(base: Side, side: Side, implied: frozenset[str], seconds: float | None) -> Change:
    old, new = base.game.case, side.game.case
    there, back = matching(base.game, side.game), matching(side.game, base.game)
    reached = None
    if isinstance(there, ListedMatching) and isinstance(back, ListedMatching):
        before, after = base.table, side.table
        shifts = {c.id: _shift(before.holding(c.id), after.holding(c.id), there, back) for c in before.concepts}
        if before.reached is not None and after.reached is not None:
            reached = _shift(before.reached["improvements"], after.reached["improvements"], there, back)
    else:
        # One allowance for all concepts: a slow one must not let the comparison take as much once more for each.
        allowance = Allowance(seconds=seconds)
        shifts = {c.id: _searched_shift(base, side, there, back, c, allowance) for c in base.table.concepts}
    stakes = tuple(_stakes(base, side, there, back))
    # Without an actor its options, preferences and moves go as well; naming each would bury the change itself.
    written = tuple(edit for edit in edits(old, new) if edit.kind not in implied)
    return Change(side, there, back, shifts, reached, stakes, written, power_shifts(old, new))


def _shift(before: Bools, after: Bools, there: ListedMatching, back: ListedMatching) -> Shift:
    """What is kept, lost and gained between two sets of states, each given on its own side."""
    # A state that the other side does not have is lost or gained: it cannot be kept where it does not exist.
    kept = before & (there.keys != NOWHERE)
    kept[kept] = after[there.keys[kept]]
    # The same from the other side: gained is what holds there and has no counterpart that holds in the base.
    kept_there = after & (back.keys != NOWHERE)
    kept_there[kept_there] = before[back.keys[kept_there]]
    return Shift(np.flatnonzero(kept), np.flatnonzero(before & ~kept), np.flatnonzero(after & ~kept_there))


def _searched_shift(
    base: Side, side: Side, there: Matching, back: Matching, concept: Concept, allowance: Allowance
) -> Shift:
    """What is kept, lost and gained; what one side found and the other did not is tried there."""
    before, after = base.holding(concept.id), set(side.holding(concept.id))
    of_base = set(before)
    # Two searches find different equilibria, so that a code is missing from the other list proves nothing.
    moved = {code: there.of(code) for code in before}
    kept = [c for c, other in moved.items() if other is not None and _holds(side.table, other, after, concept, allowance)]
    gained = []
    for code in sorted(after):
        other = back.of(code)
        if other is None or not _holds(base.table, other, of_base, concept, allowance):
            gained.append(code)
        # It holds in the base as well, though the search there did not find it.
        elif other not in of_base:
            kept.append(other)
    # Only the search for Nash equilibria can tell that there are no others.
    proved = all(table.search_result.nash.complete for table in (base.table, side.table))
    lost = tuple(code for code in before if code not in set(kept))
    return Shift(tuple(sorted(kept)), lost, tuple(gained), concept.by_own_moves and proved)


def _holds(table: StabilityTable, code: int, holding: set[int], concept: Concept, allowance: Allowance) -> bool:
    """Whether a code holds on a side: as the search found it, or by a trial."""
    if code in holding:
        return True
    if concept.by_own_moves:
        return is_nash(table.searched, code)
    return is_bounded_equilibrium(table.searched, code, concept.id, table.search_result.depth, allowance)


def is_nash(game: SearchedGame, code: int, allowance: Allowance | None = None) -> bool:
    """Whether nobody has an improvement at a feasible code: exact, mover by mover.

    Raises `SizeError` where a mover has too many choices to be looked through within the allowance.

    >>> from countermove.catalog import load_case
    >>> [is_nash(searched_game(load_case("prisoners-dilemma")), code) for code in range(4)]
    [True, False, False, False]
    """
    return all(improving_choice(game, mover, code, allowance) is None for mover in game.movers)


def _stakes(base: Side, side: Side, there: Matching, back: Matching) -> Iterator[Stake]:
    """Who gains: judged by the preferences of the base, and by those of the side."""
    # Keys mean nothing in the other game, so each judge gets both sets translated into its own.
    ends_there = [there.of(key) for key in base.outcome_keys]
    new_ends_back = [back.of(key) for key in side.outcome_keys]
    # Without a status quo the outcomes are equilibria from anywhere: beside ends of walks they would compare nothing.
    is_comparable = (base.game.status_quo_key is None) == (side.game.status_quo_key is None)
    for actor in dict.fromkeys((*base.game.actors, *side.game.actors)):
        if not is_comparable:
            yield Stake(actor, None, None)
            continue
        before = _verdict(base.game, actor, base.outcome_keys, new_ends_back)
        yield Stake(actor, before, _verdict(side.game, actor, ends_there, side.outcome_keys))


def _verdict(game: Game, actor: str, before: Sequence[int | None], after: Sequence[int | None]) -> Verdict | None:
    """How an actor judges one set of states against another; None where it, or one of them, is not there.

    Sets in which the same is possible for it are equal: that one of them may come about is then no difference.
    """
    old_keys, new_keys = ([key for key in keys if key is not None] for keys in (before, after))
    # One end that this game does not have is enough to say nothing: the missing one might be the one that counts.
    if len(old_keys) < len(before) or len(new_keys) < len(after):
        return None
    if actor not in game.actors or not old_keys or not new_keys:
        return None
    place = game.actors.index(actor)
    if isinstance(game, ListedGame):
        # Ends may be thousands, so not every pair is compared: ranks are ordinal, and the extremes tell.
        old, new = game.rank_rows[place][old_keys], game.rank_rows[place][new_keys]
        if set(old.tolist()) == set(new.tolist()):
            return "equal"
        signs = {int(np.sign(int(new.min()) - int(old.max()))), int(np.sign(int(new.max()) - int(old.min())))}
    else:
        # There are no ranks here, so pairs tell: each end has one on the other side that is as good.
        pairs = {(one, another): game.compare(place, one, another) for one in old_keys for another in new_keys}
        matched = [(one, another) for (one, another), sign in pairs.items() if sign == 0]
        if {one for one, _ in matched} == set(old_keys) and {another for _, another in matched} == set(new_keys):
            return "equal"
        signs = set(pairs.values())
    words: dict[int, Verdict] = {1: "better", -1: "worse", 0: "equal"}
    return words[signs.pop()] if len(signs) == 1 else "depends"
