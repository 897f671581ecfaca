from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import countermove as cm
from cases import case_of, cases
from countermove.errors import CaseError, QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.io.formats import diagnose, dump, load, written
from countermove.io.gmcr import reading as gmcr_read
from countermove.io.gmcr import writing as gmcr_write
from countermove.io.writing import data_of
from kinds import codes_of

ELMIRA = """{
  "program": "another program",
  "version": "1.2",
  "options": [
    {"name": "Modify", "permittedDirection": "both"},
    {"name": "Delay", "permittedDirection": "fwd"},
    {"name": "Accept", "permittedDirection": "back"},
    {"name": "Insist"}
  ],
  "decisionMakers": [
    {"name": "Ministry", "options": [0], "preferences": [[[2, "Y"]], [[0, "N"], [3, "Y"]]]},
    {"name": "Firm", "options": [1, 2], "misperceptions": [[[3, "Y"]]],
     "preferences": [{"compound": true, "members": [[[1, "Y"]], [[2, "Y"], [0, "N"]]]}, [[3, "N"]]]},
    {"name": "Local Government", "options": [3]}
  ],
  "infeasibles": [[[1, "Y"], [2, "Y"]]],
  "useManualPreferenceRanking": false,
  "coalitions": [0, 1, 2],
  "coalitionsFull": [[0], [1], [2]]
}
"""

SMALL: dict[str, Any] = {
    "options": [{"name": "Full"}, {"name": "Full"}],
    "decisionMakers": [
        {"name": "A", "options": [0], "preferences": [[[0, "Y"]]]},
        {"name": "B", "options": [1], "preferences": [[[1, "N"]]]},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
}


def small(**changes: Any) -> dict[str, Any]:
    return json.loads(json.dumps(SMALL | changes))


def ranked(*rankings: Any, **changes: Any) -> dict[str, Any]:
    data = small(useManualPreferenceRanking=True, **changes)
    for maker, ranking in zip(data["decisionMakers"], rankings, strict=True):
        maker |= {"preferences": [], "preferenceRanking": ranking}
    return data


def read(data: Any) -> tuple[cm.Case | None, list[str]]:
    """The case, and the lines about it that are not the usual warnings."""
    text = data if isinstance(data, str) else json.dumps(data)
    case, found = diagnose(io.StringIO(text), "case.gmcr")
    return case, [str(d) for d in found if not d.code.startswith("CM9")]


def test_a_file_becomes_a_case() -> None:
    case, found = read(ELMIRA)
    assert found == []
    assert data_of(case) == {
        "actors": {
            "ministry": {
                "name": "Ministry",
                "options": {"modify": "Modify"},
                "prefers": ["firm.accept", "not modify and local-government.insist"],
            },
            "firm": {
                "name": "Firm",
                "options": {
                    "delay": {"name": "Delay", "change": "take-only"},
                    "accept": {"name": "Accept", "change": "drop-only"},
                },
                "prefers": ["delay or (accept and not ministry.modify)", "not local-government.insist"],
            },
            "local-government": {"name": "Local Government", "options": {"insist": "Insist"}},
        },
        "impossible": ["firm.delay and firm.accept"],
        "views": {"firm": {"unseen": ["local-government.insist"]}},
    }


def test_a_file_is_a_case_for_everything(tmp_path: Path) -> None:
    path = tmp_path / "elmira.GMCR"
    path.write_text(ELMIRA)
    assert compile(cm.load(str(path))).size == 12
    assert cm.load(path) == load(path)
    case = cm.load(path)
    cm.save(case, tmp_path / "again.gmcr")
    same(compile(cm.load(tmp_path / "again.gmcr")), compile(case))


def test_ids_are_made_from_names() -> None:
    data = small(decisionMakers=[{"name": "Not", "options": [0, 1]}, {"name": "Если"}, {"name": "not"}])
    case, _ = read(data)
    assert list(case.actors) == ["not-1", "actor-2", "not-1-2"]
    assert list(case.actors["not-1"].options) == ["full", "full-2"]
    assert case.label("actor-2") == "Если"


@pytest.mark.parametrize(("ranking", "manual"), [("preferenceRanking", "useManualPreferenceRanking"),
                                                 ("preferenceVector", "useManualPreferenceVectors")])  # fmt: skip
def test_rankings_number_the_feasible_states_from_1(ranking: str, manual: str) -> None:
    data = small(**{manual: True})
    data["decisionMakers"][0] |= {ranking: [3, [1, 2]], "preferences": []}
    data["decisionMakers"][1] |= {ranking: [[2], 1, [], 3], "preferences": []}
    case, found = read(data)
    assert found == []
    assert case.actors["a"].ranking == ("NY", ("NN", "YN"))
    assert compile(case).rank_rows.tolist() == [[0, 0, 1], [1, 2, 0]]


def test_rankings_that_are_not_in_force_are_not_looked_at() -> None:
    data = ranked([7, 7], "x") | {"useManualPreferenceRanking": False}
    assert read(data)[1] == []


def test_conditions_that_are_not_in_force_are_told() -> None:
    data = ranked([1, 2, 3], [1, 2, 3])
    data["decisionMakers"][0]["preferences"] = [[[0, "Y"]]]
    assert read(data)[1] == [
        'case.gmcr:1:100 decisionMakers[1].preferences: warning: "A" is ranked by hand, so its preferences are left '
        "out; set useManualPreferenceRanking to false to use them [CM704]"
    ]


def test_options_out_of_the_order_of_their_owners_are_told_and_ranked_rightly() -> None:
    data = ranked([3, 1, 2], [1, 2, 3])
    data["decisionMakers"][0]["options"], data["decisionMakers"][1]["options"] = [1], [0]
    case, found = read(data)
    assert len(found) == 1
    assert "CM705" in found[0]
    assert case.actors["a"].ranking == ("YN", "NN", "NY")
    assert case.impossible[0].that.text == "b.full and a.full"


def test_what_is_not_understood_is_told_once() -> None:
    data = small(zoom=3, coalitions=[[0, 1]])
    for maker in data["decisionMakers"]:
        maker["colour"] = {"deep": [1]}
    case, found = read(data)
    assert case is not None
    assert [line.partition(" ")[2] for line in found] == [
        'decisionMakers[1].colour: warning: the key "colour" of a decision maker is not understood (in 2 places); '
        "what it says is left out [CM703]",
        'zoom: warning: the key "zoom" of the file is not understood; what it says is left out [CM703]',
        "coalitions[1]: warning: there is a coalition of several decision makers; here each decides for itself; "
        "to let them act as one, add cm.merge(game, [[...]]) to solve [CM704]",
    ]


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    data: Any = ranked([1, 2, 3], [1, 2, 3]) if "preferenceRanking" in path else small()
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return data


MAKER = ("decisionMakers", 0)
BAD = {
    'there is no option at position 2; positions go from 0 to 1 [CM701]': ((*MAKER, "options"), [0, 2]),
    'decisionMakers[1].preferences[1][1][1]: there is no option at position -1; positions go from 0 to 1 [CM701]': ((*MAKER, "preferences"), [[[-1, "Y"]]]),
    'infeasibles[1][1][1]: there is no option at position 9; positions go from 0 to 1 [CM701]': (("infeasibles",), [[[9, "Y"]]]),
    'coalitions[1]: there is no decision maker at position 2; positions go from 0 to 1 [CM701]': (("coalitions",), [2]),
    'decisionMakers[1].options[1]: the position of an option is expected, not "True"; correct it, or export it again [CM102]': ((*MAKER, "options"), [True]),
    'decisionMakers[2].options[1]: the option "Full" stands under "A" and "B"; an option has one owner: give each an option of its own [CM702]': ((*MAKER, "options"), [0, 1]),
    'decisionMakers[1].options[2]: the option "Full" stands twice under "A"; an option has one owner: give each an option of its own [CM702]': ((*MAKER, "options"), [0, 0]),
    'options[1]: no decision maker has the option "Full"; put its position under the options of one, or take it out [CM702]': ((*MAKER, "options"), []),
    'infeasibles[1][1][2]: "Y" or "N" is expected, not "X"; correct it, or export it again [CM102]': (("infeasibles",), [[[0, "X"]]]),
    'infeasibles[1][1]: a pair [option, "Y" or "N"] is expected, not "0"; correct it, or export it again [CM102]': (("infeasibles",), [[0]]),
    'infeasibles[1]: a condition is a list, or an object with compound: true; correct it [CM102]': (("infeasibles",), [{"members": []}]),
    'infeasibles[1]: the key "members" is missing; is it a whole .gmcr file? [CM110]': (("infeasibles",), [{"compound": True}]),
    'infeasibles: a list [...] is expected, not "none"; correct it, or export it again [CM102]': (("infeasibles",), "none"),
    'options[1].permittedDirection: unknown direction "forward"; did you mean "fwd"? [CM102]': (("options", 0, "permittedDirection"), "forward"),
    'options[1]: the key "name" is missing; add "name": "..." [CM110]': (("options", 0, "name"), None),
    'options[1].name: text is expected, not "3"; correct it, or export it again [CM102]': (("options", 0, "name"), 3),
    'options[1]: an object {...} is expected, not "Full"; correct it, or export it again [CM102]': (("options", 0), "Full"),
    'the key "options" is missing; is it a whole .gmcr file? [CM110]': (("options",), None),
    'the key "decisionMakers" is missing; is it a whole .gmcr file? [CM110]': (("decisionMakers",), None),
    'useManualPreferenceRanking: true or false is expected, not "yes"; correct it [CM102]': (("useManualPreferenceRanking",), "yes"),
    'the ranking of "A" leaves out state 2; rank every feasible state once; ties are nested lists [CM202]': ((*MAKER, "preferenceRanking"), [3, 1]),
    'the ranking of "A" leaves out state 1, 2, 3; rank every feasible state once; ties are nested lists [CM202]': ((*MAKER, "preferenceRanking"), []),
    'decisionMakers[1].preferenceRanking[2]: state 3 is ranked twice; take one of them out [CM203]': ((*MAKER, "preferenceRanking"), [3, [3, 1], 2]),
    'decisionMakers[1].preferenceRanking[4]: there is no state 4; the file has 3 feasible states, and they count from 1 [CM113]': ((*MAKER, "preferenceRanking"), [3, 1, 2, 4]),
    'decisionMakers[1].preferenceRanking[1]: there is no state 0; the file has 3 feasible states, and they count from 1 [CM113]': ((*MAKER, "preferenceRanking"), [0, 1, 2, 3]),
    'the number of a state is expected, not "2"; states count from 1; ties stand in a nested list [CM102]': ((*MAKER, "preferenceRanking"), [1, "2", 3]),
    'the key "preferenceRanking" is missing; is it a whole .gmcr file? [CM110]': ((*MAKER, "preferenceRanking"), None),
}  # fmt: skip


@pytest.mark.parametrize("line", BAD)
def test_what_is_wrong_is_told_with_its_place_and_the_way_out(line: str) -> None:
    path, value = BAD[line]
    case, found = read(changed(path, value))
    assert case is None
    assert any(each.startswith(("case.gmcr:1:", "case.gmcr: the key")) and each.endswith(line) for each in found), found


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null", "{}"])
def test_what_is_no_object_is_no_case(text: str) -> None:
    assert "CM008" in read(text)[1][0]


def test_a_file_cut_off_anywhere_is_refused() -> None:
    whole = ELMIRA.rstrip()
    for end in range(len(whole)):
        case, found = read(whole[:end])
        assert case is None
        assert "CM004" in found[0] or "CM008" in found[0]


def test_conditions_nested_without_end_are_refused() -> None:
    condition: Any = []
    for _ in range(30):
        condition = {"compound": True, "members": [condition]}
    assert "conditions are nested too deep" in read(small(infeasibles=[condition]))[1][0]


def test_empty_conditions_hold_always_or_never() -> None:
    data = small()
    data["decisionMakers"][0]["preferences"] = [[], {"compound": True, "members": []}, [[0, "Y"]]]
    assert [line.that.text for line in read(data)[0].actors["a"].prefers] == ["true", "false", "full"]


def test_a_case_with_faults_is_refused_as_a_whole() -> None:
    with pytest.raises(CaseError, match="CM701"):
        load(io.StringIO(json.dumps(small(infeasibles=[[[9, "Y"]]]))), "x.gmcr")


# Writing


def again(case: cm.Case) -> cm.Case:
    return load(io.StringIO(dump(case, ".gmcr")), "again.gmcr")


def same(first: ListedGame, second: ListedGame) -> None:
    assert codes_of(first) == codes_of(second)
    assert np.array_equal(first.rank_rows, second.rank_rows)
    movers = [mover.index for mover in first.movers]
    assert movers == [mover.index for mover in second.movers]
    for mover in movers:
        assert first.edges[mover].source.tolist() == second.edges[mover].source.tolist()
        assert first.edges[mover].target.tolist() == second.edges[mover].target.tolist()


@settings(max_examples=150, deadline=None)
@given(cases(bodies=False, coalesce=False, needs=False, levels=True))
def test_states_ranks_and_moves_survive_the_way_out_and_back(case: cm.Case) -> None:
    same(compile(case), compile(again(case)))


@settings(max_examples=50, deadline=None)
@given(cases(bodies=False, coalesce=False, needs=False))
def test_what_has_been_read_is_written_again_as_it_was(case: cm.Case) -> None:
    once = again(case)
    assert again(once) == once


def test_a_group_of_equal_lines_becomes_conditions() -> None:
    options = {"x": "X", "y": "Y", "z": "Z"}
    case = case_of(actors={"a": {"options": options, "prefers": [{"equally": ["x", "y", "z"]}, "true", "false"]}})
    (maker,) = json.loads(dump(case, ".gmcr"))["decisionMakers"]
    assert [len(c["members"]) if isinstance(c, dict) else 1 for c in maker["preferences"]] == [1, 3, 3]
    assert np.array_equal(compile(case).rank_rows, compile(again(case)).rank_rows)


def test_weights_are_added_exactly() -> None:
    small_, large = "0." + "0" * 40 + "1", "1" + "0" * 12
    case = case_of(actors={"a": {"options": {"x": "X", "y": "Y"}, "worth": {"x": large, "y": small_}}})
    assert json.loads(dump(case, ".gmcr"))["decisionMakers"][0]["preferenceRanking"] == [4, 2, 3, 1]


def test_the_file_is_as_the_format_says() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {"change": "take-only"}, "y": {"change": "drop-only"}}, "prefers": ["x iff y"]},
                "b": {"name": "Bee", "worth": {"x": "1"}, "options": {"z": "Zed"}}},
        views={"b": {"unseen": ["x and y", "z"]}}, always=["x or z"],
    )  # fmt: skip
    data = json.loads(dump(case, ".gmcr"))
    assert data.pop("program") == "countermove"
    assert data.pop("version") == cm.__version__
    assert data == {
        "options": [
            {"name": "X", "permittedDirection": "fwd"},
            {"name": "Y", "permittedDirection": "back"},
            {"name": "Zed", "permittedDirection": "both"},
        ],
        "decisionMakers": [
            {"name": "A", "options": [0, 1], "preferences": [], "misperceptions": [],
             "preferenceRanking": [[2, 3, 6], [1, 4, 5]]},
            {"name": "Bee", "options": [2], "preferences": [],
             "misperceptions": [[[0, "Y"], [1, "Y"]], [[2, "Y"]]], "preferenceRanking": [[1, 2, 4, 6], [3, 5]]},
        ],
        "infeasibles": [[[0, "N"], [2, "N"]]],
        "useManualPreferenceRanking": True,
        "coalitions": [0, 1],
        "coalitionsFull": [0, 1],
    }  # fmt: skip


def test_all_that_cannot_be_held_is_named_at_once() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {"needs": "y"}, "y": {}}}, "b": {"options": {"z": {}}}},
        bodies={"union": {"members": ["a", "b"], "decides": "consensus", "options": {"q": {}}}},
        coalesce=["YYYY"],
        views={"a": {"actors": {"b": {"prefers": ["z"]}}, "unaware": ["q"]}},
    )
    with pytest.raises(QuestionError) as caught:
        dump(case, ".gmcr")
    assert str(caught.value) == (
        "a .gmcr file cannot hold the body union; needs of a.x; coalesced states; what a believes of b; "
        "what a is unaware of; take it out, or write .yaml or .json"
    )


def test_listed_states_and_cases_without_options_are_refused() -> None:
    with pytest.raises(QuestionError, match="states and moves that are listed"):
        dump(case_of(states={"s": "S"}, actors={"a": {}}), ".gmcr")
    with pytest.raises(QuestionError, match="a case without options"):
        dump(case_of(actors={"a": {}}), ".gmcr")


def test_statements_with_too_many_alternatives_are_named() -> None:
    options = {f"o{k}": f"O{k}" for k in range(14)}
    half = f"atleast(7, {', '.join(options)})"
    case = case_of(actors={"a": {"options": options, "prefers": ["o1", half]}}, impossible=[half])
    with pytest.raises(QuestionError, match=r"hold impossible\[1\] \(it has .*\); actors.a.prefers\[2\] \(it has "):
        dump(case, ".gmcr")


def test_a_ranking_that_is_no_order_is_named() -> None:
    for ranking, wrong in ((["Y"], "nowhere"), (["Y", "N", "x"], "twice")):
        case = case_of(actors={"a": {"options": {"x": "X"}, "ranking": ranking}})
        with pytest.raises(QuestionError, match=f"the ranking of a, in which a feasible state stands {wrong}"):
            dump(case, ".gmcr")


def test_too_many_states_are_not_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(actors={"a": {"options": {"x": "X", "y": "Y"}, "worth": {"x": "1"}}})
    monkeypatch.setattr(gmcr_write, "MAX_RANKED_STATES", 3)
    with pytest.raises(SizeError, match="more than 3 feasible states"):
        dump(case, ".gmcr")
    monkeypatch.undo()
    monkeypatch.setattr(gmcr_write, "MAX_BYTES", 100)
    with pytest.raises(SizeError, match="larger than"):
        dump(case, ".gmcr")


def test_what_is_left_out_is_told() -> None:
    lines = [{"that": "x", "because": "B", "sure": "0.5", "otherwise": "y"}, {"order unknown": ["x", "y"]}]
    case = case_of(
        title="T", at="now", status_quo=[], sources={"s": {"title": "S"}},
        actors={"a": {"options": {"x": {"evidence": ["s"]}, "y": "Y"}, "prefers": lines},
                "b": {"options": {"z": {"levels": ["no", "yes"]}}, "worth": {"x": "1"}}},
    )  # fmt: skip
    assert written(case, "c.gmcr")[1] == [
        "title", "at", "status quo", "sources", "evidence", "because", "sure", "otherwise",
        "levels, which become options that exclude each other",
        "that an order is unknown: such lines are written as equally important",
        "the lines of a, which are written as a ranking of the states",
    ]  # fmt: skip
    assert written(case, "c.yaml")[1] == []


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.floats(allow_nan=False) | st.sampled_from(["Y", "N", "x", "fwd"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["compound", "members", "name"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def ways(data: Any) -> list[tuple[Any, ...]]:
    """Paths to every value in plain data."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [way for key, inner in parts for way in ((key,), *((key, *rest) for rest in ways(inner)))]


@settings(max_examples=150)
@given(st.sampled_from([json.loads(ELMIRA), small(), ranked([1, [2, 3]], [3, 2, 1])]), st.data())
def test_nothing_that_stands_in_a_file_is_a_surprise(whole: dict[str, Any], draw: st.DataObject) -> None:
    data = json.loads(json.dumps(whole))
    for _ in range(draw.draw(st.integers(1, 2))):
        *path, last = draw.draw(st.sampled_from(ways(data)))
        holder = data
        for step in path:
            holder = holder[step]
        holder[last] = draw.draw(VALUES)
    case, found = read(data)
    assert (case is None) == any("warning:" not in line for line in found)
    if case is not None and case.option_rows:
        assert faults_of_states(case) in ([], ["CM301"])


def faults_of_states(case: cm.Case) -> list[str]:
    """The codes of what is wrong with the states of a case."""
    try:
        compile(case)
    except CaseError as fault:
        return [d.code for d in fault.diagnostics]
    return []


DERIVED: dict[str, Any] = {
    "coalitionsFull": [{"name": "A, B", "options": [0, 1]}, {"name": "C", "options": [2], "payoffs": ["1, 2", "2, 1"]}],
    "nodes": [{"id": 0, "state": "NN", "decimal": "0", "ordered": "1", "reachable": [{"dm": "dm0", "target": 1}]}],
}


@pytest.mark.parametrize("name", ["case.gmcr", "case.json", "case.yaml"])
def test_what_a_program_derives_is_ignored_whatever_the_file_is_called(name: str) -> None:
    data = {
        "options": [{"name": "X", "permittedDirection": "both"}],
        "decisionMakers": [{"name": "A", "options": [0], "preferences": [[[0, "Y"]]], "payoffs": [1, 2]}],
        "infeasibles": [],
        "coalitions": [0],
        **DERIVED,
    }
    case, findings = diagnose(io.StringIO(json.dumps(data)), name)
    assert case is not None
    assert {d.code for d in findings} == {"CM905"}
    assert case.actors["a"].prefers[0].that.text == "x"


@pytest.mark.parametrize(
    "text", ['{"actors": {"decisionMakers": {}}}', '{"about": "\\"decisionMakers\\""', "[1]", "{" * 3000]
)
def test_other_json_is_not_taken_for_it(text: str) -> None:
    assert not gmcr_read.is_gmcr(text)
