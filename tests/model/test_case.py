import copy
import pickle

import pytest

from countermove.catalog import load_case
from countermove.errors import FrozenError
from countermove.model.case import Case, claims

CASE = Case.model_validate(
    {
        "actors": {
            "usa": {
                "name": "United States",
                "options": {"arms": {"levels": ["none", "full"]}, "talk-now": None},
            },
            "the-hague": {},
        },
        "bodies": {
            "nato": {
                "members": ["usa"],
                "decides": "consensus",
                "options": {"admit": "Admit", "bar": {"decides": "majority"}},
            }
        },
        "impossible": ["admit"],
        "always": [{"that": "bar", "because": "x"}],
        "status quo": "admit",
    }
)


def test_options_are_in_bit_order_with_their_levels() -> None:
    assert [row.full for row in CASE.option_rows] == [
        "usa.arms-none",
        "usa.arms-full",
        "usa.talk-now",
        "nato.admit",
        "nato.bar",
    ]
    assert [row.name for row in CASE.option_rows] == ["Arms: none", "Arms: full", "Talk now", "Admit", "Bar"]
    assert [row.index for row in CASE.option_rows] == list(range(5))


def test_labels_are_names_or_capitalised_ids() -> None:
    assert [CASE.label(id_) for id_ in ("usa", "the-hague", "nato")] == [
        "United States",
        "The hague",
        "NATO".title(),
    ]


def test_movers_have_options_or_moves() -> None:
    assert CASE.movers == ("usa", "nato")
    actors = {"a": {"moves": []}, "b": {}, "c": {"moves": [["s", "t"]]}}
    graph = Case.model_validate({"states": {"s": "S", "t": "T"}, "actors": actors})
    assert graph.movers == ("c",)
    assert graph.is_graph


def test_the_rule_of_an_option_is_its_own_or_the_bodys() -> None:
    rules = [CASE.rule_of(row) for row in CASE.option_rows]
    assert [type(rule).__name__ for rule in rules] == ["NoneType"] * 3 + ["Consensus", "Majority"]


def test_short_and_long_forms_are_one_record() -> None:
    assert [claim.because for claim in claims(CASE)] == ["", "x"]
    assert CASE.status_quo == ("admit",)


def test_records_are_frozen() -> None:
    with pytest.raises(
        FrozenError, match=r"^Case.title cannot be set: .*; a method of the case gives a new case: case.with_"
    ):
        CASE.title = "x"  # type: ignore[misc]
    with pytest.raises(FrozenError, match=r"^Actor.name cannot be deleted"):
        del CASE.actors["usa"].name


def test_the_repr_of_a_case_is_one_line_that_says_what_there_is() -> None:
    assert repr(load_case("chicken")) == str(load_case("chicken")) == "Case('Chicken', 2 actors, 2 options)"
    talks = "Case('European security talks, January 2022', 4 actors, 1 body, 10 options, 2 scenarios)"
    assert repr(load_case("european-security-2022")) == talks
    listed = Case.model_validate({"states": {"s": "S"}, "actors": {"a": {"moves": [], "ranking": ["s"]}}})
    assert repr(listed) == "Case('', 1 actor, 1 state)"


def test_a_case_where_a_graph_is_expected_is_told_how_to_become_one() -> None:
    case = load_case("chicken")
    with pytest.raises(AttributeError, match=r"no attribute '\w+'; .* compile the case first: countermove.compile"):
        case.ranks  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match=r"no attribute '_repr_svg_'$"):
        case._repr_svg_  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(case, "size")
    assert pickle.loads(pickle.dumps(case)) == copy.deepcopy(case) == case
