import io

import pytest

from countermove.io.cases import diagnose

CASES = [
    (
        """\
states: {s1: y, s2: z}
actors: {usa: {moves: [[s1, s1]], options: {go: Go}, worth: {s1: 1}}}
status quo: [s1, s2]
impossible: [s1]
views: {usa: {unaware: [x], unseen: [s1, s5], actors: {usa: {prefers: [s1], ranking: [s1]}}}}
""",
        [
            'case.yaml:2:24 actors.usa.moves[1]: a move from "s1" to itself; take it out: staying is always possible [CM113]',
            'case.yaml:2:35 actors.usa.options: "options" cannot stand in a case that lists its states; take it out, or write the case with options [CM111]',
            'case.yaml:2:54 actors.usa.worth: "worth" cannot stand in a case that lists its states; rank the states: ranking: [...] [CM111]',
            "case.yaml:3:1 status quo: the status quo is one state, and 2 are named; name one, or take the key out [CM113]",
            'case.yaml:4:1 impossible: "impossible" cannot stand in a case that lists its states; take it out, or write the case with options [CM111]',
            'case.yaml:5:15 views.usa.unaware: "unaware" cannot stand in a case that lists its states; take it out, or write the case with options [CM111]',
            'case.yaml:5:42 views.usa.unseen[2]: there is no state "s5"; known: "s1", "s2" [CM113]',
            'case.yaml:5:56 views.usa.actors.usa: "usa" has a view of its own preferences; write what it prefers under actors.usa, or in a scenario [CM801]',
            'case.yaml:5:62 views.usa.actors.usa.prefers: "prefers" cannot stand in a case that lists its states; rank the states: ranking: [...] [CM111]',
            'case.yaml:5:77 views.usa.actors.usa.ranking: the ranking leaves out "s2"; rank every state once [CM202]',
            "case.yaml:5:77 views.usa.actors.usa.ranking: preferences are given by prefers already; keep prefers or ranking [CM112]",
        ],
    ),
    (
        "actors: {usa: {moves: [[s1, s2]], options: {go: Go}}}",
        [
            "case.yaml:1:16 actors.usa.moves: moves are listed, but the case lists no states; add states:, or give the actor options [CM111]",
        ],
    ),
    (
        """\
states: {s1: y, s2: z}
actors: {usa: {moves: [[s1, s2]], ranking: [[s1, s4], s2]}}
status quo: s3
""",
        [
            'case.yaml:2:50 actors.usa.ranking[1][2]: there is no state "s4"; known: "s1", "s2" [CM113]',
            'case.yaml:3:13 status quo[1]: there is no state "s3"; known: "s1", "s2" [CM113]',
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_findings_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines
