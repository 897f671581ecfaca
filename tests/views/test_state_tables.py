import numpy as np

from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.views.state_tables import option_form, signs, state_records, states_flat, states_table

ELMIRA = compile(load_case("elmira"))
LISTED = compile(
    Case.model_validate(
        {
            "states": {"s1": "Peace", "s2": "War"},
            "actors": {"a": {"moves": [["s1", "s2"]], "ranking": ["s2", "s1"]}},
            "status quo": ["s1"],
        }
    )
)


def test_signs_agree_with_the_codes() -> None:
    graph = compile(load_case("european-security-2022"))
    for state, form in enumerate(signs(graph, np.arange(graph.size))):
        assert int(form.replace("Y", "1").replace("N", "0")[::-1], 2) == graph.code(state)


def test_owners_have_their_columns() -> None:
    assert option_form(ELMIRA) == {"ministry": (0, 1), "uniroyal": (1, 4), "local-government": (4, 5)}


def test_a_coalesced_state_leaves_open_what_varies() -> None:
    table = states_table(ELMIRA, np.array([0, 8]))
    assert table.rows == (
        ("1", "2", "N", "Y N N", "N", "3", "8", "5"),
        ("9", "-", "-", "N N Y", "-", "0", "4", "0"),
    )
    assert "Y: taken, N: not taken, in the order given here. -: either." in table.notes
    record = state_records(ELMIRA, np.array([8]))[0]
    assert record["code"] is None
    assert record["options"]["ministry.modify"] is None
    assert record["options"]["uniroyal.abandon"] is True
    assert states_flat(ELMIRA, np.array([8])).rows == (("9", "", "-", "N", "N", "Y", "-", "0", "4", "0"),)


def test_a_graph_case_has_ids_and_names() -> None:
    both = np.arange(2)
    assert states_table(LISTED, both).columns == ("state", "id", "name", "A ranks")
    assert states_table(LISTED, both).rows == (("1 now", "s1", "Peace", "0"), ("2", "s2", "War", "1"))
    assert states_flat(LISTED, both).rows == (("1", "s1", "Peace", "0"), ("2", "s2", "War", "1"))
    assert state_records(LISTED, both)[1] == {
        "state": 2,
        "id": "s2",
        "code": None,
        "options": {},
        "ranks": {"a": 1},
    }


def test_what_is_cut_is_told() -> None:
    assert states_table(ELMIRA, np.arange(2), cut=1_007).notes[-1] == "1,007 more states; --limit shows them."
    assert states_table(ELMIRA, np.arange(0)).notes[-1] == "No state matches."
