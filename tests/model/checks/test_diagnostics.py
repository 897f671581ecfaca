import io

import pytest

from countermove.io.formats import diagnose
from countermove.model.checks.diagnostics import DIAGNOSTICS

NOT_STATIC = {
    "CM001",
    "CM002",
    "CM204",
    "CM706",
    "CM707",
    "CM708",
    "CM709",
    "CM710",
    "CM302",
    "CM303",
    "CM304",
    "CM305",
    "CM306",
    "CM307",
    *(f"CM60{k}" for k in range(2, 8)),
    "CM701",
    "CM702",
    "CM703",
    "CM704",
    "CM705",
    "CM802",
    "CM803",
    "CM806",
    "CM902",
    "CM903",
    "CM904",
    "CM908",
    "CM910",
}
"""Codes that need a file system, a large file, a file of another format, evidence files, or the states."""

TEXTS = {
    "CM003": "case.yaml:1:8: the file contains the control character U+0000; a case file is plain text: take it out [CM003]",
    "CM004": 'case.yaml:1:17: this is not YAML: mapping values are not allowed here; put text with ": " in it in quotation marks, as in title: "What next: war or peace?", or correct the indent [CM004]',
    "CM005": 'case.yaml:3:3 actors: the key "usa" stands here a second time; it is already on line 2: keep one of the two [CM005]',
    "CM006": "case.yaml:2:16: an alias, *later; write the value out here [CM006]",
    "CM007": "case.yaml:1:71: the file is nested more than 64 deep; close some brackets before this [CM007]",
    "CM008": "case.yaml: the file holds a list, not a mapping; begin with title: and actors: [CM008]",
    "CM009": "case.yaml: this is a page in HTML; an article is for countermove read; a case is text in YAML [CM009]",
    "CM101": 'case.yaml:2:9 actors.usa.optoins: unknown key "optoins"; did you mean "options"? [CM101]',
    "CM102": "case.yaml:2:9 actors.usa.options: a mapping (key: value) is expected, not a list; write each as id: text [CM102]",
    "CM103": 'case.yaml:2:3 actors.USA: "USA" is not an id; an id is small letters, digits and hyphens, beginning with a letter: "usa" [CM103]',
    "CM104": 'case.yaml:4:19 actors.usa.prefers[1]: unknown option "strke"; did you mean "strike"? [CM104]',
    "CM105": 'case.yaml:4:25 actors.usa.prefers[1]: cannot read the statement: the statement ends where an option, "not" or "(" is expected [CM105]',
    "CM106": 'case.yaml:4:14 impossible[1]: "talk" is the id of several options; write one of usa.talk, ussr.talk [CM106]',
    "CM107": 'case.yaml:4:3 views.ussr: there is no actor "ussr"; known: "usa" [CM107]',
    "CM108": "case.yaml:3:22 actors.usa.options.arms.levels: there is only one level; name two or more, or take the key out [CM108]",
    "CM109": 'case.yaml:4:36 actors.usa.prefers[1].sure: "60" cannot stand here as a number; write the share as 0.6 [CM109]',
    "CM110": 'case.yaml: the key "actors" is missing; add actors: ... [CM110]',
    "CM111": 'case.yaml:3:9 actors.usa.prefers: "prefers" cannot stand in a case that lists its states; rank the states: ranking: [...] [CM111]',
    "CM112": "case.yaml:5:5 actors.usa.worth: preferences are given by prefers already; keep prefers or worth [CM112]",
    "CM113": 'case.yaml:3:22 actors.usa.moves[1][2]: there is no state "s3"; known: "s1", "s2" [CM113]',
    "CM114": "case.yaml:2:15 actors.usa.name: the name is blank; write what people should read, or take the key out [CM114]",
    "CM201": 'case.yaml:4:15 actors.usa.ranking[1]: the pattern "Y" has 1 character, and the case 2 options; write one of Y, N and - for each option, in bit order [CM201]',
    "CM202": 'case.yaml:3:28 actors.usa.ranking: the ranking leaves out "s2"; rank every state once [CM202]',
    "CM203": 'case.yaml:3:46 actors.usa.ranking[3]: the state "s1" is ranked twice; take one out [CM203]',
    "CM301": "case.yaml:1:1 states: there is no state; list the states: {s1: Status quo, ...} [CM301]",
    "CM308": 'case.yaml:3:36 labels.attack: the state has the label "war" already; a state has one label: keep one of the two [CM308]',
    "CM401": 'case.yaml:4:25 bodies.nato.members[2]: unknown member "europ"; known: "usa", "nato" [CM401]',
    "CM402": "case.yaml:4:3 bodies.nato: the body has no members; add members: [...] [CM402]",
    "CM403": "case.yaml:5:34 bodies.nato.decides: the rule fails even with everybody for; the quota is 3, and all members together have 2 [CM403]",
    "CM404": "case.yaml:4:36 bodies.nato.decides.all: all takes a list that is not empty; write all: [...] [CM404]",
    "CM405": 'case.yaml:5:28 bodies.council.members[2]: the body "nato" is a member of itself: nato > council > nato; take one of these members out [CM405]',
    "CM406": 'case.yaml:5:56 bodies.nato.decides.weights: no weight for "france"; weights name every member, 0 included [CM406]',
    "CM407": 'case.yaml:4:43 bodies.nato.options.admit: no rule decides "admit"; add decides: to it, or to the body [CM407]',
    "CM408": 'case.yaml:5:25 bodies.nato.members[2]: the member "eu" is a body without a rule of its own; add decides: to bodies.eu [CM408]',
    "CM409": 'case.yaml:4:43 bodies.nato.decides.quota: "two thirds" is not a number; write it with digits: 3, 0.65, 2/3 or 65 % [CM409]',
    "CM410": 'case.yaml:4:35 bodies.nato.decides: unknown rule "unanimty"; did you mean "unanimity"? [CM410]',
    "CM411": 'case.yaml:4:25 bodies.nato.members[2]: the member "usa" stands here twice; take one out [CM411]',
    "CM412": "case.yaml:5:61 bodies.nato.decides.any[2]: warning: this part fails even with everybody for; the quota is 3, and all members together have 2 [CM412]",
    "CM413": "case.yaml:6:58 bodies.nato.decides.quota: warning: 0.67 is 2/3 rounded, and not the same here: it takes 3 of 3, and 2/3 takes 2; if 2/3 is meant, write 2/3 [CM413]",
    "CM414": "case.yaml:5:51 bodies.nato.decides.quota: warning: half of 2 is reached exactly, so two sides can each reach it against the other; if more than half is meant, write majority [CM414]",
    "CM501": 'case.yaml:4:20 scenarios.doves.actors.us: there is no actor "us" to change; did you mean "usa"? (a new one has name: or options:) [CM501]',
    "CM502": 'case.yaml:4:3 scenarios.peace: with this change actors.usa.prefers[1] is wrong: unknown option "strike"; known: "talk" [CM502]',
    "CM601": 'case.yaml:2:53 actors.usa.options.strike.evidence[1]: warning: unknown source "nyt"; declare it: sources: {nyt: {title: ...}} [CM601]',
    "CM801": 'case.yaml:4:18 views.usa.actors.usa: "usa" has a view of its own preferences; write what it prefers under actors.usa, or in a scenario [CM801]',
    "CM804": 'case.yaml:4:3 views.usa: warning: the view of "usa" says nothing; write actors:, unaware: or unseen:, or take it out [CM804]',
    "CM805": 'case.yaml:4:19 views.usa.unaware[1]: warning: "usa" does not know of its own option "strike"; it will never change it; is an option of somebody else meant? [CM805]',
    "CM901": 'case.yaml:2:41 actors.usa.options.talk: warning: no preference mentions the option "talk"; add a statement about it, or leave the option out [CM901]',
    "CM905": "case.yaml: warning: 1 of 1 assumptions (preference statements and constraints) have neither a reason nor evidence; write them with that:, because: and evidence: [CM905]",
    "CM906": 'case.yaml:2:3 actors.usa: warning: "usa" has no preferences, so it is indifferent between all states; add prefers:, unless that is meant [CM906]',
    "CM907": 'case.yaml:3:3 actors.south: warning: "north" and "south" have the same name, "The state"; give one of them another name, since results use names [CM907]',
    "CM909": "case.yaml:3:1 status quo: warning: the status quo is left empty, so there is none; write [] if no option is taken now, or take the key out [CM909]",
    "CM911": "case.yaml:5:11 scenarios.peace.labels: warning: labels is a list here and a mapping in the case, so all labels of the case are replaced; write a mapping here to change some of them [CM911]",
    "CM912": 'case.yaml:2:72 actors.usa.prefers[1]: warning: "talk implies strike implies leave" can be read in two ways; it counts as "(talk implies strike) implies leave"; write that with its brackets, or "talk implies (strike implies leave)" [CM912]',
    "CM913": 'case.yaml:5:86 bodies.union.options.limit: warning: the options "ban" and "limit" may both be taken; write ban and limit under impossible: if they exclude each other [CM913]',
    "CM914": 'case.yaml:2:79 actors.usa.prefers[2]: warning: "talk implies strike" and statement 1 are the halves of one iff; the one above outweighs this one; write one statement with iff if both are one aim [CM914]',
}


def printed(text: str) -> list[str]:
    return [str(found) for found in diagnose(io.StringIO(text), "case.yaml")[1]]


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_the_example_of_a_code_gives_exactly_this_line(code: str) -> None:
    assert TEXTS[code] in printed(DIAGNOSTICS[code].example)


def test_every_static_code_has_a_line() -> None:
    assert set(TEXTS) == set(DIAGNOSTICS) - NOT_STATIC


def test_an_example_has_no_other_error() -> None:
    for code, kind in DIAGNOSTICS.items():
        if kind.example:
            found = diagnose(io.StringIO(kind.example), "case.yaml")[1]
            assert {d.code for d in found if d.severity == "error"} <= {code}, code


def test_the_table_is_complete_and_in_order() -> None:
    for code, kind in DIAGNOSTICS.items():
        assert code == kind.code
        warning = code in ("CM412", "CM413", "CM414", "CM703", "CM704", "CM705", "CM710", "CM804", "CM805", "CM806")
        warning |= code.startswith(("CM6", "CM9"))
        assert kind.severity == ("warning" if warning else "error")
        for text in (kind.title, kind.what, kind.why, kind.way_out):
            assert text[0].isupper() or text[0] in "`"
            assert text.isprintable()
        for text in (kind.what, kind.why, kind.way_out):
            assert text.endswith(".")
