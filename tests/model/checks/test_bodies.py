import io

import pytest

from countermove.io.formats import diagnose

CASES = [
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
bodies:
  n: {members: [a, b], decides: {quota: 2, weights: {a: 0, b: 0}}}
  m: {members: [a, b], decides: {quota: 2, weights: {a: 1, d: 4}}}
""",
        [
            "case.yaml:3:44 bodies.n.decides.weights: all weights are 0; give at least one member a weight above 0 [CM409]",
            'case.yaml:4:44 bodies.m.decides.weights: no weight for "b"; weights name every member, 0 included [CM406]',
            'case.yaml:4:63 bodies.m.decides.weights.d: "d" has a weight and is not a member; known: "a", "b" [CM406]',
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
bodies:
  n: {members: [a, b, a, d], options: {go: Go}}
  m: {members: [n, c], decides: majority}
  o: {decides: majority}
""",
        [
            'case.yaml:3:23 bodies.n.members[3]: the member "a" stands here twice; take one out [CM411]',
            'case.yaml:3:26 bodies.n.members[4]: unknown member "d"; known: "a", "b", "c", "n", "m", "o" [CM401]',
            'case.yaml:3:44 bodies.n.options.go: no rule decides "go"; add decides: to it, or to the body [CM407]',
            'case.yaml:4:17 bodies.m.members[1]: the member "n" is a body without a rule of its own; add decides: to bodies.n [CM408]',
            "case.yaml:5:3 bodies.o: the body has no members; add members: [...] [CM402]",
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
bodies:
  n: {members: [a, m], decides: majority}
  m: {members: [n, n], decides: majority}
  o: {members: [o], decides: majority}
""",
        [
            'case.yaml:4:17 bodies.m.members[1]: the body "n" is a member of itself: n > m > n; take one of these members out [CM405]',
            'case.yaml:4:20 bodies.m.members[2]: the member "n" stands here twice; take one out [CM411]',
            'case.yaml:5:17 bodies.o.members[1]: the body "o" is a member of itself: o > o; take one of these members out [CM405]',
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
bodies:
  n: {members: [a, b], decides: {any: [{actor: c}, {quota: 9}]}}
  m: {members: [a, b], decides: {all: [majority, {quota: 3, weights: {a: 1, b: 1.5}}]}}
""",
        [
            "case.yaml:4:24 bodies.m.decides: the rule fails even with everybody for; the quota is 3, and all members together have 2.5 [CM403]",
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
bodies:
  n: {members: [a], options: {x: {decides: {quota: 0}}, y: {decides: {quota: 1, weights: {a: -1}}}, z: {decides: {quota: 1, blocking: 0}}}}
""",
        [
            "case.yaml:3:52 bodies.n.options.x.decides.quota: a quota of 0; it is positive: write a share, such as 2/3, 0.65 or 65 %, or a number of votes [CM409]",
            "case.yaml:3:94 bodies.n.options.y.decides.weights.a: a weight of -1; a weight is not negative [CM409]",
            "case.yaml:3:135 bodies.n.options.z.decides.blocking: a blocking number of 0; it counts members: 1, 2, 3, ... [CM409]",
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
bodies:
  o: {members: [a], decides: {veto: [a]}}
  p: {members: [a], decides: {quota: 1, blockng: 3}}
  q: {members: [a], decides: {all: [majority, {any: []}]}}
  r: {members: [a], decides: [majority]}
  s: {members: [a], decides: {weights: {a: 1}}}
  t: {members: [a], decides: {}}
""",
        [
            "case.yaml:3:21 bodies.o.decides: a veto without the rule that it stands beside; add also: RULE [CM404]",
            'case.yaml:4:41 bodies.p.decides.blockng: unknown key "blockng" beside quota; did you mean "blocking"? [CM101]',
            "case.yaml:5:48 bodies.q.decides.all[2].any: any takes a list that is not empty; write any: [...] [CM404]",
            "case.yaml:6:21 bodies.r.decides: a rule is a word or a mapping; write one of unanimity, consensus, majority, {quota: ...}, {actor: ...}, {veto: [...], also: ...}, {all: [...]}, {any: [...]} [CM410]",
            'case.yaml:7:21 bodies.s.decides: unknown rule "weights"; add quota: beside it, such as 0.5 [CM410]',
            "case.yaml:8:21 bodies.t.decides: the rule is empty; write one of unanimity, consensus, majority, {quota: ...}, {actor: ...}, {veto: [...], also: ...}, {all: [...]}, {any: [...]} [CM404]",
        ],
    ),
    (
        """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}}
bodies:
  n: {members: [a], decides: {all: [{actor: n}, {veto: [d, a], also: {any: [{actor: bb}]}}]}}
""",
        [
            'case.yaml:3:45 bodies.n.decides.all[1].actor: "n" is a body; a rule names actors only; make it a member [CM107]',
            'case.yaml:3:57 bodies.n.decides.all[2].veto[1]: there is no actor "d"; known: "a", "b", "c" [CM107]',
            'case.yaml:3:85 bodies.n.decides.all[2].also.any[1].actor: there is no actor "bb"; did you mean "b"? [CM107]',
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_findings_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines


IDLE = """\
actors: {a: {options: {x: X}, prefers: [{that: x, because: so}]}, b: {}, c: {}}
bodies:
  n: {members: [a, b], decides: DECIDES, options: {go: Go}}
"""


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            "{any: [{quota: 2}, {quota: 2.5}]}",
            "bodies.n.decides.any[2]: warning: this part fails even with everybody for; the quota is 2.5, and all "
            "members together have 2",
        ),
        (
            "{quota: 3, blocking: 1}",
            "bodies.n.decides.quota: warning: no support reaches this quota, so it passes by blocking only; the quota "
            "is 3, and all members together have 2",
        ),
        (
            "{quota: 2, blocking: 2}",
            "bodies.n.decides.blocking: warning: with 2 members and blocking: 2, one member alone carries it; blocking "
            "is how many members it takes to stop it",
        ),
        (
            "{all: [majority, {veto: [a, c, a], also: majority}]}",
            'bodies.n.decides.all[2].veto[3]: warning: the veto of "a" stands here twice; take one out',
        ),
        ("{any: [{actor: c}, {quota: 2, blocking: 1}]}", None),
        ("{veto: [a, c], also: {quota: 1}}", None),
    ],
)
def test_what_has_no_effect_in_a_rule_is_told(rule: str, told: str | None) -> None:
    found = [str(d) for d in diagnose(io.StringIO(IDLE.replace("DECIDES", rule)), "c")[1] if d.code.startswith("CM4")]
    assert [line.split(" ", 1)[1] for line in found] == ([f"{told} [CM412]"] if told else [])
    own = IDLE.replace(", decides: DECIDES, options: {go: Go}", f", options: {{go: {{decides: {rule}}}}}")
    assert len([d for d in diagnose(io.StringIO(own), "c")[1] if d.code == "CM412"]) == bool(told)
