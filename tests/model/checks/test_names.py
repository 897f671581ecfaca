"""Ids and references: what things may be called, and what each name means."""

from __future__ import annotations

import io

import pytest

from countermove.io.formats import diagnose

IDS = [
    (
        """\
actors: {usa: {options: {strike: Strike, or: Or, Bad Name: x}}, ussr: {}}
bodies: {usa: {members: [ussr], decides: majority}}
sources: {"a b": {}}
""",
        [
            'case.yaml:1:42 actors.usa.options.or: "or" is a word of the statement language; call it "or-1", for example [CM103]',
            'case.yaml:1:50 actors.usa.options.Bad Name: "Bad Name" is not an id; an id is small letters, digits and hyphens, beginning with a letter: "bad-name" [CM103]',
            'case.yaml:2:10 bodies.usa: "usa" is the id of an actor and of a body; give one of them another id [CM103]',
            'case.yaml:3:11 sources.a b: "a b" cannot be cited; an id of a source has no spaces and no "#" [CM103]',
        ],
    ),
    (
        """\
actors:
  usa: {options: {arms: {levels: [none, full, full], change: take-only}, arms-none: x, b: {levels: []}, c: {levels: [Full, none], needs: b}}}
""",
        [
            'case.yaml:2:35 actors.usa.options.arms.levels[1]: the level "none" makes the option "arms-none", which exists; give the level or the other option another id [CM103]',
            'case.yaml:2:47 actors.usa.options.arms.levels[3]: the level "full" stands here twice; take one out [CM108]',
            'case.yaml:2:62 actors.usa.options.arms.change: "change" cannot stand beside levels; write the levels as options of their own, and one(...) under always [CM108]',
            "case.yaml:2:92 actors.usa.options.b.levels: there are no levels; name two or more, or take the key out [CM108]",
            'case.yaml:2:118 actors.usa.options.c.levels[1]: "Full" is not an id; an id is small letters, digits and hyphens, beginning with a letter: "full" [CM103]',
            'case.yaml:2:138 actors.usa.options.c.needs: "needs" cannot stand beside levels; write the levels as options of their own, and one(...) under always [CM108]',
        ],
    ),
    (
        "actors: {}",
        [
            "case.yaml:1:1 actors: there is no actor; add actors: with at least one [CM110]",
        ],
    ),
    (
        """\
states: {now: Now, s1: y, S2: z}
actors: {usa: {}}
""",
        [
            'case.yaml:1:10 states.now: "now" is a reserved word; call it "now-1", for example [CM103]',
            'case.yaml:1:27 states.S2: "S2" is not an id; an id is small letters, digits and hyphens, beginning with a letter: "s" [CM103]',
        ],
    ),
    (
        "actors: {a: {options: {xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: X}}}\n",
        [
            'case.yaml:1:24 actors.a.options.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..." is not an id; an id is small letters, digits and hyphens, beginning with a letter: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" [CM103]',
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), IDS)
def test_findings_about_ids_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines


REFERENCES = [
    (
        """\
actors:
  usa:
    options: {strike: Strike, arms: {levels: [none, full]}}
    prefers:
      - that: "not ussr.x and strike"
        otherwise: |
          strike and
          foo
      - equally: [arms is none, arms is half, strike is full, arms, 'it''s']
    ranking: [YN-, YNX-, "Y N", strike, [strik, strike and]]
    worth: {strike: 1, usa.strike: 2, arms: 3, x.y: 4}
status quo: usa.arms
always: [arms is full]
coalesce: [YNX, {that: zzz}]
views: {usa: {unaware: [usa.go], unseen: [go], actors: {uk: {prefers: [a], worth: {strike: 1}}}}}
events: [{on: x, actor: us}, {on: y, actor: usa, takes: strike, drops: [nato.go, ussr.go]}]
bodies: {nato: {members: [usa], options: {go: Go}, decides: {all: [{actor: nato}, {veto: [us, usa], also: {any: [{actor: x}]}}]}}}
""",
        [
            'case.yaml:5:20 actors.usa.prefers[1]: unknown option "ussr.x": no actor or body "ussr"; known: "usa.strike", "usa.arms-none", "usa.arms-full", "nato.go" [CM104]',
            'case.yaml:8:11 actors.usa.prefers[1].otherwise: unknown option "foo"; known: "strike", "arms-none", "arms-full", "go" [CM104]',
            'case.yaml:9:33 actors.usa.prefers[2].equally[2]: unknown level "half" of usa.arms; known: "none", "full" [CM108]',
            'case.yaml:9:47 actors.usa.prefers[2].equally[3]: "strike" has no levels; leave out "is" [CM108]',
            'case.yaml:9:63 actors.usa.prefers[2].equally[4]: "arms" has levels; write "arms is LEVEL" with one of none, full [CM108]',
            'case.yaml:9:72 actors.usa.prefers[2].equally[5]: cannot read the statement: unexpected character "\'"; an option is written by its id, without quotation marks [CM105]',
            "case.yaml:10:5 actors.usa.ranking: preferences are given by prefers already; keep prefers or ranking [CM112]",
            'case.yaml:10:15 actors.usa.ranking[1]: the pattern "YN-" has 3 characters, and the case 4 options; write one of Y, N and - for each option, in bit order [CM201]',
            'case.yaml:10:20 actors.usa.ranking[2]: "YNX-" is neither a pattern nor a statement; a pattern has only Y, N and -, one for each option [CM201]',
            'case.yaml:10:29 actors.usa.ranking[3]: cannot read the statement: unexpected "N"; expected ".", "and", "if", "iff", "implies", "is", "or" or the end [CM105]',
            'case.yaml:10:42 actors.usa.ranking[5][1]: unknown option "strik"; did you mean "strike"? [CM104]',
            'case.yaml:10:59 actors.usa.ranking[5][2]: cannot read the statement: the statement ends where an option, "not" or "(" is expected [CM105]',
            "case.yaml:11:5 actors.usa.worth: preferences are given by prefers already; keep prefers or worth [CM112]",
            'case.yaml:11:36 actors.usa.worth.usa.strike: "usa.strike" and "strike" are the same option; keep one of the two weights [CM106]',
            'case.yaml:11:45 actors.usa.worth.arms: "arms" has levels; write one of usa.arms-none, usa.arms-full [CM108]',
            'case.yaml:11:53 actors.usa.worth.x.y: unknown option "x.y": no actor or body "x"; known: "usa.strike", "usa.arms-none", "usa.arms-full", "nato.go" [CM104]',
            'case.yaml:12:13 status quo[1]: "usa.arms" has levels; write one of usa.arms-none, usa.arms-full [CM108]',
            'case.yaml:14:12 coalesce[1]: "YNX" is neither a pattern nor a statement; a pattern has only Y, N and -, one for each option [CM201]',
            'case.yaml:14:24 coalesce[2]: unknown option "zzz"; known: "strike", "arms-none", "arms-full", "go" [CM104]',
            'case.yaml:15:25 views.usa.unaware[1]: unknown option "usa.go"; known: "strike", "arms-none", "arms-full" [CM104]',
            'case.yaml:15:57 views.usa.actors.uk: there is no actor "uk"; known: "usa" [CM107]',
            'case.yaml:15:72 views.usa.actors.uk.prefers[1]: unknown option "a"; known: "strike", "arms-none", "arms-full", "go" [CM104]',
            "case.yaml:15:76 views.usa.actors.uk.worth: preferences are given by prefers already; keep prefers or worth [CM112]",
            'case.yaml:16:25 events[1].actor: there is no actor "us"; did you mean "usa"? [CM107]',
            'case.yaml:16:73 events[2].drops[1]: the option "nato.go" is not one of "usa"; it belongs to "nato" [CM104]',
            'case.yaml:16:82 events[2].drops[2]: unknown option "ussr.go": no actor or body "ussr"; did you mean "nato.go"? [CM104]',
            'case.yaml:17:76 bodies.nato.decides.all[1].actor: "nato" is a body; a rule names actors only; make it a member [CM107]',
            'case.yaml:17:91 bodies.nato.decides.all[2].veto[1]: there is no actor "us"; did you mean "usa"? [CM107]',
            'case.yaml:17:122 bodies.nato.decides.all[2].also.any[1].actor: there is no actor "x"; known: "usa" [CM107]',
        ],
    ),
    (
        """\
actors:
  usa: {options: {go: Go, talk: {needs: got}}, worth: {go: 1}}
  uk: {options: {go: Go}, prefers: [go, not usa.go, talk]}
status quo: [go, usa.talk]
impossible:
  - {that: not   tolk, because: x}
""",
        [
            'case.yaml:2:41 actors.usa.options.talk.needs: unknown option "got"; did you mean "go"? [CM104]',
            'case.yaml:4:14 status quo[1]: "go" is the id of several options; write one of usa.go, uk.go [CM106]',
            'case.yaml:6:18 impossible[1]: unknown option "tolk"; did you mean "talk"? [CM104]',
        ],
    ),
    (
        """\
actors: {a: {options: {x: {name: X, evidence: [s#1, t#2]}}, prefers: [{that: x, evidence: t}], evidence: [t, sourc#3]}}
sources: {source: {}, s: {}}
""",
        [
            'case.yaml:1:107 actors.a.evidence[1]: warning: unknown source "t" (cited 3 times); known: "source", "s" [CM601]',
            'case.yaml:1:110 actors.a.evidence[2]: warning: unknown source "sourc"; did you mean "source"? [CM601]',
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), REFERENCES)
def test_findings_about_references_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines
