import io

import pytest

from countermove.io.cases import diagnose

CASES = [
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


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_findings_are_told_with_their_places_and_ways_out(text: str, lines: list[str]) -> None:
    found = diagnose(io.StringIO(text), "case.yaml")[1]
    assert [str(d) for d in found if d.code not in ("CM901", "CM905", "CM906")] == lines
