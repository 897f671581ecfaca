"""Statements as clauses of a sentence, made of the names of actors and options: Egypt does not choose "Strike"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from countermove.analysis.lines import Difference
from countermove.game.game import Game
from countermove.model.case import Case, OptionRow
from countermove.model.names import OptionNames
from countermove.model.preferences import lines_of
from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or, Statement, truth
from countermove.text.naming import deed_verbs
from countermove.text.pieces import Name, Piece, amount, and_list, of_many, owners, verb

__all__ = ["changed_words", "clause", "denied", "goal", "goal_of", "limit"]


def clause(case: Case, statement: Statement, owner: str | None = None) -> list[Piece]:
    """A statement as a clause; a bare option id means an option of `owner`.

    >>> from countermove.catalog import load_case
    >>> from countermove.model.statements import parse
    >>> "".join(clause(load_case("cuban-missile-crisis"), parse("not blockade if ussr.withdraw"), "usa"))
    'US does not choose "Blockade Cuba" if USSR chooses "Withdraw the missiles"'
    """
    return _clause(case, OptionNames(case).bind(statement, owner))


def goal(case: Case, statement: Statement, owner: str, is_plural: bool | None = None) -> list[Piece]:
    """What an actor wants that states this, without its name: wants to choose "Fill", wants Egypt not to choose "Strike".

    `is_plural`: whether the verb follows a plural; None: as the name of the owner has it.

    >>> from countermove.catalog import load_case
    >>> from countermove.model.statements import parse
    >>> "".join(goal(load_case("cuban-missile-crisis"), parse("not blockade"), "usa"))
    'wants to avoid "Blockade Cuba"'
    >>> "".join(goal(load_case("cuban-missile-crisis"), parse("ussr.withdraw and not blockade"), "usa"))
    'wants to avoid "Blockade Cuba" and wants USSR to choose "Withdraw the missiles"'
    >>> "".join(goal(load_case("cuban-missile-crisis"), parse("ussr.withdraw or not blockade"), "usa"))
    'wants to avoid "Blockade Cuba", or USSR to choose "Withdraw the missiles"'
    """
    tree = OptionNames(case).bind(statement, owner)
    wants = verb(case, [owner], "wants", "want") if is_plural is None else ("want" if is_plural else "wants")
    every, one_of = _all_wanted(tree), _one_wanted(tree)
    # After what others should do, "to avoid war" could be theirs to avoid: the actor's own choices come first.
    own, others = ([part for part in every or one_of if _is_of(case, part, owner) is is_own] for is_own in (True, False))
    if one_of:
        first, *more = [_aim(case, part, owner) for part in (*own, *others)]
        return [f"{wants} ", *first, *(piece for aim in more for piece in (", or ", *aim))]
    if isinstance(tree, Implies) and _is_literal(tree.right) and _is_of(case, tree.right, owner):
        return [f"{wants} ", *_aim(case, tree.right, owner), " if ", *_clause(case, tree.left, inside=True)]
    if not every:
        return [f"{wants} this: ", *_clause(case, tree)]
    last = ", and" if len(own) > 1 else "and"
    aims = [[f"{wants} ", *and_list([_aim(case, part, owner) for part in some])] for some in (own, others) if some]
    return and_list(aims, last)


def limit(case: Case, statement: Statement, is_always: bool) -> list[Piece]:
    """A constraint as a sentence without its full stop: what cannot be, or what is always so.

    >>> from countermove.catalog import load_case
    >>> from countermove.model.statements import parse
    >>> case = load_case("cuban-missile-crisis")
    >>> "".join(limit(case, parse("usa.air-strike and usa.blockade"), is_always=False))
    'US cannot choose both "Launch an air strike" and "Blockade Cuba"'
    >>> "".join(limit(case, parse("usa.blockade if ussr.withdraw"), is_always=True))
    'USSR can choose "Withdraw the missiles" only if US chooses "Blockade Cuba"'
    """
    tree = OptionNames(case).bind(statement, None)
    ruled_out = _opposite(tree) if is_always else tree
    parts = list(dict.fromkeys(ruled_out.parts if isinstance(ruled_out, And) else [ruled_out]))
    taken = [case.option_rows[part.index] for part in parts if isinstance(part, Bit)]
    if taken and len(taken) == len(parts) and len({row.owner for row in taken}) == 1:
        every = {1: "", 2: "both "}.get(len(taken), "all of ")
        return [*_can(case, taken[0], "cannot"), every, *and_list([[_option(row)] for row in taken])]
    if isinstance(ruled_out, Count) and ruled_out.low and ruled_out.high == len(ruled_out.parts):
        return _at_most(case, ruled_out.low - 1, ruled_out.parts)
    if not all(map(_is_literal, parts)):
        return [f"it is {'always so' if is_always else 'impossible'} that ", *_clause(case, tree)]
    if not taken:
        return ["it is always so that ", *_clause(case, _opposite(ruled_out))]
    if len(taken) == 1:
        others = [_clause(case, _opposite(part)) for part in parts if isinstance(part, Not)]
        return [*_can(case, taken[0], "can"), _option(taken[0]), " only if ", *and_list(others, "or")]
    # The last choice stands for all: which of them is impossible beside the others is the same.
    last = max(place for place, part in enumerate(parts) if isinstance(part, Bit))
    others = [*_together(case, parts[:last] + parts[last + 1 :], None)]
    return [*_can(case, taken[-1], "cannot"), _option(taken[-1]), " if ", *and_list(others)]


def _at_most(case: Case, most: int, parts: Sequence[Node]) -> list[Piece]:
    """That only a limited number of some statements can be true."""
    many, alike = "none" if most == 0 else f"at most {amount(most)}", _alike(case, parts)
    if not alike:
        return [f"{many} of these can be so: ", *_in_turn([_clause(case, part, inside=True) for part in parts])]
    rows = [case.option_rows[index] for index in alike]
    choose = deed_verbs(case, rows[0].owner, True)[0]
    return [f"{many} of ", *of_many(case, [row.owner for row in rows]), f" can {choose} ", _option(rows[0])]


def _can(case: Case, row: OptionRow, can: str) -> list[Piece]:
    return [Name(case.label(row.owner)), f" {can} {deed_verbs(case, row.owner, True)[0]} "]


def _all_wanted(tree: Node) -> list[Node]:
    """The options, taken or not, of which a statement wants every one; empty where it is of another form."""
    parts: Sequence[Node] = [tree]
    if isinstance(tree, And):
        parts = tree.parts
    elif isinstance(tree, Not) and isinstance(tree.part, Or):
        # None of several things is the same as each of them not.
        parts = [part.part if isinstance(part, Not) else Not(part) for part in tree.part.parts]
    return list(parts) if all(map(_is_literal, parts)) else []


def _one_wanted(tree: Node) -> list[Node]:
    """The options, taken or not, of which a statement wants at least one; empty where it is of another form."""
    return list(tree.parts) if isinstance(tree, Or) and all(map(_is_literal, tree.parts)) else []


def _is_literal(tree: Node) -> bool:
    """Whether a statement says of one option that it is taken, or that it is not."""
    return isinstance(tree.part if isinstance(tree, Not) else tree, Bit)


def _row_of(case: Case, tree: Node) -> OptionRow:
    """The option of which a statement says that it is taken, or that it is not."""
    node = tree.part if isinstance(tree, Not) else tree
    assert isinstance(node, Bit)  # checked by the callers
    return case.option_rows[node.index]


def _is_of(case: Case, tree: Node, owner: str) -> bool:
    return _row_of(case, tree).owner == owner


def _aim(case: Case, tree: Node, owner: str) -> list[Piece]:
    """An option that an actor wants taken, or not taken, after "wants": to avoid "Fill"; Egypt to choose "Talk"."""
    row, is_denied = _row_of(case, tree), isinstance(tree, Not)
    if row.owner == owner:
        return [f"to {'avoid' if is_denied else deed_verbs(case, row.owner, True)[0]} ", _option(row)]
    return [
        Name(case.label(row.owner)),
        f" {'not ' if is_denied else ''}to {deed_verbs(case, row.owner, True)[0]} ",
        _option(row),
    ]


def goal_of(game: Game, difference: Difference, before: int, after: int, is_plural: bool = False) -> list[Piece]:
    """What an actor wants that has the statement of a difference, for "it", or for several alike (`is_plural`).

    Of a group of equally important statements only those are a reason that the state `after` fails and `before` does not.
    """
    case, lines = game.case, lines_of(difference.line)
    was, is_ = game.taken(before), game.taken(after)
    if len(lines) > 1 and None not in (*was, *is_):
        trees = [OptionNames(case).bind(line.that, difference.actor) for line in lines]
        failed = [truth(tree, was.__getitem__) and not truth(tree, is_.__getitem__) for tree in trees]
        lines = tuple(line for line, fails in zip(lines, failed, strict=True) if fails) or lines
    return _in_turn([goal(case, line.that, difference.actor, is_plural) for line in lines])


def changed_words(game: Game, difference: Difference, before: int, after: int, pronoun: str = "") -> list[Piece]:
    """What has come true with a statement that `after` fulfils better than `before`, or has ceased to be true.

    Only what makes the difference is said: of "a or b" what is true now, of "a and b" what was not true before. Of a group
    of equally important statements, those that are true now and were not, or the reverse.

    Parameters
    ----------
    game
        A game of either kind.
    difference
        A statement of an actor that both states fulfil to different degrees.
    before, after
        The keys of the states.
    pronoun
        ``it`` or ``they`` for the actor itself, where it has just been named; empty for its name.

    Examples
    --------
    >>> import countermove as cm
    >>> from countermove.analysis.lines import differences
    >>> game = cm.compile(cm.load("european-security-2022"))
    >>> "".join(changed_words(game, differences(game, "usa", 97, 147)[0], 97, 147, "it"))
    'it chooses "Negotiate on deployments and verification"'
    """
    names = OptionNames(game.case)
    trees = [names.bind(line.that, difference.actor) for line in lines_of(difference.line)]
    was, is_ = game.taken(before), game.taken(after)
    who = _Subject(difference.actor, pronoun) if pronoun else None
    new = [tree if difference.gained else _opposite(tree) for tree in trees]
    if None in was or None in is_:
        # A coalesced state leaves options open: the statement is true of all its combinations or of none.
        return _in_turn([_clause(game.case, tree, who) for tree in new])
    # Of a single statement this is the statement itself; of a group, those that have changed in the direction told.
    changed = [tree for tree in new if truth(tree, is_.__getitem__) and not truth(tree, was.__getitem__)]
    return _in_turn([_clause(game.case, _news(tree, was, is_), who) for tree in changed])


def _news(tree: Node, was: Sequence[bool | None], is_: Sequence[bool | None]) -> Node:
    """The part of a statement, true now and not before, that makes the difference."""
    match tree:
        case Not(Bit() | Count()) | Bit() | Const():
            return tree
        case Not(inner):
            return _news(_opposite(inner), was, is_)
        case And(parts):
            return _all([_news(part, was, is_) for part in parts if not truth(part, was.__getitem__)])
        case Or(parts):
            # They are all true: "and" says more than "or".
            return _all([_news(part, was, is_) for part in parts if truth(part, is_.__getitem__)])
        case Implies(left, right):
            return _news(Or((_opposite(left), right)), was, is_)
        case Iff(left, right):
            both = (left, right) if truth(left, is_.__getitem__) else (_opposite(left), _opposite(right))
            return _news(And(both), was, is_)
        case Count(_, high, parts) if high == len(parts):
            return _all([_news(p, was, is_) for p in parts if truth(p, is_.__getitem__) and not truth(p, was.__getitem__)])
    return tree


def _all(parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else And(tuple(parts))


@dataclass(frozen=True)
class _Subject:
    """An actor that has just been named, and the pronoun for it."""

    id: str
    pronoun: str


def _opposite(tree: Node) -> Node:
    """A statement that is true where `tree` is false, with its negations as far inside as they go."""
    match tree:
        case Const(value):
            return Const(not value)
        case Not(part):
            return part
        case And(parts):
            return Or(tuple(map(_opposite, parts)))
        case Or(parts):
            return And(tuple(map(_opposite, parts)))
        case Implies(left, right):
            return And((left, _opposite(right)))
        case Iff(left, right):
            return Iff(left, _opposite(right))
        case Count(0, high, parts) if high < len(parts):
            return Count(high + 1, len(parts), parts)
        case Count(low, high, parts) if high == len(parts) and low:
            return Count(0, low - 1, parts)
    return Not(tree)


def _clause(case: Case, tree: Node, who: _Subject | None = None, inside: bool = False) -> list[Piece]:
    def part(node: Node) -> list[Piece]:
        return _clause(case, node, who, inside=True)

    match tree:
        case Const(value):
            return ["this is always so" if value else "this is never so"]
        case Bit(index):
            return _deed(case, [index], who, is_denied=False)
        case Not(Bit(index)):
            return _deed(case, [index], who, is_denied=True)
        case Not(Count() as count):
            pieces = ["it is not so that ", *_clause(case, count, who)]
        case Not(inner):
            # Negations stand with the options, where people put them.
            return _clause(case, _opposite(inner), who, inside)
        case And(parts):
            # No rank of "and" over "or" is supposed: whatever stands inside another has brackets.
            pieces = and_list([*_together(case, parts, who)])
            inside = inside and len(parts) > 1
        case Or(parts):
            pieces = and_list([*map(part, parts)], "or")
        case Implies(left, right):
            pieces = [*part(right), " if ", *part(left)]
        case Iff(left, right):
            pieces = [*part(left), " exactly if ", *part(right)]
        case Count():
            pieces = _counted(case, tree, who)
            # A list of clauses needs brackets, or a reader could not see where it ends inside another clause.
            inside = inside and not _alike(case, tree.parts)
        case _:
            raise TypeError(f"{tree} is not bound to an option")
    return ["(", *pieces, ")"] if inside else pieces


def _counted(case: Case, count: Count, who: _Subject | None) -> list[Piece]:
    """How many of some statements are true, as a clause."""
    if not count.low and count.high >= len(count.parts):
        return ["this is always so"]
    many = _how_many(count.low, count.high, len(count.parts))
    alike = _alike(case, count.parts)
    if not alike:
        return [f"{many} of these: ", *_in_turn([_clause(case, part, who, inside=True) for part in count.parts])]
    rows = [case.option_rows[index] for index in alike]
    choose, _ = deed_verbs(case, rows[0].owner, True)
    return [f"{many} of ", *of_many(case, [row.owner for row in rows]), f" {choose} ", _option(rows[0])]


def _alike(case: Case, parts: Sequence[Node]) -> list[int]:
    """The options of parts that are all the same choice of different owners; empty where they are not."""
    rows = [case.option_rows[part.index] for part in parts if isinstance(part, Bit)]
    is_alike = len(rows) == len(parts) > 1 and len({row.name for row in rows}) == 1 == len(
        {r.owner in case.bodies for r in rows}
    )
    return [row.index for row in rows] if is_alike and len({row.owner for row in rows}) == len(rows) else []


def _together(case: Case, parts: Sequence[Node], who: _Subject | None) -> Iterator[list[Piece]]:
    """The clauses of what is all true; owners of which the same is true share one."""

    def kind(node: Node) -> tuple[str, bool, bool] | None:
        bit = node.part if isinstance(node, Not) else node
        if not isinstance(bit, Bit):
            return None
        row = case.option_rows[bit.index]
        # The actor that has just been named has a clause of its own.
        return (
            None if who is not None and row.owner == who.id else (row.name, isinstance(node, Not), row.owner in case.bodies)
        )

    # What is said once is true once, however often it stands in the statement.
    for same, group in groupby(dict.fromkeys(parts), kind):
        nodes = list(group)
        if same is None or len(nodes) == 1:
            yield from (_clause(case, node, who, inside=True) for node in nodes)
            continue
        bits = [node.part if isinstance(node, Not) else node for node in nodes]
        yield _deed(case, [bit.index for bit in bits if isinstance(bit, Bit)], who, is_denied=same[1])


def denied(case: Case, option: int) -> list[Piece]:
    """That an owner does not choose an option, by the position of the option.

    >>> from countermove.catalog import load_case
    >>> "".join(denied(load_case("chicken"), 0))
    'Row does not choose "Cooperate"'
    """
    return _deed(case, [option], None, is_denied=True)


def _in_turn(clauses: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Clauses one after another, with semicolons: they may have commas of their own."""
    pieces: list[Piece] = []
    for place, one in enumerate(clauses):
        pieces += [*(["; "] if place else []), *one]
    return pieces


def _deed(case: Case, indices: Sequence[int], who: _Subject | None, is_denied: bool) -> list[Piece]:
    """That owners choose an option of one name, or do not."""
    rows = [case.option_rows[index] for index in indices]
    ids = [row.owner for row in rows]
    one, many = deed_verbs(case, rows[0].owner, False)[0], deed_verbs(case, rows[0].owner, True)[0]
    is_named = who is not None and ids == [who.id]
    is_many = who is not None and is_named and who.pronoun == "they"
    does = "do not" if is_many else verb(case, ids, "does not", "do not")
    word = f" {does} {many} " if is_denied else f" {many if is_many else verb(case, ids, one, many)} "
    subject: list[Piece] = [who.pronoun] if who is not None and is_named else owners(case, ids)
    return [*subject, word, _option(rows[0])]


def _option(row: OptionRow) -> Name:
    return Name(f'"{row.name}"')


def _how_many(low: int, high: int, size: int) -> str:
    """How many of `size` statements are true: a bound that all of them meet goes without saying."""
    if low == high:
        return "none" if high == 0 else f"exactly {amount(low)}"
    return f"at least {amount(low)}" if high == size else f"at most {amount(high)}"
