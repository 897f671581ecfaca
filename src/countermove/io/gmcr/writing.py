"""A case becomes a `.gmcr` file: statements as conditions, or rankings of state numbers, exactly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, islice
from typing import Any

from countermove.errors import QuestionError, SizeError, dotted
from countermove.io.files import MAX_BYTES
from countermove.io.gmcr.fields import DIRECTIONS
from countermove.io.gmcr.normal_form import Conjunction, TooManyAlternativesError, disjunctive_form, feasible, meets
from countermove.io.writing import dump_json
from countermove.model.case import Actor, Case, View
from countermove.model.names import OptionNames
from countermove.model.preferences import Claim, Line, OrderUnknown, is_pattern, lines_of
from countermove.model.statements import And, Bit, Count, Node, Not, parse

__all__ = ["decoration", "dump_gmcr", "obstacles"]

MAX_RANKED_STATES = 65_536
"""States that are ranked in a file, 2 to the power of 16: more would not fit into a file that can be read again."""
Order = Callable[[int], Any]
"""From a code to something that is greater where the state is better."""


def dump_gmcr(case: Case) -> tuple[str, list[str]]:
    """The case as the text of a `.gmcr` file, and what has been left out of it.

    States, their order for every actor, and moves are the same when it is read again. Actors with `prefers`
    only are written as conditions; where some actor has a ranking or weights, everybody is ranked.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    tuple
        The text, and what it leaves out.

    Raises
    ------
    QuestionError
        With all that the format cannot hold: bodies, `needs`, coalesced or listed states, views beyond
        `unseen`, and statements with too many alternatives.
    SizeError
        Where there are too many states to rank, or the file would be too large to be read again.

    Examples
    --------
    >>> case = Case.model_validate({"actors": {"usa": {"options": {"go": "Go"}, "prefers": ["not go"]}}})
    >>> '"preferences": [[[0, "N"]]]' in dump_gmcr(case)[0]
    True
    """
    lost = obstacles(case)
    writer = _Writer(case)
    if not lost:
        data = writer.data()
        lost = writer.unwritable
    if lost:
        raise QuestionError(f"a .gmcr file cannot hold {'; '.join(lost)}; take it out, or write .yaml or .json")
    text = dump_json(data)
    # What is written has to be read again.
    if len(text.encode()) > MAX_BYTES:
        raise SizeError(f"the file would be larger than {MAX_BYTES // 1_000_000} MB; write .yaml or .json")
    return text, [*decoration(case), *writer.notes]


class _Writer:
    """Puts the data of a file together; what cannot be written is listed in `unwritable`."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.names = OptionNames(case)
        self.unwritable: list[str] = []
        self.notes: list[str] = []

    def data(self) -> dict[str, Any]:
        """The data of the file; of no use where `unwritable` is not empty afterwards."""
        from countermove import __version__

        case = self.case
        impossible = list(self._impossible())
        ranked = any(a.ranking is not None or a.worth is not None for a in case.actors.values())
        makers = [self._maker(id_) for id_ in case.actors]
        for maker, (id_, actor) in zip(makers, case.actors.items(), strict=True):
            if ranked:
                maker["preferenceRanking"] = []
            else:
                maker["preferences"] = list(self._conditions(id_, actor))
        if ranked and not self.unwritable:
            self._rank(makers, impossible)
        everybody = list(range(len(makers)))
        return {
            "program": "countermove",
            "version": __version__,
            "options": [{"name": row.name, "permittedDirection": PERMITTED[row.record.change]} for row in case.option_rows],
            "decisionMakers": makers,
            "infeasibles": [_pairs(conjunction) for conjunction in impossible],
            "useManualPreferenceRanking": ranked,
            "coalitions": everybody,
            "coalitionsFull": everybody,
        }

    def _maker(self, id_: str) -> dict[str, Any]:
        view = self.case.views.get(id_)
        unseen = enumerate(view.unseen if view else ())
        alternatives = [self._alternatives(self._bound(c.that.text, id_), ("views", id_, "unseen", k)) for k, c in unseen]
        return {
            "name": self.case.label(id_),
            "options": [row.index for row in self.case.option_rows if row.owner == id_],
            "preferences": [],
            "misperceptions": [_pairs(conjunction) for conjunctions in alternatives for conjunction in conjunctions],
        }

    def _bound(self, text: str, owner: str | None) -> Node:
        return self.names.bind(parse(text), owner)

    def _alternatives(self, tree: Node, path: tuple[str | int, ...]) -> tuple[Conjunction, ...]:
        try:
            return disjunctive_form(tree)
        except TooManyAlternativesError as fault:
            self.unwritable.append(f"{dotted(path)} ({fault})")
            return ()

    def _impossible(self) -> Iterator[Conjunction]:
        """Every alternative that no feasible state meets."""
        for k, claim in enumerate(self.case.impossible):
            yield from self._alternatives(self._bound(claim.that.text, None), ("impossible", k))
        for k, claim in enumerate(self.case.always):
            yield from self._alternatives(Not(self._bound(claim.that.text, None)), ("always", k))
        # The format knows no levels: that exactly one holds becomes a constraint.
        levels: dict[str, list[Node]] = {}
        for row in self.case.option_rows:
            if row.level is not None:
                levels.setdefault(row.full.removesuffix(f"-{row.level}"), []).append(Bit(row.index))
        for name, parts in levels.items():
            yield from self._alternatives(Not(Count(1, 1, tuple(parts))), (name, "levels"))

    def _lines(self, id_: str, actor: Actor) -> Iterator[tuple[tuple[str | int, ...], list[Node]]]:
        """The lines of an actor, most important first, each with the statements of its group."""
        for k, line in enumerate(actor.prefers or ()):
            yield ("actors", id_, "prefers", k), [self._bound(part.that.text, id_) for part in lines_of(line)]

    def _conditions(self, id_: str, actor: Actor) -> Iterator[Any]:
        """Conditions, most important first; of a group of n: all n hold, n - 1 hold, ..., one holds."""
        for path, trees in self._lines(id_, actor):
            # Conditions are lexicographic: "at least n hold" before "at least n - 1" orders states by how many hold.
            for number in range(len(trees), 0, -1):
                tree = trees[0] if len(trees) == 1 else Count(number, len(trees), tuple(trees))
                alternatives = self._alternatives(tree, path)
                if alternatives and Conjunction(0, 0) not in alternatives:
                    yield _condition(alternatives)

    def _rank(self, makers: Sequence[dict[str, Any]], impossible: Sequence[Conjunction]) -> None:
        """Give every maker its ranking."""
        try:
            codes = list(islice(feasible(len(self.case.option_rows), impossible), MAX_RANKED_STATES + 1))
        except TooManyAlternativesError as fault:
            raise SizeError(f"the states cannot be ranked: {fault}") from None
        if len(codes) > MAX_RANKED_STATES:
            raise SizeError(f"the case has more than {MAX_RANKED_STATES:,} feasible states, too many to write their ranking")
        for maker, (id_, actor) in zip(makers, self.case.actors.items(), strict=True):
            order = self._order(id_, actor, codes)
            if order is not None:
                maker["preferenceRanking"] = _ranking(codes, order)
            if actor.prefers:
                self.notes.append(f"the lines of {id_}, which are written as a ranking of the states")

    def _order(self, id_: str, actor: Actor, codes: Sequence[int]) -> Order | None:
        if actor.worth is not None:
            weights = [(self.names.find_text(name, id_), Fraction(w)) for name, w in actor.worth.items()]
            return lambda code: sum(w for index, w in weights if code >> index & 1)
        if actor.ranking is not None:
            return self._ranked(id_, actor, codes)
        lines = [[self._alternatives(tree, path) for tree in trees] for path, trees in self._lines(id_, actor)]
        return lambda code: tuple(sum(meets(code, part) for part in line) for line in lines)

    def _ranked(self, id_: str, actor: Actor, codes: Sequence[int]) -> Order | None:
        """The order of a ranking; None where it does not cover each state once."""
        groups: list[list[tuple[Conjunction, ...]]] = []
        for k, entry in enumerate(actor.ranking or ()):
            path = ("actors", id_, "ranking", k)
            texts = [entry] if isinstance(entry, str) else entry
            groups.append([self._alternatives(self._entry(text, id_), path) for text in texts])
        place: dict[int, int] = {}
        for code in codes:
            holding = [k for k, group in enumerate(groups) for part in group if meets(code, part)]
            if len(holding) != 1:
                wrong = "twice" if holding else "nowhere"
                self.unwritable.append(f"the ranking of {id_}, in which a feasible state stands {wrong} (see: check)")
                return None
            place[code] = -holding[0]
        return place.__getitem__

    def _entry(self, text: str, owner: str) -> Node:
        """An entry of a ranking as a tree: a pattern, or a statement."""
        if not is_pattern(text):
            return self._bound(text, owner)
        signs = ((k, sign) for k, sign in enumerate(text) if sign != "-")
        return And(tuple(Bit(k) if sign == "Y" else Not(Bit(k)) for k, sign in signs))


PERMITTED = {change: direction for direction, change in DIRECTIONS.items()}


def _pairs(conjunction: Conjunction) -> list[Any]:
    """An alternative as pairs of an option and Y or N."""
    bits = range((conjunction.yes | conjunction.no).bit_length())
    return [[k, "Y" if conjunction.yes >> k & 1 else "N"] for k in bits if (conjunction.yes | conjunction.no) >> k & 1]


def _condition(alternatives: Sequence[Conjunction]) -> Any:
    if len(alternatives) == 1:
        return _pairs(alternatives[0])
    return {"compound": True, "members": [_pairs(conjunction) for conjunction in alternatives]}


def _ranking(codes: Iterable[int], order: Order) -> list[Any]:
    """State numbers, best first, ties in nested lists."""
    numbered = sorted(((order(code), number) for number, code in enumerate(codes, start=1)), key=_value)
    numbered.reverse()
    groups = [[number for _, number in group] for _, group in groupby(numbered, key=_value)]
    return [sorted(group) if len(group) > 1 else group[0] for group in groups]


def _value(pair: tuple[Any, int]) -> Any:
    return pair[0]


def obstacles(case: Case) -> list[str]:
    """What would change the meaning of the case if it were left out, in words.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    list of str
        In words; empty where a file can hold the case.

    Examples
    --------
    >>> obstacles(Case.model_validate({"actors": {"a": {"options": {"x": {"needs": "y"}, "y": "Y"}}}}))
    ['needs of a.x']
    """
    lost = ["states and moves that are listed"] if case.is_graph else []
    if not case.is_graph and not case.option_rows:
        lost.append("a case without options")
    lost += [f"the body {body}" for body in case.bodies]
    lost += [f"needs of {row.full}" for row in case.option_rows if row.record.needs is not None]
    lost += ["coalesced states"] if case.coalesce else []
    for viewer, view in case.views.items():
        lost += [f"what {viewer} believes of {actor}" for actor in view.actors]
        lost += [f"what {viewer} is unaware of"] if view.unaware else []
    return lost


def decoration(case: Case) -> list[str]:
    """What changes no state, preference or move, and is left out, in words.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    list of str
        In words, each once.

    Examples
    --------
    >>> decoration(Case.model_validate({"title": "T", "actors": {"a": {"options": {"x": {}}, "about": "A"}}}))
    ['title', 'about']
    """
    return list(dict.fromkeys(_left_out(case)))


def _left_out(case: Case) -> Iterator[str]:
    for key, value in (("title", case.title), ("at", case.at), ("about", case.about), ("citation", case.citation)):
        if value:
            yield key
    if case.status_quo is not None:
        yield "status quo"
    for key in ("sources", "labels", "scenarios", "events", "published"):
        if getattr(case, key):
            yield key
    for record in _records(case):
        yield from (key for key in ("about", "because", "evidence") if getattr(record, key, None))
        if isinstance(record, Line):
            yield from ("sure" for _ in range(record.sure != 1))
            yield from ("otherwise" for _ in range(record.otherwise is not None))
    if any(row.level is not None for row in case.option_rows):
        yield "levels, which become options that exclude each other"
    lines = [line for actor in case.actors.values() for line in actor.prefers or ()]
    if any(isinstance(line, OrderUnknown) for line in lines):
        yield "that an order is unknown: such lines are written as equally important"


def _records(case: Case) -> Iterator[Actor | View | Claim | object]:
    """Every record that may carry an explanation."""
    for actor in case.actors.values():
        yield actor
        yield from actor.options.values()
        for line in actor.prefers or ():
            yield from lines_of(line)
    yield from case.impossible
    yield from case.always
    for view in case.views.values():
        yield view
        yield from view.unseen
