"""A case whose states are too many to be listed: its moves and preferences, found for one state when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from countermove.errors import CaseError, Diagnostic, QuestionError, SizeError, did_you_mean, quoted
from countermove.game.codes.packing import impossible
from countermove.game.codes.states import feasible_codes, moved
from countermove.game.game import Game, ListedMove, Mover, State, StateLike
from countermove.game.names.naming import find_state
from countermove.game.names.outcome_labels import key_of_label
from countermove.game.names.positions import several, whole_number
from countermove.game.preferences import Scale, scale_of
from countermove.game.tables.source import Source
from countermove.game.voting import Vote, compile_vote
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.scenario import apply_scenario
from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or, bits

__all__ = ["MOST_CHOICES", "SearchedGame", "SearchedMover", "searched_game"]

MOST_CHOICES = 2**14
"""The most combinations of its own options that a mover can have for its moves to be looked at one by one: some 0.1 s for
each state, in Python."""

Test = Callable[[int], int]
"""A statement that is asked of a code: 1 or True where it holds."""


@dataclass(frozen=True, eq=False)
class SearchedMover(Mover):
    """A mover of a searched game.

    `votes`: for a body, the vote on each of its options. `choices` are the combinations of its own options that its own
    constraints allow, as codes; None where they are more than `MOST_CHOICES`.
    """

    choices: tuple[int, ...] | None
    votes: Mapping[int, Vote]

    @cached_property
    def mask(self) -> int:
        """The code in which exactly its options are taken."""
        return sum(1 << option for option in self.options)

    def votes_on(self, changed: int) -> tuple[Vote, ...]:
        """The votes on the options that are changed; none for an actor."""
        return tuple(vote for option, vote in self.votes.items() if changed >> option & 1)


@dataclass(frozen=True, eq=False)
class SearchedGame(Game):
    """A case as statements about codes; a code is a whole number of any size, bit k is option k.

    `ruled_out`: statements that hold in no feasible state. `scales`: one for each actor. `status_quo_key`: a code.
    """

    is_listed: ClassVar[bool] = False
    unanswered: ClassVar[Mapping[str, str]] = {
        "coalitions": "rule combinations out under impossible:, or ask credibility, which says who could answer whom",
        "farsighted": "rule combinations out under impossible:, or ask paths, which looks several moves ahead",
        "grade": "rule combinations out under impossible:, or compare two cases with compare, which searches",
        "perceptions": "rule combinations out under impossible:, or solve what each actor believes as a case of its own",
        "assign": "rule combinations out under impossible:, or ask for one concept after another",
        "merge": "rule combinations out under impossible:, or write the actors as one in a case of its own",
        "game.states": "rule combinations out under impossible:, or ask states, which finds some of them",
        "game.moves": "rule combinations out under impossible:, or ask paths and explain, which look at one state",
        "game.ranks": "rule combinations out under impossible:, or ask winners, which compares outcomes",
        "game.to_networkx": "rule combinations out under impossible:",
    }

    case: Case
    scenario: str | None
    ruled_out: tuple[Node, ...]
    scales: tuple[Scale, ...]
    movers: tuple[SearchedMover, ...]
    needs: Mapping[int, Node]
    status_quo_key: int | None

    def _listed(self, question: str) -> Source[State, ListedMove]:
        self.require(question)
        raise AssertionError(f"{question} is not among what searched games leave unanswered")

    def __repr__(self) -> str:
        return f"Game({self.case.title!r}, {len(self.options)} options, {len(self.movers)} movers)"

    def mover(self, id_: str) -> SearchedMover:
        """The mover with this id; raises `QuestionError` where there is none."""
        for mover in self.movers:
            if mover.id == id_:
                return mover
        ids = [mover.id for mover in self.movers]
        if id_ in self.case.actors or id_ in self.case.bodies:
            raise QuestionError(f"{quoted(id_)} has no options, so it never moves")
        raise QuestionError(f"unknown actor or body {quoted(id_)}; {did_you_mean(id_, ids)}")

    def code(self, state: SupportsIndex) -> int:
        """A feasible code as a plain number; raises `QuestionError` for another number, `TypeError` for no number."""
        code = whole_number(state, "a state is given by its code here", "bit k of a code is option k")
        if code < 0 or code >> len(self.options):
            raise QuestionError(f"there is no state with the code {code}; bit k is option k, of {len(self.options)}")
        if not self.is_feasible(code):
            raise QuestionError(f"the state with the code {code} is not feasible: a constraint of the case forbids it")
        return code

    def codes(self, states: Iterable[SupportsIndex]) -> list[int]:
        """Several feasible codes, each as in `code`; one code alone, and a text, are no list of codes."""
        return [self.code(state) for state in several(states, "codes")]

    @property
    def size(self) -> None:
        """None: nobody has counted the feasible states."""

    def find(self, state: StateLike) -> int:
        """The key of the state that is meant; see `Game.find`."""
        return find_state(self, state)

    @cached_property
    def _labelled_codes(self) -> dict[int, str]:
        return {label.code: label.name for label in reversed(self.labels) if label.code is not None}

    def label_of(self, key: int) -> str | None:
        """What people call a code; see `Game.label_of`."""
        if key in self._labelled_codes:
            return self._labelled_codes[key]
        return next((label.name for label in self.labels if label.where is not None and self.holds(label.where, key)), None)

    def keys_labelled(self, places: Sequence[int]) -> NDArray[np.int64] | None:
        """The codes of labels that are for one state each; None where a statement says which they are."""
        labels = [self.labels[place] for place in places]
        if any(label.where is not None for label in labels):
            return None
        # Codes of any width.
        return np.array(sorted({key for label in labels if (key := key_of_label(self, label)) is not None}), dtype=object)

    def holds_somewhere(self, statement: Node) -> bool:  # noqa: ARG002
        """True: nobody has looked through the states."""
        return True

    def key_of(self, code: int) -> int | None:
        """The code itself, where it is feasible; else None."""
        return code if self.is_feasible(code) else None

    def code_of(self, key: int) -> int:
        """The code of a state, which is its key."""
        return key

    def moves_from(self, mover: Mover, key: int) -> Iterator[int]:
        """The codes to which a mover can move from one state, ascending."""
        return iter(sorted(self.moves_at(self.movers[mover.index], key)))

    def improvements_from(self, mover: Mover, key: int) -> Iterator[int]:
        """The codes to which a mover would rather move from one state than stay, ascending."""
        return iter(sorted(self.improvements(self.movers[mover.index], key)))

    def is_improvement(self, mover: Mover, before: int, after: int) -> bool:
        """Whether `after` is among the mover's improvements from `before`. Cost: that of looking at one move."""
        own = self.movers[mover.index]
        changed = before ^ after
        is_move = changed and not changed & ~own.mask and self.may_change(before, after) and self.is_feasible(after, changed)
        return bool(is_move) and self.improves(own, before, after)

    def taken(self, state: int) -> tuple[bool, ...]:
        """Whether each option is taken in a code."""
        return tuple(bool(state >> row.index & 1) for row in self.options)

    @cached_property
    def fixed(self) -> tuple[int, int]:
        """The options that cannot be dropped, and those that cannot be taken, as codes."""
        rows = self.options
        # Direction "take-only": once taken it is never dropped; "drop-only" the reverse.
        kept = sum(1 << row.index for row in rows if row.record.change == "take-only")
        return kept, sum(1 << row.index for row in rows if row.record.change == "drop-only")

    @cached_property
    def _tests(self) -> dict[Node, Test]:
        return {}

    def holds(self, statement: Node, code: int) -> bool:
        """Whether a bound statement is true of a code."""
        if statement not in self._tests:
            self._tests[statement] = _test(statement)
        return bool(self._tests[statement](code))

    @cached_property
    def _broken(self) -> list[tuple[int, Test]]:
        """What is ruled out, with the options that it depends on."""
        return [(sum(1 << k for k in set(bits(node))), _test(node)) for node in self.ruled_out]

    def is_feasible(self, code: int, changed: int | None = None) -> bool:
        """Whether a code is feasible; `changed`: only these options differ from a feasible code."""
        # Coming from a feasible code, only constraints that mention a changed option can have broken.
        return not any(test(code) for mask, test in self._broken if changed is None or mask & changed)

    @cached_property
    def _levels(self) -> list[list[tuple[int, list[tuple[int, Test]]]]]:
        return [
            [(sum(1 << k for k in level.mentions), [(w, _test(node)) for w, node in level.terms]) for level in scale]
            for scale in self.scales
        ]

    def compare(self, actor: int, before: int, after: int) -> int:
        """1 where the actor strictly prefers the code `after` to `before`, -1 where the reverse, else 0."""
        changed = before ^ after
        for mask, terms in self._levels[actor]:
            # A level that mentions no changed option is equal on both sides.
            if mask & changed:
                difference = sum(w * (bool(test(after)) - bool(test(before))) for w, test in terms)
                if difference:
                    return 1 if difference > 0 else -1
        return 0

    def worth(self, actor: int, code: int) -> tuple[int, ...]:
        """What a code is worth to an actor, level by level: of two codes it prefers the one with the greater tuple."""
        return tuple(sum(w * bool(test(code)) for w, test in terms) for _, terms in self._levels[actor])

    def may_change(self, before: int, after: int) -> bool:
        """Whether directions and preconditions allow a change, judged at the code before it."""
        kept, never = self.fixed
        taken = after & ~before
        if before & ~after & kept or taken & never:
            return False
        return all(self.holds(node, before) for option, node in self.needs.items() if taken >> option & 1)

    def moves_at(self, mover: SearchedMover, code: int) -> Iterator[int]:
        """The codes to which the mover can move from a feasible code.

        Raises `SizeError` where it has too many choices to look at them one by one.
        """
        if mover.choices is None:
            raise SizeError(
                f"{self.case.label(mover.id)} has {len(mover.options)} options of its own, which can be combined in "
                f"more than {MOST_CHOICES:,} ways; they are too many to look at one by one"
            )
        # `choices` has the mover's own constraints in it already; those with others are tested for each code.
        others = code & ~mover.mask
        for choice in mover.choices:
            after = others | choice
            if after != code and self.may_change(code, after) and self.is_feasible(after, code ^ after):
                yield after

    def improves(self, mover: SearchedMover, before: int, after: int, against: int | None = None) -> bool:
        """Whether a move is an improvement: its actor gains, or all rules of the options changed pass.

        The actor `against` is against every decision of a body, whatever it prefers.
        """
        if mover.actor is not None:
            return self.compare(mover.actor, before, after) > 0
        return self.all_pass(mover.votes_on(before ^ after), before, after, against)

    def all_pass(self, votes: Sequence[Vote], before: int, after: int, against: int | None = None) -> bool:
        """Whether all these votes are for the code `after` over `before`, as the actors prefer; see `improves`."""
        players = set().union(*(vote.players for vote in votes))
        favour, oppose = np.zeros(len(self.scales), dtype=bool), np.zeros(len(self.scales), dtype=bool)
        for actor in players:
            gain = self.compare(actor, before, after)
            favour[actor], oppose[actor] = gain > 0, gain < 0
        if against is not None:
            favour[against], oppose[against] = False, True
        # Each vote once, however many of the changed options it decides.
        return all(bool(vote.passes(favour, oppose)) for vote in dict.fromkeys(votes))

    def improvements(self, mover: SearchedMover, code: int) -> Iterator[int]:
        """The codes to which the mover would move."""
        return (after for after in self.moves_at(mover, code) if self.improves(mover, code, after))


def searched_game(case: Case, scenario: str | None = None) -> SearchedGame:
    """A case, or one of its scenarios, without any list of its states; cost: that of reading it.

    Parameters
    ----------
    case
        The case, as `load` gives it. Small cases are searched just as well.
    scenario
        The name of one of its scenarios, applied first; None for the case as written.

    Returns
    -------
    SearchedGame
        The game. Its states have codes (bit k is option k) and no numbers.

    Raises
    ------
    CaseError
        For a status quo that is not feasible.
    QuestionError
        For a case without options or with listed states, and for coalesced states, which stand for combinations that
        nobody has listed here.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> game = searched_game(load_case("chicken"))
    >>> game, [list(game.improvements(mover, 0)) for mover in game.movers]
    (Game('Chicken', 2 options, 2 movers), [[1], [2]])
    """
    changed = apply_scenario(case, scenario) if scenario is not None else case
    if changed.is_graph or not changed.option_rows:
        raise QuestionError("the case has no options, so its states are not combinations of them")
    if changed.coalesce:
        raise QuestionError(
            "coalesced states are looked at only where states can be listed; take coalesce: out of this case, "
            "or constrain it until at most 2^26 states are feasible"
        )
    names = OptionNames(changed)
    ruled_out = tuple(impossible(changed, names))
    scales = tuple(scale_of(changed, names, actor) for actor in changed.actors)
    needs = {
        row.index: names.bind(row.record.needs, row.owner) for row in changed.option_rows if row.record.needs is not None
    }
    now = None
    if changed.status_quo is not None:
        taken = names.with_defaults(names.find_text(text) for text in changed.status_quo)
        now = sum(1 << option for option in taken)
    movers = tuple(_mover(changed, id_, index, ruled_out) for index, id_ in enumerate(changed.movers))
    game = SearchedGame(changed, scenario, ruled_out, scales, movers, needs, now)
    if now is not None and not game.is_feasible(now):
        raise CaseError([_lost(game, names, now)])
    return game


def _lost(game: SearchedGame, names: OptionNames, now: int) -> Diagnostic:
    """The finding that the status quo is not feasible, with the constraint that rules it out."""
    claims = [(claim, True, "impossible") for claim in game.case.impossible]
    claims += [(claim, False, "always") for claim in game.case.always]
    broken = (f"{key}: {claim.that}" for claim, bad, key in claims if game.holds(names.bind(claim.that), now) is bad)
    reason = next(broken, "exactly one level of an option holds")
    hint = "change the options taken now, or the constraint"
    return Diagnostic("CM302", "error", ("status quo",), f"the status quo is not feasible: {reason}", hint)


def _mover(case: Case, id_: str, index: int, ruled_out: tuple[Node, ...]) -> SearchedMover:
    rows = [row for row in case.option_rows if row.owner == id_]
    position = {name: k for k, name in enumerate(case.actors)}
    rules = {row.index: case.rule_of(row) for row in rows}
    votes = {k: compile_vote(case, id_, rule, position) for k, rule in rules.items() if rule is not None}
    options = tuple(row.index for row in rows)
    return SearchedMover(id_, index, position.get(id_), options, _choices(options, ruled_out), votes)


def _choices(options: tuple[int, ...], ruled_out: tuple[Node, ...]) -> tuple[int, ...] | None:
    """The combinations of these options that are not ruled out by themselves, as codes of the whole case."""
    place = {option: k for k, option in enumerate(options)}
    own = [moved(node, place) for node in ruled_out if set(bits(node)) <= place.keys()]
    try:
        codes = feasible_codes(len(options), own, MOST_CHOICES)
    except SizeError:
        return None
    return tuple(sum(1 << option for k, option in enumerate(options) if code >> k & 1) for code in codes.tolist())


def _test(tree: Node) -> Test:
    """A statement as a function of a code."""
    match tree:
        case Const(value):
            return lambda _: value
        case Bit(index):
            return lambda code: code >> index & 1
        case Not(part):
            inner = _test(part)
            return lambda code: not inner(code)
        case And(parts):
            every = [_test(part) for part in parts]
            return lambda code: all(test(code) for test in every)
        case Or(parts):
            some = [_test(part) for part in parts]
            return lambda code: any(test(code) for test in some)
        case Implies(left, right):
            return _test(Or((Not(left), right)))
        case Iff(left, right):
            first, second = _test(left), _test(right)
            return lambda code: bool(first(code)) == bool(second(code))
        case Count(low, high, parts):
            counted = [_test(part) for part in parts]
            return lambda code: low <= sum(bool(test(code)) for test in counted) <= high
    raise TypeError(f"{tree} is not bound to an option")
