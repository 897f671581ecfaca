import io

import pytest

from countermove.io.cases import diagnose

CASES = [
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


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_findings_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines


def test_hundreds_of_scenarios_are_refused_unread() -> None:
    many = "".join(f"  s{k}: {{}}\n" for k in range(201))
    found = diagnose(io.StringIO("actors: {a: {}}\nscenarios:\n" + many), "case.yaml")[1]
    assert [str(d) for d in found] == [
        "case.yaml:2:1 scenarios: the case has 201 scenarios; the limit is 200: make several cases [CM002]"
    ]
