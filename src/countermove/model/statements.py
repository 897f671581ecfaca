"""The statement language: Boolean expressions over options, read from text into a tree.

Operators, tightest first, all left-associative: ``not``; ``and``; ``or``; ``implies`` and ``if`` (``b if a``
is ``a implies b``); ``iff``. Functions: ``any(..)``, ``all(..)``, ``none(..)``, ``one(..)``,
``atleast(k, ..)``, ``atmost(k, ..)``. Operands: ``owner.option``, a bare option id, ``owner.option is level``,
``true``, ``false``. Keywords are case-insensitive and cannot be ids.

>>> parse("not strike if ussr.withdraw").tree
Implies(left=Ref(owner='ussr', option='withdraw'), right=Not(part=Ref(owner=None, option='strike')))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from countermove.errors import quoted

if TYPE_CHECKING:
    from lark import Lark
    from lark.exceptions import UnexpectedInput

__all__ = [
    "KEYWORDS",
    "And",
    "Bit",
    "Const",
    "Count",
    "Iff",
    "Implies",
    "Node",
    "Not",
    "Or",
    "Ref",
    "Statement",
    "StatementError",
    "bind",
    "parse",
    "refs",
    "truth",
]

OPERATORS = ("not", "and", "or", "implies", "if", "iff", "is")
FUNCTIONS = ("any", "all", "none", "one", "atleast", "atmost")
KEYWORDS = frozenset((*OPERATORS, *FUNCTIONS, "true", "false"))
UNCLOSED = "close it; inside [...], a statement with commas stands in quotation marks"
MAX_CHARACTERS = 20_000
"""Characters of a statement, 100 times the longest of the catalogue; the time to parse grows with them."""
MAX_DEPTH = 100
"""Levels of a tree: trees are walked by recursion, and Python allows 1,000 calls inside each other."""

# LALR(1) and not Earley: the time to read is linear in the length, also of hostile text. Keywords have a higher priority
# than words and end at a word boundary, so that `notice` is an option and no negation.
GRAMMAR = r"""
?start: iff
?iff: cond | iff _IFF cond -> iff
?cond: disj | cond _IMPLIES disj -> implies | cond _IF disj -> given
?disj: conj | conj (_OR conj)+ -> either
?conj: neg | neg (_AND neg)+ -> both
?neg: atom | _NOT neg -> negation
?atom: "(" iff ")" | TRUE -> true | FALSE -> false | ref
     | ANY "(" list ")" -> some | ALL "(" list ")" -> every | NONE "(" list ")" -> none | ONE "(" list ")" -> one
     | ATLEAST "(" INT "," list ")" -> atleast | ATMOST "(" INT "," list ")" -> atmost
list: iff ("," iff)*
ref: WORD ["." WORD] [_IS LEVEL]
_IFF.2: /iff(?![\w-])/i
_IMPLIES.2: /implies(?![\w-])/i
_IF.2: /if(?![\w-])/i
_OR.2: /or(?![\w-])/i
_AND.2: /and(?![\w-])/i
_NOT.2: /not(?![\w-])/i
_IS.2: /is(?![\w-])/i
TRUE.2: /true(?![\w-])/i
FALSE.2: /false(?![\w-])/i
ANY.2: /any(?![\w-])/i
ALL.2: /all(?![\w-])/i
NONE.2: /none(?![\w-])/i
ONE.2: /one(?![\w-])/i
ATLEAST.2: /atleast(?![\w-])/i
ATMOST.2: /atmost(?![\w-])/i
LEVEL: /[A-Za-z0-9][\w-]*/
WORD: /(?!(?i:KEYWORDS)(?![\w-]))[A-Za-z][\w-]*/
INT: /[0-9]+/
%ignore /[ \t\r\n]+/
""".replace("KEYWORDS", "|".join(sorted(KEYWORDS)))

EXPECTED = {
    "WORD": "an option", "LEVEL": "a level", "INT": "a number", "LPAR": '"("', "RPAR": '")"', "COMMA": '","',
    "DOT": '"."', "$END": "the end",
}  # fmt: skip


class StatementError(ValueError):
    """A statement that cannot be read; `offset` counts the characters before the fault.

    Parameters
    ----------
    message
        What is wrong.
    offset
        Characters before the fault.
    hint
        The way out.
    """

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.offset, self.hint = message, offset, hint


@dataclass(frozen=True)
class Const:
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True)
class Ref:
    """An option as it was written: its owner, if given, its id, and the level asked for, if any.

    Parameters
    ----------
    owner
        The id before the dot; None for a bare option id.
    option
        The id of the option.
    level
        The level after ``is``; None where there is none.
    offset
        Characters before it in its statement; it does not count when references are compared.
    """

    owner: str | None
    option: str
    level: str | None = field(default=None, repr=False)
    offset: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        name = f"{self.owner}.{self.option}" if self.owner else self.option
        return f"{name} is {self.level}" if self.level else name


@dataclass(frozen=True)
class Bit:
    """An option as the case knows it: its position in bit order.

    Parameters
    ----------
    index
        Counted from 0.
    """

    index: int


@dataclass(frozen=True)
class Not:
    """True where `part` is false."""

    part: Node


@dataclass(frozen=True)
class And:
    """True where all parts are."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """True where some part is."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Implies:
    """True where `left` is false or `right` is true."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Iff:
    """True where both sides are equal."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Count:
    """True where between `low` and `high` of the parts are, both included.

    Parameters
    ----------
    low
        The least number of parts that hold.
    high
        The greatest number.
    parts
        The parts.
    """

    low: int
    high: int
    parts: tuple[Node, ...]


Node = Const | Ref | Bit | Not | And | Or | Implies | Iff | Count


@dataclass(frozen=True)
class Statement:
    """A statement: the text that the analyst wrote, and the tree that it means.

    Parameters
    ----------
    text
        As it was written; two statements are equal if their texts are.
    tree
        Its meaning, with names as they were written.
    """

    text: str
    tree: Node = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse(text: str) -> Statement:
    """Read a statement.

    Parameters
    ----------
    text
        At most `MAX_CHARACTERS` characters, with brackets at most `MAX_DEPTH` deep.

    Returns
    -------
    Statement
        The text and its tree.

    Raises
    ------
    StatementError
        Where it cannot be read, with the offset of the fault and the way out.

    Examples
    --------
    >>> parse("atleast(2, a, b, c)").tree.low
    2
    >>> parse("a and")
    Traceback (most recent call last):
        ...
    countermove.model.statements.StatementError: the statement ends where an option, "not" or "(" is expected
    """
    from lark.exceptions import UnexpectedInput

    if len(text) > MAX_CHARACTERS:
        raise StatementError(f"a statement of {len(text):,} characters", 0, f"the limit is {MAX_CHARACTERS:,}")
    if not text.strip():
        raise StatementError("the statement is empty", 0, "write an option, or take the statement out")
    try:
        tree: Node = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput as fault:
        raise _readable(fault, text) from None
    if _depth(tree) > MAX_DEPTH:
        raise StatementError(f"a statement nested more than {MAX_DEPTH} deep", 0, "break it up")
    return Statement(text, tree)


def refs(tree: Node) -> Iterator[Ref]:
    """All options that a tree names, from left to right.

    Parameters
    ----------
    tree
        A tree as it was read.

    Yields
    ------
    Ref
        With repetitions.
    """
    if isinstance(tree, Ref):
        yield tree
    for child in _children(tree):
        yield from refs(child)


def bits(tree: Node) -> Iterator[int]:
    """The positions of all options in a bound tree, with repetitions.

    Parameters
    ----------
    tree
        A bound tree.

    Yields
    ------
    int
        Positions in bit order, from left to right.
    """
    if isinstance(tree, Bit):
        yield tree.index
    for child in _children(tree):
        yield from bits(child)


def bind(tree: Node, find: Callable[[Ref], int]) -> Node:
    """The tree with every `Ref` replaced by the `Bit` that `find` gives for it.

    Parameters
    ----------
    tree
        A tree as it was read.
    find
        From a reference to the position of its option.

    Returns
    -------
    Node
        A new tree.
    """
    if isinstance(tree, Ref):
        return Bit(find(tree))
    return _rebuilt(tree, tuple(bind(child, find) for child in _children(tree)))


def truth(tree: Node, value_of: Callable[[int], bool | None]) -> bool | None:
    """Three-valued value of a bound tree: None where the options that are known do not decide it.

    Parameters
    ----------
    tree
        A bound tree.
    value_of
        From the position of an option to whether it is taken; None where that is open.

    Returns
    -------
    bool or None
        None where the options that are decided leave it open.

    Notes
    -----
    Each part is valued by itself, so ``a or not a`` is open as long as `a` is.

    Examples
    --------
    >>> a_and_b = And((Bit(0), Bit(1)))
    >>> truth(a_and_b, {0: False, 1: None}.get), truth(a_and_b, {0: True, 1: None}.get)
    (False, None)
    """
    match tree:
        case Const(value):
            return value
        case Bit(index):
            return value_of(index)
        case Not(part):
            inner = truth(part, value_of)
            return None if inner is None else not inner
        case And(parts):
            return _between([truth(p, value_of) for p in parts], len(parts), len(parts))
        case Or(parts):
            return _between([truth(p, value_of) for p in parts], 1, len(parts))
        case Implies(left, right):
            return truth(Or((Not(left), right)), value_of)
        case Iff(left, right):
            a, b = truth(left, value_of), truth(right, value_of)
            return None if a is None or b is None else a == b
        case Count(low, high, parts):
            return _between([truth(p, value_of) for p in parts], low, high)
        case Ref():
            raise TypeError(f"{tree} is not bound to an option")


def _between(values: list[bool | None], low: int, high: int) -> bool | None:
    # Between those that hold for sure and those that may hold.
    least = sum(v is True for v in values)
    most = sum(v is not False for v in values)
    if low <= least and most <= high:
        return True
    return False if most < low or least > high else None


def _children(tree: Node) -> tuple[Node, ...]:
    match tree:
        case Not(part):
            return (part,)
        case And(parts) | Or(parts) | Count(_, _, parts):
            return parts
        case Implies(left, right) | Iff(left, right):
            return (left, right)
    return ()


def _rebuilt(tree: Node, children: tuple[Node, ...]) -> Node:
    """The same kind of tree with other children."""
    match tree:
        case Not():
            return Not(*children)
        case And():
            return And(children)
        case Or():
            return Or(children)
        case Implies():
            return Implies(*children)
        case Iff():
            return Iff(*children)
        case Count(low, high, _):
            return Count(low, high, children)
    return tree


def _depth(tree: Node) -> int:
    # By a stack: this is what finds trees that are too deep to recurse into.
    deepest, todo = 0, [(tree, 1)]
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        todo += [(child, depth + 1) for child in _children(node)]
    return deepest


def _ref(first: Any, second: Any, level: Any) -> Node:
    owner = str(first) if second is not None else None
    option = str(first if second is None else second)
    # The offset is that of the first word; it is kept out of comparisons, so that equal references are equal.
    return Ref(owner, option, None if level is None else str(level), first.start_pos)


def _least(k: Any) -> int:
    """The number in ``atleast`` and ``atmost``; of a huge one nine digits are enough: it is more than there are parts."""
    return int(k[:9])


BUILD: dict[str, Callable[..., Any]] = {
    "ref": _ref,
    "true": lambda _: Const(True),
    "false": lambda _: Const(False),
    "negation": Not,
    "both": lambda *parts: And(parts),
    "either": lambda *parts: Or(parts),
    "implies": Implies,
    "given": lambda right, left: Implies(left, right),
    "iff": Iff,
    "list": lambda *parts: parts,
    "some": lambda _, parts: Or(parts),
    "every": lambda _, parts: And(parts),
    "none": lambda _, parts: Count(0, 0, parts),
    "one": lambda _, parts: Count(1, 1, parts),
    "atleast": lambda _, k, parts: Count(min(_least(k), len(parts) + 1), len(parts), parts),
    "atmost": lambda _, k, parts: Count(0, min(_least(k), len(parts)), parts),
}
"""What each rule of the grammar becomes. The parser calls these while it reads, so that no tree is walked for it."""


@cache
def _parser() -> Lark:
    from lark import Lark, Transformer, v_args

    methods = {name: staticmethod(build) for name, build in BUILD.items()}
    build = v_args(inline=True)(type("Build", (Transformer,), methods))
    return Lark(GRAMMAR, parser="lalr", transformer=build(), maybe_placeholders=True)


def _readable(fault: UnexpectedInput, text: str) -> StatementError:
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    offset = len(text) if fault.pos_in_stream is None or fault.pos_in_stream < 0 else fault.pos_in_stream
    if isinstance(fault, UnexpectedCharacters):
        problem = f"unexpected character {quoted(text[offset])}"
        expected = _expected(fault.allowed or set())
    else:
        assert isinstance(fault, UnexpectedToken)
        expected = _expected(fault.accepts or fault.expected or set())
        if fault.token.type == "$END":
            # YAML cuts an unquoted statement at a comma inside [...], which leaves its bracket open.
            hint = UNCLOSED if text.count("(") > text.count(")") else ""
            return StatementError(f"the statement ends where {expected} is expected", len(text.rstrip()), hint)
        problem = f"unexpected {quoted(str(fault.token))}"
    return StatementError(problem, offset, way_out(text, offset) or f"expected {expected}")


def _expected(names: set[str]) -> str:
    """What may stand at a place, in words, the most telling few of it."""
    if "WORD" in names:
        return 'an option, "not" or "("'
    words = [EXPECTED.get(name) or f'"{name.lstrip("_").lower()}"' for name in sorted(names)]
    words = sorted(words, key=lambda w: (w == "the end", w))
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


FOREIGN = (
    (r"[^\S \t\r\n]", "this space is no ordinary one; type it anew"),
    (r"<->|<=>", '"iff" says that'),
    (r"->|=>", '"implies" says that'),
    (r"!=|<>", 'write "A iff not B"'),
    (r"&&?|\+", 'write "and"'),
    (r"\|\|?", 'write "or"'),
    (r"-?\d", "an option is written by its id, not by a number"),
    (r"[!~¬-]", 'write "not" before it'),
    (r"[<>]", "a statement says what an actor prefers; what matters more stands higher in the list"),
    (r"[:/](?=[a-z])|'s ", "an owner and its option are joined by a dot: owner.option"),
    (r"[=:]", 'an option alone says that it is taken, and "not" before it that it is not'),
    ("[\"'\u201c\u201d\u201e\u2018\u2019«»]", "an option is written by its id, without quotation marks"),
)
"""A sign, and what stands for it here; the first that fits counts."""

EVERYDAY = {
    "avoid": '"avoid A" is written "not A"',
    "prevent": '"prevent A" is written "not A"',
    "but": 'write "and"',
    "without": 'write "and not"',
    "unless": '"A unless B" is written "A if not B"',
    "only": '"A only if B" is written "A implies B"',
    "then": '"if A then B" is written "B if A"',
    "when": 'write "if"',
    "where": 'write "if"',
    "xor": 'one of the two and not both is written "one(A, B)"',
    "either": '"either A or B" is written "A or B", or, if not both, "one(A, B)"',
    "neither": '"neither A nor B" is written "none(A, B)"',
    "nor": '"neither A nor B" is written "none(A, B)"',
    "both": '"both A and B" is written "A and B"',
    "no": 'write "not"',
    "never": 'write "not"',
    "least": '"at least two of A, B, C" is written "atleast(2, A, B, C)"',
    "most": '"at most one of A, B, C" is written "atmost(1, A, B, C)"',
    "because": "a reason stands beside the statement: {that: ..., because: ...}",
    "otherwise": "what holds otherwise stands beside the statement: {that: ..., sure: ..., otherwise: ...}",
}
"""An everyday word, and how it is said here."""

JOINING = ("and", "or", "implies", "if", "iff", "is")
OPERATOR = re.compile(r"[(,]|\b(and|or|not|if|iff|implies|is)\b", re.IGNORECASE)


def way_out(text: str, offset: int) -> str | None:
    """How to say what stands at `offset` in a statement that cannot be read there; None if that is not known.

    A word is also known by its trace: the fault in `neither a nor b` is found behind its first word.

    Parameters
    ----------
    text
        The statement.
    offset
        Characters before the fault.

    Returns
    -------
    str or None
        The hint.

    Examples
    --------
    >>> way_out("share unless plan", 6)
    '"A unless B" is written "A if not B"'
    >>> way_out("dam & plan", 4)
    'write "and"'
    """
    for sign, hint in FOREIGN:
        if re.match(sign, text[offset:]):
            return hint
    here = re.match(r"[A-Za-z]+(?![\w.-])", text[offset:])
    word = here[0].lower() if here else ""
    if word == "if" and not text[:offset].strip(" ("):
        return EVERYDAY["then"]
    before = re.search(r"(?<![\w.-])([A-Za-z]+)\s+$", text[:offset])
    for candidate in (word, before[1].lower() if before else ""):
        if candidate in EVERYDAY:
            return EVERYDAY[candidate]
    near = get_close_matches(word, JOINING, n=1, cutoff=0.65) if text[:offset].strip() else []
    if near and near[0] != word:
        return f'did you mean "{near[0]}"?'
    prose = here and len(text.split()) > 2 and not OPERATOR.search(text)
    return "an option is written by its id, a word without spaces" if prose else None
