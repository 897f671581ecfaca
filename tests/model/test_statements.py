import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.model.statements import (
    KEYWORDS,
    And,
    Bit,
    Const,
    Count,
    Iff,
    Implies,
    Node,
    Not,
    Or,
    Ref,
    StatementError,
    bind,
    parse,
    refs,
    truth,
)

A, B, C = Ref(None, "a"), Ref(None, "b"), Ref(None, "c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("(a)", A),
        ("x.a", Ref("x", "a")),
        ("NOT a", Not(A)),
        ("not not a", Not(Not(A))),
        ("not a and b", And((Not(A), B))),
        ("a and b or c", Or((And((A, B)), C))),
        ("a or b and c", Or((A, And((B, C))))),
        ("a or b or c", Or((A, B, C))),
        ("a if b", Implies(B, A)),
        ("a implies b", Implies(A, B)),
        ("a implies b if c", Implies(C, Implies(A, B))),
        ("a implies b implies c", Implies(Implies(A, B), C)),
        ("a iff b or c", Iff(A, Or((B, C)))),
        ("a iff b iff c", Iff(Iff(A, B), C)),
        ("any(a, b)", Or((A, B))),
        ("all(a)", And((A,))),
        ("none(a, b)", Count(0, 0, (A, B))),
        ("one(a, b, c)", Count(1, 1, (A, B, C))),
        ("atleast(2, a, b, c)", Count(2, 3, (A, B, C))),
        ("atmost(1, a, b)", Count(0, 1, (A, B))),
        ("atleast(99999999999999999999, a)", Count(2, 1, (A,))),
        ("true or False", Or((Const(True), Const(False)))),
        ("a is none", Ref(None, "a", "none")),
        ("not x.a is if if b", Implies(B, Not(Ref("x", "a", "if")))),
        ("a-not and\n\tnot-a", And((Ref(None, "a-not"), Ref(None, "not-a")))),
        ("ifa or notb", Or((Ref(None, "ifa"), Ref(None, "notb")))),
    ],
)
def test_a_statement_means_its_tree(text: str, tree: Node) -> None:
    assert parse(text).tree == tree
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "the statement is empty", 0),
        ("a and", 'the statement ends where an option, "not" or "(" is expected', 5),
        ("a b", 'unexpected "b"', 2),
        ("a & b", 'unexpected character "&"', 2),
        ("a 'b", 'unexpected character "\'"', 2),
        ("one()", 'unexpected ")"', 4),
        ("if", 'unexpected "if"', 0),
        ("a and OR b", 'unexpected "OR"', 6),
        ("not.a", 'unexpected "."', 3),
        ("a.is", 'unexpected "is"', 2),
        (
            "(" * 101 + "a" + ")" * 101 + " or",
            'the statement ends where an option, "not" or "(" is expected',
            206,
        ),
        ("not " * 100 + "a", "a statement nested more than 100 deep", 0),
        ("a" * 20_001, "a statement of 20,001 characters", 0),
    ],
)
def test_a_malformed_statement_says_where(text: str, message: str, offset: int) -> None:
    with pytest.raises(StatementError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.offset) == (message, offset)


WORDS = st.sampled_from([*sorted(KEYWORDS), "a", "b.c", "(", ")", ",", "2", ".", "-", " ", "é", "\n", "\x00", "x y"])


@given(st.lists(WORDS).map(" ".join) | st.text())
def test_nothing_but_a_statement_error_is_raised(text: str) -> None:
    offset = 0
    try:
        parse(text)
    except StatementError as fault:
        offset = fault.offset
    assert 0 <= offset <= len(text)


@given(st.lists(st.sampled_from([None, True, False]), min_size=3, max_size=3))
def test_an_undecided_value_is_one_that_the_unknown_options_can_turn(known: list[bool | None]) -> None:
    text = "(a implies b) iff one(b, c, not a) or atmost(1, a, c)"
    tree = bind(parse(text).tree, lambda ref: "abc".index(ref.option))
    assert [ref.option for ref in refs(parse(text).tree)] == list("abbcaac")
    values = set()
    for code in range(8):
        full = [bool(code >> k & 1) for k in range(3)]
        if all(k is None or k == v for k, v in zip(known, full, strict=True)):
            values.add(truth(tree, full.__getitem__))
    value = truth(tree, known.__getitem__)
    assert value is None or values == {value}


def test_an_unbound_option_has_no_truth() -> None:
    with pytest.raises(TypeError, match="a is not bound"):
        truth(A, {}.get)
    assert truth(Bit(0), {0: True}.get) is True
