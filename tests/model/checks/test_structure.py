"""Graph cases, scenarios and views: each sound, and about something that exists."""

from __future__ import annotations

import io

import pytest

from countermove.io.formats import diagnose

GRAPHS = [
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


@pytest.mark.parametrize(("text", "lines"), GRAPHS)
def test_findings_about_graphs_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines


SCENARIOS = [
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}}
scenarios:
  one: {}
  two: {actors: {b: {prefers: [x]}}}
  three: {actors: {a: {options: {y: {change: both}}}}}
  four: {actors: {a: {prefers: [y, {thta: x}]}}, bodeis: {}}
  five: {scenarios: {}}
  six: {actors: [a]}
  seven: {bodies: {b: {decides: majority}}}
  eight: {actors: {b: {options: {y: Y}, prefers: [not z]}}}
  nine: {actors: {a: null}}
  ten: {actors: {c: null}}
  eleven: {actors: {a: {options: {x: null}}}}
""",
        [
            'case.yaml:3:3 scenarios.one: the scenario "one" changes nothing; write what differs, in the shape of a case file [CM501]',
            'case.yaml:4:18 scenarios.two.actors.b: there is no actor "b" to change; known: "a" (a new one has name: or options:) [CM501]',
            'case.yaml:5:34 scenarios.three.actors.a.options.y: there is no option "y" to change; known: "x" (a new one has a text or name:) [CM501]',
            'case.yaml:6:37 scenarios.four.actors.a.prefers[2].thta: unknown key "thta"; did you mean "that"? [CM101]',
            'case.yaml:6:50 scenarios.four.bodeis: unknown key "bodeis"; did you mean "bodies"? [CM101]',
            'case.yaml:7:10 scenarios.five.scenarios: unknown key "scenarios"; a scenario changes the case, not other scenarios [CM101]',
            "case.yaml:8:9 scenarios.six.actors: a mapping (key: value) is expected, not a list; write it as {key: value} [CM102]",
            'case.yaml:9:20 scenarios.seven.bodies.b: there is no body "b" to change; there is none (a new one has members:) [CM501]',
            'case.yaml:10:55 scenarios.eight.actors.b.prefers[1]: unknown option "z"; known: "x", "y" [CM104]',
            "case.yaml:11:10 scenarios.nine.actors: there is no actor; add actors: with at least one [CM110]",
            'case.yaml:12:18 scenarios.ten.actors.c: there is no actor "c" to change; known: "a" (a new one has name: or options:) [CM501]',
            'case.yaml:13:3 scenarios.eleven: with this change actors.a.prefers[1] is wrong: unknown option "x"; there is none [CM502]',
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [y]}, b: {}, c: {}}
scenarios: {one: {actors: {a: {prefers: [z]}}}, two: {actors: {b: {name: B}}}}
""",
        [
            'case.yaml:1:41 actors.a.prefers[1]: unknown option "y"; known: "x" [CM104]',
            'case.yaml:2:42 scenarios.one.actors.a.prefers[1]: unknown option "z"; known: "x" [CM104]',
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
scenarios:
  n: {bodies: {u: {members: [a, d], decides: majority}}, actors: {d: {about: New}}}
  m: {bodies: {u: {members: [a, d], decides: majority}}}
""",
        [
            'case.yaml:4:33 scenarios.m.bodies.u.members[2]: unknown member "d"; known: "a", "b", "c", "u" [CM401]',
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), SCENARIOS)
def test_findings_about_scenarios_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines


def test_hundreds_of_scenarios_are_refused_unread() -> None:
    many = "".join(f"  s{k}: {{}}\n" for k in range(201))
    found = diagnose(io.StringIO("actors: {a: {}}\nscenarios:\n" + many), "case.yaml")[1]
    assert [str(d) for d in found] == [
        "case.yaml:2:1 scenarios: the case has 201 scenarios; the limit is 200: make several cases [CM002]"
    ]


CASE = """\
actors:
  usa: {options: {strike: Strike}, prefers: [ussr.talk]}
  ussr: {options: {talk: Talk}, prefers: [usa.strike]}
views: """


@pytest.mark.parametrize(
    ("view", "lines"),
    [
        ("{usa: {actors: {ussr: {prefers: [talk]}}, unaware: [ussr.talk], unseen: [talk]}}", []),
        (
            "{usa: {actors: {usa: {prefers: [strike]}}}}",
            [
                'case.yaml:4:24 views.usa.actors.usa: "usa" has a view of its own preferences; '
                "write what it prefers under actors.usa, or in a scenario [CM801]"
            ],
        ),
        (
            "{ussr: {about: Nothing}}",
            [
                'case.yaml:4:9 views.ussr: warning: the view of "ussr" says nothing; '
                "write actors:, unaware: or unseen:, or take it out [CM804]"
            ],
        ),
        (
            "{ussr: {unaware: [usa.strike, talk]}}",
            [
                'case.yaml:4:38 views.ussr.unaware[2]: warning: "ussr" does not know of its own option "talk"; '
                "it will never change it; is an option of somebody else meant? [CM805]"
            ],
        ),
        (
            "{ussr: {unaware: [usa.strik]}, usa: {actors: {france: {prefers: [strike]}}}}",
            [
                'case.yaml:4:26 views.ussr.unaware[1]: unknown option "usa.strik"; did you mean "strike"? [CM104]',
                'case.yaml:4:54 views.usa.actors.france: there is no actor "france"; known: "usa", "ussr" [CM107]',
            ],
        ),
        (
            "{nato: {unaware: [talk]}}",
            ['case.yaml:4:9 views.nato: there is no actor "nato"; known: "usa", "ussr" [CM107]'],
        ),
    ],
)
def test_findings_about_views_are_told_with_their_places_and_ways_out(view: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(CASE + view), "case.yaml")[1]
    assert [str(d) for d in found if d.code != "CM905"] == lines
