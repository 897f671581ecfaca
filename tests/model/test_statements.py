"""x"""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.io.formats import diagnose
from countermove.model.amounts import as_share
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
    way_out,
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


STATEMENTS = [
    ("dam && not plan", 'write "and"'),
    ("dam + plan", 'write "and"'),
    ("dam || plan", 'write "or"'),
    ("!dam", 'write "not" before it'),
    ("dam and ~plan", 'write "not" before it'),
    ("not\u00a0dam", "this space is no ordinary one; type it anew"),
    ("upland:dam", "an owner and its option are joined by a dot: owner.option"),
    ("upland/dam", "an owner and its option are joined by a dot: owner.option"),
    ("upland's dam", "an owner and its option are joined by a dot: owner.option"),
    ("dam > plan", "a statement says what an actor prefers; what matters more stands higher in the list"),
    ("-dam", 'write "not" before it'),
    ("dam -> plan", '"implies" says that'),
    ("dam <-> plan", '"iff" says that'),
    ("dam != plan", 'write "A iff not B"'),
    ("dam = yes", 'an option alone says that it is taken, and "not" before it that it is not'),
    ("“dam”", "an option is written by its id, without quotation marks"),
    ("-3", "an option is written by its id, not by a number"),
    ("Build the big dam", "an option is written by its id, a word without spaces"),
    ("dam an plan", 'did you mean "and"?'),
    ("dam adn plan", 'did you mean "and"?'),
    ("dam Andd plan", 'did you mean "and"?'),
    ("dam implise plan", 'did you mean "implies"?'),
    ("dam but not plan", 'write "and"'),
    ("dam unless plan", '"A unless B" is written "A if not B"'),
    ("dam only if plan", '"A only if B" is written "A implies B"'),
    ("if plan then dam", '"if A then B" is written "B if A"'),
    ("(if plan then dam)", '"if A then B" is written "B if A"'),
    ("dam xor plan", 'one of the two and not both is written "one(A, B)"'),
    ("neither dam nor plan", '"neither A nor B" is written "none(A, B)"'),
    ("either dam or plan", '"either A or B" is written "A or B", or, if not both, "one(A, B)"'),
    ("both dam and plan", '"both A and B" is written "A and B"'),
    ("at least 2(dam, plan)", '"at least two of A, B, C" is written "atleast(2, A, B, C)"'),
    ("dam because it pays", "a reason stands beside the statement: {that: ..., because: ...}"),
    ("dam plan", 'expected ".", "and", "if", "iff", "implies", "is", "or" or the end'),
    ("dam if if plan", 'expected an option, "not" or "("'),
]


@pytest.mark.parametrize(("text", "hint"), STATEMENTS)
def test_what_people_write_is_told_how_to_be_written(text: str, hint: str) -> None:
    with pytest.raises(StatementError) as caught:
        parse(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize("text", ["unless or but", "only if either", "never and least", "no-plan", "then iff when"])
def test_everyday_words_are_free_as_ids(text: str) -> None:
    assert parse(text).text == text


def test_nothing_is_said_of_what_is_not_known() -> None:
    assert way_out("dam plan", 4) is None
    assert way_out("dam", 3) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("70%", "write the share as 0.7"),
        (" 5 % ", "write the share as 0.05"),
        ("66.6", "write the share as 0.666"),
        ("100", "write the share as 1"),
        ("0.5%", "write the share as 0.005"),
        ("1", None),
        ("0.65", None),
        ("101", None),
        ("2", None),
        ("two", None),
    ],
)
def test_a_share_in_per_cent_is_told_as_a_share(text: str, hint: str | None) -> None:
    assert as_share(text) == hint


CASES = [
    ("{that: go, because: Fast, cheap}", 'unknown key "cheap"; text with a comma in it stands in quotation marks between { and }'),
    ("{that: go, sure: 0,7}", 'unknown key "7"; a decimal point is ".": 0.7'),
    ("{that: go, sure: 70%}", '"70%" cannot stand here as a number; write the share as 0.7'),
    ("{equaly: [go]}", 'unknown key "equaly"; did you mean "equally"?'),
    ("{order-unknown: [go]}", 'unknown key "order-unknown"; did you mean "order unknown"?'),
    ("{go: It pays}", 'unknown key "go"; a line with more than its statement is {that: ..., because: ...}'),
    ("{because: It pays}", 'the key "that" is missing; add that: ...'),
    ("nogo", 'unknown option "nogo"; did you mean "go"?'),
    ("Go", 'unknown option "Go"; did you mean "go"?'),
    ("a", 'unknown option "a"; write one of its options: a.go'),
    ("b.go", 'unknown option "b.go": no actor or body "b"; did you mean "a.go"?'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), CASES)
def test_mistakes_in_a_line_are_told_with_the_way_out(line: str, message: str) -> None:
    found = diagnose(io.StringIO(f"actors: {{a: {{options: {{go: Go}}, prefers: [{line}]}}}}"), "case.yaml")[1]
    errors = [d for d in found if d.severity == "error"]
    assert [f"{d.message}; {d.hint}" for d in errors] == [message]


BLOCKS = [
    ("actors: {a: {members: [b]}}", "what has members, or decides by a rule, stands under bodies:"),
    ("actors: {a: {status quo: [go]}}", "status quo: stands at the beginning of a line"),
    ("actors:\n  a: {}\n  bodies:\n", "bodies: stands at the beginning of a line"),
    ("actors:\n  a:\n\u00a0\u00a0\u00a0\u00a0name: A\n    about: B\n", "spaces that are no ordinary ones; type them anew"),
    ("actors:\n  a:\n    prefers:\n      \u2013 {that: go, because: x}\n", 'begin an entry of a list with "- ", a plain hyphen'),
    ("actors: {a: {}}\nbodies: {b: {members: [a], decides: {weights: {a: 1}}}}", "add quota: beside it, such as 0.5"),
    ("actors: {a: {go: Go}}", "an option is indented under options:"),
    ("actors: {a: {options: [go]}}", "write each as id: text"),
    ("actors: {a: {}}\nbodies: {b: {members: [a], veto: [a]}}", "decides: {veto: [...], also: consensus}"),
    ("actors: {a: {}}\nbodies: {b: {members: [a], prefers: [x]}}", "those of its members decide"),
    ("actors: {a: {}}\nevents: [{date: today, actor: a}]", 'the date stands under "on"'),
    ("actors: {a: {options: {go: Go}}}\nstatus quo: none", "where nothing is taken, write status quo: []"),
    ("actors: {a: {options: {go: Go}}}\nstatus quo: [not go]", "only options that are taken are named; leave this one out"),
    ("actors: {a: {options: {go: Move on}}}\nstatus quo: [Move on]", "that is the name of a.go; write its id"),
    ("actors: {a: {options: {go: Go}, ranking: [y, N]}}", "a pattern has only Y, N and -, one for each option: Y"),
    ("actors: {a: {options: {go: Go}, ranking: [12, N]}}", "a number does not name a state here"),
    ("actors: {österreich: {}}", 'beginning with a letter: "osterreich"'),
    ("actors: {großstadt: {}}", 'beginning with a letter: "grossstadt"'),
    ("actors: {a: {about: {x: one: two}}}", 'put text with ": " in it in quotation marks'),
    ("actors: {a: {}}\nbodies: {b: {members: [a], decides: {quota: 65}}}", "a share is written 65 %"),
    ("actors:\n  a:\n    prefers:\n      -go\n    name: A\n", 'begin each entry with "- ", a hyphen and a space'),
    ("actors:\n  a:\n    prefers:\n      - go\n      -stay\n    name: A\n", "write it as key: value"),
    ("actors:\n  a:\n    prefers:\n      - {that: go}\n      {that: stay}\n", 'begin an entry of a list with "- "'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hint"), BLOCKS)
def test_mistakes_in_a_case_are_told_with_the_way_out(text: str, hint: str) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert any(hint in d.hint for d in found), [str(d) for d in found]
