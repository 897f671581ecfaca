"""A game for a constraint solver: feasibility, preferences, rules and moves as literals over states.

A literal is a whole number: k for the k-th variable, -k for its negation, and `TRUE` and `FALSE`, which are 1
and -1. A condition over literals has a variable of its own that is true exactly where the condition is, so that
the variables of the options settle all others, and every solution stands for one state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from countermove.errors import QuestionError, SizeError, raise_interrupt
from countermove.game.allowance import SOLVER_WORK, Allowance
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.game.voting import Vote
from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or
from countermove.search.solver import searched

__all__ = ["FALSE", "TRUE", "Encoding", "Frame", "Literals", "constant", "solver"]

TRUE, FALSE = 1, -1
MOST_WEIGHT = 2**60
"""The greatest sum of weights in one condition: the solver counts with words of 64 bits, and adds a few such sums."""
MODEL_WORK = 1e-5
"""Work of one variable or condition of a model, to build and to simplify it: models of 10,000 take 0.2 s."""
START_WORK = 2e-3
"""Work of one search of the solver, however small: threads are started, and the model is copied."""

Frame = tuple[int, ...]
"""A literal for each option: a state, known or sought."""

Stances = Mapping[int, tuple[int, int]]
"""For each actor that is asked, whether it is for a change, and whether it is against it."""


def solver() -> Any:
    """The module of the constraint solver; raises `QuestionError` where it is not installed."""
    try:
        from ortools.sat.python import cp_model
    except ImportError as fault:
        raise_interrupt(fault)
        raise QuestionError(
            "the states of this case are too many to list, so it needs a constraint solver: install it with "
            'pip install "countermove[solver]"'
        ) from None
    return cp_model


class Literals:
    """A model of the constraint solver that grows by literals and conditions over them.

    >>> literals = Literals()
    >>> a, b = literals.fresh(), literals.fresh()
    >>> literals.all_of([a, b]) == literals.all_of([b, TRUE, a]), literals.all_of([a, -a]) == FALSE
    (True, True)
    """

    def __init__(self) -> None:
        cp_model = solver()
        self.model = cp_model.CpModel()
        self.variables: list[Any] = [None, self.model.new_constant(1)]
        self._true: set[int] = {TRUE}
        self._conditions: dict[Any, int] = {}
        self._answer: Any = None

    def fresh(self) -> int:
        """A new variable."""
        self.variables.append(self.model.new_bool_var(""))
        return len(self.variables) - 1

    def expression(self, literal: int) -> Any:
        """A literal as the solver knows it."""
        variable = self.variables[abs(literal)]
        return variable if literal > 0 else variable.negated()

    def require(self, literals: Iterable[int]) -> None:
        """Demand that some of these literals is true."""
        # Literals known to be false drop out, and a clause with a true one says nothing; CP-SAT would find out again
        # and again.
        clause = {literal for literal in literals if -literal not in self._true}
        if clause & self._true or any(-literal in clause for literal in clause):
            return
        if len(clause) == 1:
            self._true |= clause
        self.model.add_bool_or([self.expression(literal) for literal in sorted(clause)])

    def all_of(self, literals: Iterable[int]) -> int:
        """A literal that is true where all of these are."""
        parts = {literal for literal in literals if literal not in self._true}
        if any(-part in self._true or -part in parts for part in parts):
            return FALSE
        if len(parts) < 2:
            return parts.pop() if parts else TRUE
        key = ("all", frozenset(parts))
        if key not in self._conditions:
            self._conditions[key] = condition = self.fresh()
            both = [self.expression(part) for part in sorted(parts)]
            # Both directions (Tseitin 1968 with equivalence): only so has each state one solution, and `solve_all`
            # counts right.
            self.model.add_bool_and(both).only_enforce_if(self.expression(condition))
            self.model.add_bool_or([self.expression(condition), *(part.negated() for part in both)])
        return self._conditions[key]

    def any_of(self, literals: Iterable[int]) -> int:
        """A literal that is true where some of these is."""
        return -self.all_of(-literal for literal in literals)

    def same(self, first: int, second: int) -> int:
        """A literal that is true where two are equal."""
        return -self.any_of([self.all_of([first, -second]), self.all_of([-first, second])])

    def at_least(self, terms: Iterable[tuple[int, int]], bound: int) -> int:
        """A literal that is true where the weights of the true literals add up to `bound` or more.

        Raises `SizeError` where the weights are larger than the solver can count.
        """
        # Brought to positive weights of one literal per variable: w * (1 - x) = w - w * x moves w to the bound.
        factor: dict[int, int] = {}
        for weight, literal in terms:
            if literal in self._true or -literal in self._true:
                bound -= weight if literal in self._true else 0
            elif literal > 0:
                factor[literal] = factor.get(literal, 0) + weight
            else:
                bound -= weight
                factor[-literal] = factor.get(-literal, 0) - weight
        bound -= sum(weight for weight in factor.values() if weight < 0)
        positive = {(v if w > 0 else -v): abs(w) for v, w in factor.items() if w}
        return self._reached(positive, bound)

    def _reached(self, weights: dict[int, int], bound: int) -> int:
        """The same for positive weights of literals of different variables."""
        total = sum(weights.values())
        if bound <= 0 or total < bound:
            return TRUE if bound <= 0 else FALSE
        # All are needed, or any one is enough: a clause propagates better than a sum.
        least = min(weights.values())
        if total - least < bound:
            return self.all_of(weights)
        if least >= bound:
            return self.any_of(weights)
        if total > MOST_WEIGHT:
            raise SizeError("the weights of this case have more digits than the constraint solver can count with")
        key = ("sum", frozenset(weights.items()), bound)
        if key not in self._conditions:
            self._conditions[key] = condition = self.fresh()
            added = sum(weight * self.expression(literal) for literal, weight in sorted(weights.items()))
            self.model.add(added >= bound).only_enforce_if(self.expression(condition))
            self.model.add(added < bound).only_enforce_if(self.expression(-condition))
        return self._conditions[key]

    def holds(self, statement: Node, frame: Frame) -> int:
        """A literal that is true where a bound statement holds in a state."""
        match statement:
            case Const(value):
                return TRUE if value else FALSE
            case Bit(index):
                return frame[index]
            case Not(part):
                return -self.holds(part, frame)
            case And(parts):
                return self.all_of([self.holds(part, frame) for part in parts])
            case Or(parts):
                return self.any_of([self.holds(part, frame) for part in parts])
            case Implies(left, right):
                return self.any_of([-self.holds(left, frame), self.holds(right, frame)])
            case Iff(left, right):
                return self.same(self.holds(left, frame), self.holds(right, frame))
            case Count(low, high, parts):
                # At least `low` and not at least `high` + 1; parts may be equal, so they count as a sum, not as a set.
                each = [(1, self.holds(part, frame)) for part in parts]
                return self.all_of([self.at_least(each, low), -self.at_least(each, high + 1)])
        raise TypeError(f"{statement} is not bound to an option")

    def solve(self, allowance: Allowance) -> bool | None:
        """Whether there is a solution, which `code` then reads; None where the allowance is spent."""
        search = self._search(allowance)
        return None if search is None else self._solved(search, allowance)

    def solve_within(self, effort: float) -> bool | None:
        """As `solve`, bounded by the solver's deterministic time alone, however large the model is."""
        search = self._solver()
        search.parameters.max_deterministic_time = effort
        return self._solved(search)

    def _solved(self, search: Any, allowance: Allowance | None = None) -> bool | None:
        cp_model = solver()
        status = self._status(search, allowance)
        self._answer = search if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
        if self._answer is not None:
            return True
        return False if status == cp_model.INFEASIBLE else None

    def minimize(self, literals: Iterable[int]) -> None:
        """Ask for a solution in which as few of these literals as possible are true."""
        self.model.minimize(sum(self.expression(literal) for literal in literals))

    def code(self, frame: Frame) -> int:
        """The state that the last solution gave to a state that was sought."""
        return sum(1 << k for k, literal in enumerate(frame) if self._answer.boolean_value(self.expression(literal)))

    def solve_all(self, frame: Frame, on_solution: Callable[[int], bool], allowance: Allowance) -> bool:
        """Call `on_solution` with the code of every solution until it returns False; whether all were seen."""
        cp_model, search = solver(), self._search(allowance)
        if search is None:
            return False
        variables = [self.expression(literal) for literal in frame]

        class Collector(cp_model.CpSolverSolutionCallback):  # type: ignore[misc, name-defined]
            def on_solution_callback(self) -> None:
                if not on_solution(sum(1 << k for k, variable in enumerate(variables) if self.boolean_value(variable))):
                    stopped.append(True)
                    self.stop_search()

        stopped: list[bool] = []
        search.parameters.enumerate_all_solutions = True
        status = self._status(search, allowance, Collector())
        return not stopped and status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)

    def _status(self, search: Any, allowance: Allowance | None, callback: Any = None) -> Any:
        """How a search ended; what the solver did is spent from the allowance."""
        status = searched(search, self.model, callback)
        if allowance is not None:
            allowance.spend(SOLVER_WORK * search.response_proto.deterministic_time)
        return status

    def _search(self, allowance: Allowance) -> Any:
        """A solver that may do what is left of an allowance; None where nothing is left."""
        # To build the model was work, too, and of many small searches the most of it.
        allowance.spend(START_WORK + MODEL_WORK * len(self.variables))
        if allowance.is_spent:
            return None
        search = self._solver()
        search.parameters.max_deterministic_time = allowance.left / SOLVER_WORK
        search.parameters.max_time_in_seconds = allowance.seconds_left
        return search

    def _solver(self) -> Any:
        """A solver that gives the same answer each time."""
        search = solver().CpSolver()
        # One worker and one seed: the order in which solutions come decides which are listed where a limit cuts.
        search.parameters.num_workers = 1
        search.parameters.random_seed = 1
        # OR-Tools would end the search as if its time were over; see `countermove.search.solver`.
        search.parameters.catch_sigint_signal = False
        return search


def constant(game: SearchedGame, code: int) -> Frame:
    """A known state."""
    return tuple(TRUE if code >> row.index & 1 else FALSE for row in game.options)


class Encoding(Literals):
    """Literals about the states of one case."""

    def __init__(self, game: SearchedGame) -> None:
        super().__init__()
        self.game = game

    def state(self, base: Frame = (), open_: Iterable[int] | None = None) -> Frame:
        """A state that is sought: a feasible one, in which all options but those in `open_` are as in `base`."""
        sought = range(len(self.game.options)) if open_ is None else set(open_)
        frame = tuple(self.fresh() if k in sought else base[k] for k in range(len(self.game.options)))
        for node in self.game.ruled_out:
            self.require([-self.holds(node, frame)])
        return frame

    def feasible(self, frame: Frame) -> int:
        """Whether a state is feasible."""
        return self.all_of(-self.holds(node, frame) for node in self.game.ruled_out)

    def with_choice(self, mover: SearchedMover, frame: Frame, choice: int) -> Frame:
        """A state in which a mover's own options are as in a code."""
        changed = list(frame)
        for option in mover.options:
            changed[option] = TRUE if choice >> option & 1 else FALSE
        return tuple(changed)

    def prefers(self, actor: int, first: Frame, second: Frame) -> int:
        """Whether an actor strictly prefers the first state to the second.

        From the last level up: it does if it gains on this level, or loses nothing on it and prefers the first by
        what follows. Levels on which the two states cannot differ vanish.
        """
        preferred = FALSE
        # Lexicographic, built from the least important level up: each level wraps what follows it.
        for level in reversed(self.game.scales[actor]):
            terms = [(weight, self.holds(node, first)) for weight, node in level.terms]
            terms += [(-weight, self.holds(node, second)) for weight, node in level.terms]
            gains, keeps = self.at_least(terms, 1), self.at_least(terms, 0)
            preferred = self.any_of([gains, self.all_of([keeps, preferred])])
        return preferred

    def stances(self, votes: Iterable[Vote], before: Frame, after: Frame, against: int | None = None) -> Stances:
        """The stances of all whom the votes ask; the actor `against` is against, whatever it prefers."""
        players = set[int]().union(*(vote.players for vote in votes))
        stances = {a: (self.prefers(a, after, before), self.prefers(a, before, after)) for a in players - {against}}
        return stances if against is None else stances | {against: (FALSE, TRUE)}

    def passes(self, vote: Vote, stances: Stances) -> int:
        """Whether a vote passes."""
        match vote.kind:
            case "actor":
                return stances[vote.actors[0]][0]
            case "veto":
                allowed = [-stances[actor][1] for actor in vote.actors]
                return self.all_of([*allowed, self.passes(vote.parts[0], stances)])
            case "all":
                return self.all_of([self.passes(part, stances) for part in vote.parts])
            case "any":
                return self.any_of([self.passes(part, stances) for part in vote.parts])
        members = [self._stance(member, stances) for member in vote.members]
        favour = [stance[0] for stance in members]
        match vote.kind:
            case "unanimity":
                return self.all_of(favour)
            case "consensus":
                return self.all_of([self.any_of(favour), *(-stance[1] for stance in members)])
            case "majority":
                return self.at_least([(1, literal) for literal in favour], len(members) // 2 + 1)
        reached = self.at_least(list(zip(vote.weights, favour, strict=True)), vote.target)
        if vote.blocking is None:
            return reached
        few = self.at_least([(1, literal) for literal in favour], max(1, len(members) - vote.blocking + 1))
        return self.any_of([reached, few])

    def _stance(self, member: int | Vote, stances: Stances) -> tuple[int, int]:
        """Whether a member is for a change, and whether against; a body asks its rule about the reverse."""
        if not isinstance(member, Vote):
            return stances[member]
        carried = self.passes(member, stances)
        # A member body is against where its own rule would carry the reverse, all stances exchanged (theory.md 5).
        reverse = {actor: (oppose, favour) for actor, (favour, oppose) in stances.items()}
        return carried, self.all_of([self.passes(member, reverse), -carried])

    def all_pass(self, decided: Sequence[tuple[int, Vote]], stances: Stances) -> int:
        """Whether every vote passes that is asked; each comes with the literal that says whether it is asked."""
        return self.all_of([self.any_of([-decides, self.passes(vote, stances)]) for decides, vote in decided])

    def changes(self, mover: SearchedMover, before: Frame, after: Frame) -> dict[int, int]:
        """For each option of a mover whether two states differ in it."""
        return {k: -self.same(before[k], after[k]) for k in mover.options}

    def allowed(self, mover: SearchedMover, before: Frame, after: Frame) -> int:
        """Whether directions and preconditions allow the mover a change of its own options, and there is one."""
        kept, never = self.game.fixed
        # Directions and preconditions are judged at the state before the move, as in `SearchedGame.may_change`.
        conditions = [self.any_of(self.changes(mover, before, after).values())]
        for k in mover.options:
            if kept >> k & 1:
                conditions.append(self.any_of([-before[k], after[k]]))
            if never >> k & 1:
                conditions.append(self.any_of([before[k], -after[k]]))
            if k in self.game.needs:
                conditions.append(self.any_of([before[k], -after[k], self.holds(self.game.needs[k], before)]))
        return self.all_of(conditions)

    def improves(self, mover: SearchedMover, before: Frame, after: Frame, against: int | None = None) -> int:
        """Whether a change of its own options is one that the mover would make; see `stances` for `against`."""
        if mover.actor is not None:
            return self.prefers(mover.actor, after, before)
        changed = self.changes(mover, before, after)
        stances = self.stances(mover.votes.values(), before, after, against)
        return self.all_pass([(changed[k], vote) for k, vote in mover.votes.items()], stances)

    def forbid_improvement(self, mover: SearchedMover, frame: Frame, choice: int) -> None:
        """Demand that the mover cannot, or would not, change its own options in a state to those of a code."""
        after = self.with_choice(mover, frame, choice)
        possible = self.all_of([self.allowed(mover, frame, after), self.feasible(after)])
        if possible != FALSE:
            self.require([-possible, -self.improves(mover, frame, after)])
