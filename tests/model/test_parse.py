import io

import pytest

from countermove.io.formats import diagnose
from countermove.model.parse import parse_case

CASES = [
    (
        """\
title: [a, b]
at: {x: y}
actors: {a: {options: {x: {change: take, levels: x, evidence: [[a]]}}, prefers: x, worth: {x: .inf}, moves: x}}
published: x
""",
        [
            "case.yaml:1:1 title: text is expected, not a list; write it as text [CM102]",
            "case.yaml:2:1 at: text is expected, not a mapping; write it as text [CM102]",
            'case.yaml:3:36 actors.a.options.x.change: unknown direction "take"; did you mean "take-only"? [CM102]',
            'case.yaml:3:50 actors.a.options.x.levels: a list is expected, not "x"; write it as [...] [CM102]',
            "case.yaml:3:64 actors.a.options.x.evidence[1]: text is expected, not a list; write it as text [CM102]",
            'case.yaml:3:81 actors.a.prefers: a list is expected, not "x"; write it as [...] [CM102]',
            'case.yaml:3:95 actors.a.worth.x: ".inf" cannot stand here as a number; write it with digits: 3, or 0.65 [CM109]',
            'case.yaml:3:109 actors.a.moves: a list is expected, not "x"; write it as [...] [CM102]',
            'case.yaml:4:12 published: a mapping (key: value) is expected, not "x"; write it as {key: value} [CM102]',
        ],
    ),
    (
        "actors: {a: {options: {x: X}, prefers: [{that: x, sure: two}, {equally: []}, {order unknown: [x, {that: y, shure: 1}]}, {equally: [x], order unknown: [x]}]}}",
        [
            'case.yaml:1:57 actors.a.prefers[1].sure: "two" cannot stand here as a number; write it with digits: 3, or 0.65 [CM109]',
            "case.yaml:1:64 actors.a.prefers[2].equally: the list is empty; write at least one entry [CM102]",
            'case.yaml:1:108 actors.a.prefers[3].order unknown[2].shure: unknown key "shure"; did you mean "sure"? [CM101]',
            'case.yaml:1:136 actors.a.prefers[4].order unknown: unknown key "order unknown"; known: "equally" [CM101]',
        ],
    ),
    (
        """\
status_quo: [x]
actors: {}
""",
        [
            'case.yaml:1:1 status_quo: unknown key "status_quo"; did you mean "status quo"? [CM101]',
        ],
    ),
    (
        'actors: {a: {options: {x: X}, prefers: [x y, x, "x and (y"], worth: {x: abc}}}\n',
        [
            'case.yaml:1:43 actors.a.prefers[1]: cannot read the statement: unexpected "y"; expected ".", "and", "if", "iff", "implies", "is", "or" or the end [CM105]',
            'case.yaml:1:58 actors.a.prefers[3]: cannot read the statement: the statement ends where ")" or "iff" is expected; close it; inside [...], a statement with commas stands in quotation marks [CM105]',
            "case.yaml:1:62 actors.a.worth: preferences are given by prefers already; keep prefers or worth [CM112]",
            'case.yaml:1:73 actors.a.worth.x: "abc" cannot stand here as a number; write it with digits: 3, or 0.65 [CM109]',
        ],
    ),
    (
        "a",
        [
            'case.yaml: the file holds "a", not a mapping; begin with title: and actors: [CM008]',
        ],
    ),
    (
        "[]",
        [
            "case.yaml: the file is empty; begin with title: and actors: [CM008]",
        ],
    ),
    (
        "",
        [
            "case.yaml: the file is empty; begin with title: and actors: [CM008]",
        ],
    ),
    (
        "actors: {a: }\n",
        [
            "case.yaml:1:10 actors.a: a mapping (key: value) is expected, not nothing; take the key out, or write something [CM102]",
        ],
    ),
    (
        "actors: {a: {moves: [[a], [b, c, d], x, {y: z}]}}\n",
        [
            "case.yaml:1:22 actors.a.moves[1]: a move is a pair of states; write [from, to] [CM102]",
            "case.yaml:1:27 actors.a.moves[2]: a move is a pair of states; write [from, to] [CM102]",
            "case.yaml:1:38 actors.a.moves[3]: a move is a pair of states; write [from, to] [CM102]",
            "case.yaml:1:41 actors.a.moves[4]: a move is a pair of states; write [from, to] [CM102]",
        ],
    ),
    (
        "actors: {a: {options: {x: {decides: majority}}, ranking: [{a: b}, [[x]]]}}\n",
        [
            'case.yaml:1:28 actors.a.options.x.decides: unknown key "decides"; only an option of a body is decided by a rule [CM101]',
            "case.yaml:1:59 actors.a.ranking[1]: a pattern, a statement or a list of them is expected, not a mapping; write it as text [CM102]",
            "case.yaml:1:68 actors.a.ranking[2][1]: text is expected, not a list; write it as text [CM102]",
        ],
    ),
    (
        "actors: {a: {options: {x: {name: [X]}}, prefers: [not, foo]}}",
        [
            "case.yaml:1:28 actors.a.options.x.name: text is expected, not a list; write it as text [CM102]",
            'case.yaml:1:54 actors.a.prefers[1]: cannot read the statement: the statement ends where an option, "not" or "(" is expected [CM105]',
        ],
    ),
    (
        "actors: {a: {options: {x: X}, prefers: [not, foo, {that: x, sure: 2}]}}",
        [
            'case.yaml:1:44 actors.a.prefers[1]: cannot read the statement: the statement ends where an option, "not" or "(" is expected [CM105]',
            'case.yaml:1:46 actors.a.prefers[2]: unknown option "foo"; known: "x" [CM104]',
            'case.yaml:1:67 actors.a.prefers[3].sure: "2" cannot stand here as a number; write a share between 0 and 1, such as 0.6 [CM109]',
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}}}
sources: {s: {titel: x}}
bodies: {b: {member: [a], options: {y: {evidenc: x}}}}
views: {a: {unawar: x, unseen: [{tht: x}], actors: {b: {prefer: x}}}}
events: [{om: x}]
coalesce: [{tat: x}]
always: [{that: x, beacuse: y}]
""",
        [
            'case.yaml:2:15 sources.s.titel: unknown key "titel"; did you mean "title"? [CM101]',
            'case.yaml:3:14 bodies.b.member: unknown key "member"; did you mean "members"? [CM101]',
            'case.yaml:3:41 bodies.b.options.y.evidenc: unknown key "evidenc"; did you mean "evidence"? [CM101]',
            'case.yaml:4:13 views.a.unawar: unknown key "unawar"; did you mean "unaware"? [CM101]',
            'case.yaml:4:33 views.a.unseen[1]: the key "that" is missing; add that: ... [CM110]',
            'case.yaml:4:34 views.a.unseen[1].tht: unknown key "tht"; did you mean "that"? [CM101]',
            'case.yaml:4:57 views.a.actors.b.prefer: unknown key "prefer"; did you mean "prefers"? [CM101]',
            'case.yaml:5:10 events[1]: the key "on" is missing; add on: ... [CM110]',
            'case.yaml:5:11 events[1].om: unknown key "om"; known: "on", "actor", "takes", "drops", "because", "evidence" [CM101]',
            'case.yaml:6:12 coalesce[1]: the key "that" is missing; add that: ... [CM110]',
            'case.yaml:6:13 coalesce[1].tat: unknown key "tat"; did you mean "that"? [CM101]',
            'case.yaml:7:20 always[1].beacuse: unknown key "beacuse"; did you mean "because"? [CM101]',
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_findings_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines


def test_one_text_counts_as_a_list_of_one_where_names_are_listed() -> None:
    text = "actors: {a: {options: {x: {name: X, evidence: s#1}}}}\nstatus quo: a.x\n"
    case = diagnose(io.StringIO(text))[0]
    assert case is not None
    assert case.status_quo == ("a.x",)
    assert case.actors["a"].options["x"].evidence == ("s#1",)


def test_no_more_than_a_hundred_faults_are_told() -> None:
    text = "actors: {a: {}}\n" + "".join(f"k{k}: x\n" for k in range(500))
    assert len(diagnose(io.StringIO(text))[1]) == 100


@pytest.mark.parametrize(
    ("ranking", "place"),
    [
        ([[None]], "actors.a.ranking[1][1]"),
        ([["Y", None]], "actors.a.ranking[1][2]"),
        ([None, "Y"], "actors.a.ranking[1]"),
        ([{"a": "b"}], "actors.a.ranking[1]"),
    ],
)
def test_a_ranking_entry_that_is_no_text_is_told_at_its_place(ranking: list[object], place: str) -> None:
    case, found = parse_case({"actors": {"a": {"options": {"x": "X"}, "ranking": ranking}}})
    assert case is None
    assert [str(d).split(": ")[0] for d in found] == [place]
