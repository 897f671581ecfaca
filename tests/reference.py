"""The definitions of the graph model, transcribed into loops, sets and dictionaries.

This module is the oracle of the test suite. It is slow and literal on purpose, and shares nothing with the
program but the records that a case file is read into: it evaluates statements and rules, ranks and numbers
states, finds moves and judges stability by itself.

States are counted from 0 here; the numbers that people see are one higher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import wraps
from itertools import combinations, pairwise, product
from typing import Concatenate, Literal, NamedTuple, ParamSpec, TypeVar

from countermove.model.case import Case, OptionRow
from countermove.model.preferences import Equally, OrderUnknown
from countermove.model.rules import (
    ActorRule,
    AllRule,
    AnyRule,
    Consensus,
    Majority,
    Quota,
    Rule,
    Unanimity,
    Veto,
)
from countermove.model.statements import And, Const, Count, Iff, Implies, Node, Not, Or, Ref, parse

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis")

FOR, AGAINST, NEITHER = 1, -1, 0

Raw = int | str
"""What a state is made of: a combination of options as a code, or (graph case) the id of a listed state."""

States = frozenset[int]
Changed = frozenset[int]
Stances = Mapping[str, int]
Step = tuple[str, int, int]
"""Who moves, from which state, to which state."""

NOTHING: Changed = frozenset()


class Move(NamedTuple):
    """One way to move: where it ends, which options it changes, and from what to what exactly."""

    target: int
    changed: Changed
    pair: tuple[Raw, Raw]


class Attempt(NamedTuple):
    """An improvement of the focal mover; for a body, with the options that it changes to bring it about."""

    target: int
    changed: Changed


P = ParamSpec("P")
R = TypeVar("R")


def remembered(
    method: Callable[Concatenate[Model, P], R],
) -> Callable[Concatenate[Model, P], R]:
    """Keep every answer of a method, model by model."""

    @wraps(method)
    def answer(self: Model, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (method.__name__, args, tuple(sorted(kwargs.items())))
        if key not in self.memory:
            self.memory[key] = method(self, *args, **kwargs)
        return self.memory[key]  # type: ignore[return-value]

    return answer  # type: ignore[return-value]


# ---------------------------------------------------------------------------------------------- statements


class Names:
    """Which option a name means: `owner.option`, the asking owner's own, or the only one of that id."""

    def __init__(self, rows: Iterable[OptionRow]) -> None:
        self.index = {(row.owner, row.id): row.index for row in rows}

    def find(self, ref: Ref, owner: str | None = None) -> int:
        """The position of the option; `option is level` is the option `option-level`."""
        id_ = ref.option if ref.level is None else f"{ref.option}-{ref.level}"
        if ref.owner is not None:
            return self.index[ref.owner, id_]
        if owner is not None and (owner, id_) in self.index:
            return self.index[owner, id_]
        found = [k for (_, name), k in self.index.items() if name == id_]
        if len(found) != 1:
            raise ValueError(f"{len(found)} options are called {id_}")
        return found[0]

    def find_text(self, text: str, owner: str | None = None) -> int:
        """The position of the option named in a list of options taken, or in a table of weights."""
        first, dot, second = text.partition(".")
        return self.find(Ref(first, second) if dot else Ref(None, first), owner)

    def holds(self, tree: Node, code: int, owner: str | None = None) -> bool:
        """Whether a statement is true of a combination of options."""
        match tree:
            case Const(value):
                return value
            case Ref():
                return taken(code, self.find(tree, owner))
            case Not(part):
                return not self.holds(part, code, owner)
            case And(parts):
                return all(self.holds(p, code, owner) for p in parts)
            case Or(parts):
                return any(self.holds(p, code, owner) for p in parts)
            case Implies(left, right):
                return not self.holds(left, code, owner) or self.holds(right, code, owner)
            case Iff(left, right):
                return self.holds(left, code, owner) == self.holds(right, code, owner)
            case Count(low, high, parts):
                return low <= sum(self.holds(p, code, owner) for p in parts) <= high
        raise TypeError(f"not a statement: {tree!r}")

    def matches(self, text: str, code: int, owner: str | None = None) -> bool:
        """Whether a pattern such as `YN-Y` (over all options in bit order), or a statement, covers a code."""
        if set(text) <= set("YN-"):
            if len(text) != len(self.index):
                raise ValueError(f"the pattern {text} is for {len(text)} options, not {len(self.index)}")
            return all(sign in ("-", "Y" if taken(code, k) else "N") for k, sign in enumerate(text))
        return self.holds(parse(text).tree, code, owner)


def taken(code: int, option: int) -> bool:
    """Whether a combination takes an option: bit k is option k, the first option the lowest bit."""
    return bool(code >> option & 1)


def code_of(options: Iterable[int]) -> int:
    """The combination that takes these options and no others."""
    return sum(1 << k for k in options)


# -------------------------------------------------------------------------------------------------- states


def feasible_codes(case: Case) -> list[int]:
    """The feasible combinations, ascending.

    One in which something impossible holds, or something that always holds does not, is not feasible; nor is
    one in which not exactly one level of an option with levels holds.
    """
    names = Names(case.option_rows)
    return [
        code
        for code in range(2 ** len(case.option_rows))
        if not any(names.holds(claim.that.tree, code) for claim in case.impossible)
        and all(names.holds(claim.that.tree, code) for claim in case.always)
        and all(sum(taken(code, k) for k in group) == 1 for group in levels_of(case))
    ]


def levels_of(case: Case) -> list[list[int]]:
    """The options that are the levels of one option, lowest level first."""
    groups: dict[tuple[str, str], list[int]] = {}
    for row in case.option_rows:
        if row.level is not None:
            groups.setdefault((row.owner, row.id.removesuffix(f"-{row.level}")), []).append(row.index)
    return list(groups.values())


def states_of(case: Case) -> list[frozenset[Raw]]:
    """The states in order: every ordinary combination by itself, ascending; then the coalesced ones.

    A coalesced state gathers the feasible combinations that its pattern or statement covers; it comes after
    all ordinary states, in file order. Coalesced is not infeasible. In a graph case: as listed.
    """
    if case.states is not None:
        return [frozenset([name]) for name in case.states]
    codes = feasible_codes(case)
    names = Names(case.option_rows)
    gathered = [frozenset(c for c in codes if names.matches(p.that, c)) for p in case.coalesce]
    if any(not group for group in gathered):
        raise ValueError("a coalesced state matches nothing")
    if any(a & b for a, b in combinations(gathered, 2)):
        raise ValueError("coalesced states overlap")
    ordinary = [frozenset([c]) for c in codes if not any(c in group for group in gathered)]
    return [*ordinary, *gathered]


def status_quo_of(case: Case) -> Raw | None:
    """What is the case now: the options listed are taken, all others not; of levels, the first by default."""
    if case.status_quo is None:
        return None
    if case.states is not None:
        return case.status_quo[0]
    names = Names(case.option_rows)
    listed = {names.find_text(text) for text in case.status_quo}
    defaults = {group[0] for group in levels_of(case) if not listed & set(group)}
    return code_of(listed | defaults)


# --------------------------------------------------------------------------------------------- preferences


def ranks_of(case: Case, actor: str, items: Sequence[Raw]) -> dict[Raw, int]:
    """The actor's complete preorder over combinations (or listed states), as ranks: higher is better."""
    record = case.actors[actor]
    worths: dict[Raw, object]
    if record.prefers is not None:
        worths = {code: line_values(case, actor, int(code)) for code in items}
    elif record.ranking is not None:
        worths = {item: -place_in(case, actor, item) for item in items}
    elif record.worth is not None:
        worths = {code: weight_of(case, actor, int(code)) for code in items}
    else:
        worths = dict.fromkeys(items, 0)
    ladder = sorted(set(worths.values()))  # type: ignore[type-var]
    return {item: ladder.index(worth) for item, worth in worths.items()}


def line_values(case: Case, actor: str, code: int) -> tuple[int, ...]:
    """What decides between two combinations, line by line, the first difference outweighing all below it.

    A line is worth 1 where its statement holds, else 0; a group of equally important statements, or of
    statements whose order is unknown, is worth the number of them that hold.
    """
    names = Names(case.option_rows)
    values = []
    for line in case.actors[actor].prefers or ():
        match line:
            case Equally(equally=group) | OrderUnknown(order_unknown=group):
                values.append(sum(names.holds(part.that.tree, code, actor) for part in group))
            case _:
                values.append(int(names.holds(line.that.tree, code, actor)))
    return tuple(values)


def place_in(case: Case, actor: str, item: Raw) -> int:
    """The place of a combination or listed state in the actor's ranking, counted from the best."""
    names = Names(case.option_rows)
    places = []
    for place, entry in enumerate(case.actors[actor].ranking or ()):
        for text in (entry,) if isinstance(entry, str) else entry:
            if text == item if isinstance(item, str) else names.matches(text, item, actor):
                places.append(place)
    if len(places) != 1:
        raise ValueError(f"the ranking of {actor} covers {item} {len(places)} times")
    return places[0]


def weight_of(case: Case, actor: str, code: int) -> Fraction:
    """The sum of the weights of the options taken, exactly."""
    names = Names(case.option_rows)
    worth = case.actors[actor].worth or {}
    weights = {names.find_text(text, actor): Fraction(weight) for text, weight in worth.items()}
    return sum((w for k, w in weights.items() if taken(code, k)), Fraction(0))


# --------------------------------------------------------------------------------------------------- model


class Model:
    """A case, ready to be asked about. Movers and actors are named by their ids, states counted from 0."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.names = Names(case.option_rows)
        self.actors = list(case.actors)
        self.movers = list(case.movers)
        self.states = states_of(case)
        self.state_of: dict[Raw, int] = {raw: s for s, group in enumerate(self.states) for raw in group}
        coalesced = range(len(self.states) - len(case.coalesce), len(self.states))
        self.state_codes: list[int | None] = [
            None if case.is_graph or s in coalesced else int(next(iter(group))) for s, group in enumerate(self.states)
        ]
        self.ranks = {actor: self._state_ranks(actor) for actor in self.actors}
        now = status_quo_of(case)
        self.status_quo: int | None = None if now is None else self.state_of[now]
        self.memory: dict[tuple[object, ...], object] = {}

    def _state_ranks(self, actor: str) -> list[int]:
        """The rank of every state; all combinations in a coalesced state must have the same."""
        ranks = ranks_of(self.case, actor, list(self.state_of))
        found = [{ranks[raw] for raw in group} for group in self.states]
        if any(len(values) > 1 for values in found):
            raise ValueError(f"{actor} does not rank all combinations in a coalesced state alike")
        return [values.pop() for values in found]

    def rank(self, actor: str, s: int) -> int:
        """How good a state is for an actor: higher is preferred, equal is indifferent."""
        return self.ranks[actor][s]

    def options_of(self, owner: str) -> list[int]:
        """The positions of the options that an actor or a body owns."""
        return [row.index for row in self.case.option_rows if row.owner == owner]

    def is_body(self, mover: str) -> bool:
        """Whether a mover decides by a rule and has no preferences of its own."""
        return mover in self.case.bodies

    # ------------------------------------------------------------------------------------------- moves

    @remembered
    def moves(self, mover: str, s: int) -> tuple[Move, ...]:
        """The unilateral moves from s, one for every way to realise them.

        A move changes one or more options of its mover and nothing else, ends in another feasible state, and
        respects direction and preconditions. A coalesced state is left by any of its combinations that allows
        the move, is entered by ending in any of them, and moves inside it vanish; so one and the same target
        may be realised with different changed options.
        """
        if self.case.is_graph:
            (here,) = self.states[s]
            listed = dict.fromkeys(self.case.actors[mover].moves or ())
            return tuple(
                Move(self.state_of[there], NOTHING, (a, there)) for a, there in listed if a == here and there != here
            )
        own = self.options_of(mover)
        found = []
        for before in sorted(int(raw) for raw in self.states[s]):
            for changed in (c for size in range(1, len(own) + 1) for c in combinations(own, size)):
                after = before ^ code_of(changed)
                target = self.state_of.get(after, s)
                if target != s and all(self.may_change(k, before) for k in changed):
                    found.append(Move(target, frozenset(changed), (before, after)))
        return tuple(found)

    @remembered
    def may_change(self, option: int, before: int) -> bool:
        """Whether an option may be changed in a combination.

        A take-only option can only be taken, a drop-only one only dropped. To be taken it needs its
        precondition, judged before the move: what the same move takes does not count.
        """
        row = self.case.option_rows[option]
        if taken(before, option):
            return row.record.change != "take-only"
        needs = row.record.needs
        return row.record.change != "drop-only" and (needs is None or self.names.holds(needs.tree, before, row.owner))

    def um(self, mover: str, s: int) -> States:
        """R_i(s): where the mover can go by itself in one move."""
        return frozenset(move.target for move in self.moves(mover, s))

    def ui(self, mover: str, s: int) -> States:
        """R_i+(s): the moves of an actor to a state that it strictly prefers; of a body, those that pass."""
        return self.steps(mover, s, True, None)

    # ------------------------------------------------------------------------------------------- rules

    @remembered
    def preferences(self, before: int, after: int) -> Stances:
        """Who is for a change (strictly prefers the state after it), who against, and who neither."""
        stances = {}
        for actor in self.actors:
            gain = self.rank(actor, after) - self.rank(actor, before)
            stances[actor] = FOR if gain > 0 else AGAINST if gain < 0 else NEITHER
        return stances

    def stance(self, who: str, stances: Stances) -> int:
        """The stance of an actor, or of a member that is itself a body, always computed from its actors.

        A body is for iff its default rule passes; against iff the rule passes for the reverse change and not
        for the change.
        """
        if not self.is_body(who):
            return stances[who]
        rule = self.case.bodies[who].decides
        if rule is None:
            raise ValueError(f"{who} is a member and has no default rule")
        if self.passes(rule, who, stances):
            return FOR
        reverse = {actor: -stance for actor, stance in stances.items()}
        return AGAINST if self.passes(rule, who, reverse) else NEITHER

    def passes(self, rule: Rule, body: str, stances: Stances) -> bool:
        """Whether a rule passes in a body, given what all the actors are."""
        members = self.case.bodies[body].members
        favour = [m for m in members if self.stance(m, stances) == FOR]
        against = [m for m in members if self.stance(m, stances) == AGAINST]
        match rule:
            case Unanimity():  # every member is for
                return len(favour) == len(members)
            case Consensus():  # no member is against and at least one is for
                return not against and bool(favour)
            case Majority():  # more than half of the members are for
                return 2 * len(favour) > len(members)
            case Quota():
                return quota_reached(rule, members, favour)
            case ActorRule(actor):  # the named actor is for
                return stances[actor] == FOR
            case Veto(named, also):  # none of the named is against, and the other rule passes
                return all(stances[a] != AGAINST for a in named) and self.passes(also, body, stances)
            case AllRule(rules):
                return all(self.passes(r, body, stances) for r in rules)
            case AnyRule(rules):
                return any(self.passes(r, body, stances) for r in rules)
        raise TypeError(f"not a rule: {rule!r}")

    def rule_of(self, body: str, option: int) -> Rule:
        """The rule that decides an option of a body: the option's own, else the body's."""
        own: Rule | None = getattr(self.case.option_rows[option].record, "decides", None)
        rule = own if own is not None else self.case.bodies[body].decides
        if rule is None:
            raise ValueError(f"nothing decides option {option} of {body}")
        return rule

    def all_pass(self, body: str, changed: Iterable[int], stances: Stances) -> bool:
        """Whether every changed option meets its own rule, each for the whole change."""
        return all(self.passes(self.rule_of(body, k), body, stances) for k in changed)

    # ---------------------------------------------------------------------------------- legal sequences

    def may_step(self, mover: str, s: int, move: Move, improvements: bool, against: str | None = None) -> bool:
        """Whether a mover may make this move as one step of a legal sequence.

        An actor's move is judged, where only improvements count, on the state from which it is made. A
        body's improvement must pass with the actual preferences; where only moves are asked about no rule
        need pass. Against a focal actor, that actor counts as against every move of a body, all others as
        for (moves) or as they prefer (improvements).
        """
        if not self.is_body(mover):
            return not improvements or self.rank(mover, move.target) > self.rank(mover, s)
        if not improvements and against is None:
            return True
        stances = dict(self.preferences(s, move.target)) if improvements else dict.fromkeys(self.actors, FOR)
        if against is not None:
            stances[against] = AGAINST
        return self.all_pass(mover, move.changed, stances)

    @remembered
    def steps(self, mover: str, s: int, improvements: bool, against: str | None = None) -> States:
        """Where a mover may step from s; a step is allowed iff some way to realise it is."""
        return frozenset(
            move.target for move in self.moves(mover, s) if self.may_step(mover, s, move, improvements, against)
        )

    def reach(
        self, start: int, movers: Iterable[str], improvements: bool, against: str | None = None, last: str = ""
    ) -> States:
        """R_H(start), or R_H+(start) with improvements only; `against` names a focal actor, if there is one.

        `last` has just moved to the start, and so does not make the first move.

        The states reached by one or more moves of the movers in which no mover moves twice in a row; each
        may move again after another has. May contain the start.
        """
        return self._reach(start, frozenset(movers), improvements, against, last)

    @remembered
    def _reach(self, start: int, movers: frozenset[str], improvements: bool, against: str | None, nobody: str) -> States:
        """Search over pairs of a state and the mover that moved last: what may follow depends on both."""
        found: set[tuple[int, str]] = set()
        todo = [(start, nobody)]
        while todo:
            state, last = todo.pop()
            for mover in movers:
                if mover == last:
                    continue
                for target in self.steps(mover, state, improvements, against):
                    if (target, mover) not in found:
                        found.add((target, mover))
                        todo.append((target, mover))
        return frozenset(state for state, _ in found)

    def reachable_from(self, s: int) -> dict[Literal["moves", "improvements"], States]:
        """All states that all movers together reach from s either way; s itself by the empty sequence."""
        return {
            "moves": self.reach(s, self.movers, False) | {s},
            "improvements": self.reach(s, self.movers, True) | {s},
        }

    # ---------------------------------------------------------------------------------------- stability

    def stable(self, concept: str, mover: str) -> States:
        """The states that are stable for a mover, an actor or a body, under a concept."""
        return frozenset(s for s in range(len(self.states)) if self.is_stable(concept, mover, s))

    def equilibria(self, concept: str) -> States:
        """The states that are stable for every mover."""
        everything = frozenset(range(len(self.states)))
        return everything.intersection(*(self.stable(concept, mover) for mover in self.movers))

    @remembered
    def is_stable(self, concept: str, focal: str, s: int) -> bool:
        """Whether s is stable for the focal mover.

        nash: it has no improvement. gmr, smr, seq, sseq: every improvement is answered (see `deters`).
        sim: every improvement is held by other movers that improve at the same time. conflict-analysis: it is
        SEQ-stable, or held by those other movers for which s is SEQ-unstable too, moving at the same time.
        """
        attempts = self.attempts(focal, s)
        match concept:
            case "nash":
                return not attempts
            case "gmr" | "smr" | "seq" | "sseq":
                return all(
                    any(self.deters(concept, focal, s, a, s2) for s2 in self.answers(concept, focal, a.target))
                    for a in attempts
                )
            case "sim":
                others = [m for m in self.movers if m != focal]
                return self.held_at_once(focal, s, others)
            case "conflict-analysis":
                if self.case.is_graph:
                    raise ValueError("conflict analysis is undefined in a graph case")
                if self.is_stable("seq", focal, s):
                    return True
                restless = self.restless_others(focal, s)
                return bool(restless) and self.held_at_once(focal, s, restless)
        raise ValueError(f"unknown concept {concept}")

    def attempts(self, focal: str, s: int) -> list[Attempt]:
        """The improvements of the focal mover; of a body, each with every set of rules that passes.

        Sets of options that are decided by the same rules are ways to make the same attempt.
        """
        found: dict[tuple[int, frozenset[Rule]], Attempt] = {}
        for move in self.moves(focal, s):
            if self.may_step(focal, s, move, improvements=True):
                changed = move.changed if self.is_body(focal) else NOTHING
                found.setdefault((move.target, self.rules_for(focal, changed)), Attempt(move.target, changed))
        return list(found.values())

    def ways(self, focal: str, s: int) -> list[Attempt]:
        """The improvements of the focal mover, each with the set of options that it changes.

        Where movers set options at the same time, every such set is an improvement of its own.
        """
        improving = [move for move in self.moves(focal, s) if self.may_step(focal, s, move, improvements=True)]
        return list(dict.fromkeys(Attempt(move.target, move.changed) for move in improving))

    def rules_for(self, mover: str, changed: Changed) -> frozenset[Rule]:
        """The rules that decide a change of options of a body."""
        return frozenset(self.rule_of(mover, k) for k in changed)

    def focal_actor(self, focal: str | None) -> str | None:
        """Who counts as against the moves of bodies: the focal mover, if it is an actor."""
        return None if focal is None or self.is_body(focal) else focal

    def answers(self, concept: str, focal: str, s1: int) -> States:
        """What all the others can do at s1: legal sequences of moves (gmr, smr), of improvements (seq, sseq).

        For a focal actor, bodies move as `may_step` says. For a focal body nobody is counted against: other
        bodies make the moves that pass with every actor for, which are all of them, or as they prefer.
        """
        others = [m for m in self.movers if m != focal]
        return self.reach(s1, others, concept in ("seq", "sseq"), self.focal_actor(focal))

    @remembered
    def better(self, focal: str, s: int, t: int, changed: Changed) -> bool:
        """Whether t is better for the focal mover than s.

        For an actor: it strictly prefers t. For a body: the rules of all changed options pass for t over s.
        """
        if not self.is_body(focal):
            return self.rank(focal, t) > self.rank(focal, s)
        return self.all_pass(focal, changed, self.preferences(s, t))

    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        """Whether the answer s2 makes the attempt not worth while.

        It does iff s2 is not better than s and, in smr and sseq, no counter-move leads to a state better than
        s: the counter-move is one move, judged against s and not against s2.
        """
        if self.better(focal, s, s2, attempt.changed):
            return False
        if concept in ("gmr", "seq"):
            return True
        return not any(self.better(focal, s, move.target, attempt.changed | move.changed) for move in self.moves(focal, s2))

    def restless_others(self, focal: str, s: int) -> list[str]:
        """The other movers for which s is SEQ-unstable."""
        return [m for m in self.movers if m != focal and not self.is_stable("seq", m, s)]

    def held_at_once(self, focal: str, s: int, partners: Sequence[str]) -> bool:
        """Whether every improvement of the focal mover is held by partners that improve at the same time."""
        return all(
            any(not self.better(focal, s, s2, a.changed) for s2 in self.combined(focal, s, a, partners))
            for a in self.ways(focal, s)
        )

    def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
        """The feasible states that the attempt ends in if some of the partners improve at the same time.

        A non-empty set of partners takes part, each with an improvement of its own from s; each mover sets
        its own options. From a coalesced state: some combination in it from which all these are possible.
        """
        if self.case.is_graph:
            raise ValueError("SIM is undefined in a graph case")
        against = self.focal_actor(focal)
        for before in self.states[s]:
            mine = [
                move.changed
                for move in self.moves(focal, s)
                if move.pair[0] == before and move.target == attempt.target and move.changed == attempt.changed
            ]
            theirs = [
                [
                    NOTHING,
                    *(
                        move.changed
                        for move in self.moves(partner, s)
                        if move.pair[0] == before and self.may_step(partner, s, move, True, against)
                    ),
                ]
                for partner in partners
            ]
            for own, joint in product(mine, product(*theirs)):
                if any(joint):
                    after = int(before) ^ code_of(own.union(*joint))
                    if after in self.state_of:
                        yield self.state_of[after]

    # --------------------------------------------------------------- judging one step of an explanation

    def is_move(self, mover: str, s: int, t: int) -> bool:
        """Whether the mover can go from s to t in one move."""
        return t in self.um(mover, s)

    def is_improvement(self, mover: str, s: int, t: int, against: str | None = None) -> bool:
        """Whether that move improves on s for its mover; a body's, if so said, with one actor against."""
        return t in self.steps(mover, s, True, against)

    def is_legal_sequence(self, steps: Sequence[Step], credible: bool, focal: str | None) -> bool:
        """Whether steps of others than the focal mover join up, with no mover twice in a row.

        With `credible` each of them must improve on the state from which it is made. `focal` is None where
        the question is only how to get from one state to another.
        """
        against = self.focal_actor(focal)
        joined = all(a[2] == b[1] and a[0] != b[0] for a, b in pairwise(steps))
        return (
            bool(steps)
            and joined
            and all(
                mover in self.movers and mover != focal and t in self.steps(mover, s, credible, against)
                for mover, s, t in steps
            )
        )

    def sanctions(self, concept: str, focal: str, s: int, s1: int, s2: int, changed: Iterable[int] | None = None) -> bool:
        """Whether the others can bring about s2 after the improvement to s1, and s2 is not better than s.

        Counter-moves are left out; see `escapes`. Without `changed`, a body's improvement must be sanctioned
        in whichever way it is realised.
        """
        attempts = self._attempts_at(focal, s, s1, changed, at_once=concept in ("sim", "conflict-analysis"))
        return bool(attempts) and all(
            s2 in self._outcomes(concept, focal, s, a) and not self.better(focal, s, s2, a.changed) for a in attempts
        )

    def escapes(
        self,
        concept: str,
        focal: str,
        s: int,
        s1: int,
        s2: int,
        s3: int,
        changed: Iterable[int] | None = None,
    ) -> bool:
        """Whether the focal mover's counter-move from s2 to s3 undoes the sanction s2 (in smr and sseq).

        For a body the rules of the options first changed, and of those that the counter-move changes, must
        all pass for s3 over s. Without `changed`: for some way to realise the improvement.
        """
        if concept not in ("smr", "sseq"):
            return False
        return any(
            move.target == s3 and self.better(focal, s, s3, a.changed | move.changed)
            for a in self._attempts_at(focal, s, s1, changed)
            for move in self.moves(focal, s2)
        )

    def _attempts_at(
        self, focal: str, s: int, s1: int, changed: Iterable[int] | None, at_once: bool = False
    ) -> list[Attempt]:
        """The improvements from s to s1; with `changed`, of a body or `at_once`, the one that changes those options."""
        wanted = frozenset(changed) if changed is not None and (at_once or self.is_body(focal)) else None
        attempts = self.ways(focal, s) if at_once else self.attempts(focal, s)
        return [a for a in attempts if a.target == s1 and wanted in (None, a.changed)]

    def _outcomes(self, concept: str, focal: str, s: int, attempt: Attempt) -> States:
        """All states that the others can bring about against an improvement, under a concept."""
        if concept == "nash":
            return frozenset()
        if concept in ("gmr", "smr", "seq", "sseq"):
            return self.answers(concept, focal, attempt.target)
        others = [m for m in self.movers if m != focal]
        partners = others if concept == "sim" else self.restless_others(focal, s)
        return frozenset(self.combined(focal, s, attempt, partners))

    # -------------------------------------------------------------------------------- deeper foresight

    def opponent(self, i: str) -> str:
        """The only other mover; limited moves are defined for two actors, and no body, with options."""
        if len(self.movers) != 2 or any(self.is_body(m) for m in self.movers):
            raise ValueError("defined for exactly two actors with options, and no body with options")
        (j,) = (m for m in self.movers if m != i)
        return j

    @remembered
    def ends(self, i: str, s: int, h: int) -> States:
        """G_h(i, s): where play from s may end, at most h alternating moves ahead, i first.

        Without moves left it ends at s. A move is worth to i the worst, for i, of where it may end. i stays
        unless some move is worth strictly more to it than s; else any of the most valuable moves is made.
        """
        j = self.opponent(i)
        if h == 0:
            return frozenset([s])
        worth = {s1: min(self.rank(i, e) for e in self.ends(j, s1, h - 1)) for s1 in self.um(i, s)}
        most = max(worth.values(), default=self.rank(i, s))
        if most <= self.rank(i, s):
            return frozenset([s])
        return frozenset[int]().union(*(self.ends(j, s1, h - 1) for s1, w in worth.items() if w == most))

    def stays(self, i: str, s: int, h: int) -> bool:
        """Whether i, looking h moves ahead, does not move from s."""
        j = self.opponent(i)
        return all(min(self.rank(i, e) for e in self.ends(j, s1, h - 1)) <= self.rank(i, s) for s1 in self.um(i, s))

    def lh_stable(self, i: str, h: int) -> States:
        """The L_h-stable states: those at which i stays, with at most h >= 1 moves in view."""
        return frozenset(s for s in range(len(self.states)) if self.stays(i, s, h))

    def nm(self, i: str) -> dict[int, str | tuple[str, int]]:
        """Non-myopic stability: the verdict of L_h for every large enough h, state by state.

        The anticipation at h follows from the one at h - 1, and there are finitely many, so it is eventually
        periodic. Verdicts that go on changing are reported with the period of that state's own verdict.
        """
        j = self.opponent(i)
        everywhere = range(len(self.states))
        seen: dict[tuple[States, ...], int] = {}
        h = 0
        while True:
            view = tuple(self.ends(m, s, h) for m in (i, j) for s in everywhere)
            if view in seen:
                break
            seen[view] = h
            h += 1
        lap = range(seen[view] + 1, h + 1)
        return {s: _verdict([self.stays(i, s, k) for k in lap]) for s in everywhere}

    def stackelberg(self, leader: str) -> States:
        """The states that are L_2-stable for the leader and Nash-stable for the follower."""
        return self.lh_stable(leader, 2) & self.stable("nash", self.opponent(leader))

    def maximin_stable(self, i: str, h: int) -> States:
        """Maximin_h: h - 1 replies, of the others and i in turn, bring each improvement of i to nothing.

        For an actor V_h(s1), the rank that i can still make sure of, must not exceed the rank of s. As V_h is
        built from least and best ranks alone, that is to say that the others can bring about, whatever i
        replies, a state that is not better for i than s; the form that a focal body needs as well.
        """
        return frozenset(
            s
            for s in range(len(self.states))
            if all(self._others_spoil(i, s, a.target, a.changed, h - 1) for a in self.attempts(i, s))
        )

    @remembered
    def _others_spoil(self, i: str, s: int, at: int, changed: Changed, replies: int) -> bool:
        """The others' turn, to stay or to move: can they keep i from doing better than s?"""
        if replies == 0:
            return not self.better(i, s, at, changed)
        choices = self.answers("gmr", i, at) | {at}
        return any(self._focal_is_stuck(i, s, to, changed, replies - 1) for to in choices)

    @remembered
    def _focal_is_stuck(self, i: str, s: int, at: int, changed: Changed, replies: int) -> bool:
        """The focal mover's turn, to stay or to make one move: does it still fail to do better than s?"""
        if replies == 0:
            return not self.better(i, s, at, changed)
        more = {(m.target, changed | m.changed if self.is_body(i) else NOTHING) for m in self.moves(i, at)}
        return all(self._others_spoil(i, s, to, d, replies - 1) for to, d in {(at, changed), *more})


def quota_reached(rule: Quota, members: Sequence[str], favour: Sequence[str]) -> bool:
    """Whether the weights of those for reach the quota: a share of the total, or a number of votes.

    A fraction, a percentage and a decimal below 1 are shares. Without weights everybody has 1. With `blocking: k` it is also enough that fewer than k members are not
    for and at least one is for.
    """
    weights = (
        {m: Fraction(1) for m in members}
        if rule.weights is None
        else {name: Fraction(weight) for name, weight in rule.weights}
    )
    text = rule.quota.text
    number = Fraction(text.rstrip("% "))
    if "%" in text:
        target = number / 100 * sum(weights.values())
    else:
        target = number * sum(weights.values()) if "/" in text or number < 1 else number
    if sum(weights[m] for m in favour) >= target:
        return True
    return rule.blocking is not None and bool(favour) and len(members) - len(favour) < rule.blocking


def _verdict(lap: Sequence[bool]) -> str | tuple[str, int]:
    """Stable, unstable, or cycling with the least period, from one full lap of verdicts."""
    if len(set(lap)) == 1:
        return "stable" if lap[0] else "unstable"
    period = next(p for p in range(1, len(lap) + 1) if all(lap[k] == lap[k - p] for k in range(len(lap))))
    return ("cycle", period)
