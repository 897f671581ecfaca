import numpy as np

from catalogued import unlabelled
from countermove.analysis.states import States, states
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.statements import And, Bit, Not
from countermove.text.blocks import Table
from countermove.text.phrases import percent
from countermove.views.states import option_form, signs, states_page, states_table

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
        ("1 now", "Appeal without an end", "2", "N", "Y N N", "N", "3", "8", "5"),
        ("9", "Closure of the plant", "-", "-", "N N Y", "-", "0", "4", "0"),
    )
    assert "Y: taken, N: not taken, in the order given here. -: either." in table.notes
    answer = states(ELMIRA)
    record = answer.to_dict()["states"][8]
    assert record["code"] is None
    assert record["options"]["ministry.modify"] is None
    assert record["options"]["uniroyal.abandon"] is True
    assert answer.rows().values[8:] == ((9, "Closure of the plant", None, None, False, False, True, None, 0, 4, 0),)


def test_a_graph_case_has_ids_and_names() -> None:
    both = np.arange(2)
    assert states_table(LISTED, both).columns == ("state", "id", "name", "rank: A")
    assert states_table(LISTED, both).rows == (("1 now", "s1", "Peace", "0"), ("2", "s2", "War", "1"))
    assert states(LISTED).rows().values == ((1, "s1", "Peace", 0), (2, "s2", "War", 1))
    assert states(LISTED).to_dict()["states"][1] == {
        "state": 2,
        "id": "s2",
        "code": None,
        "options": {},
        "ranks": {"a": 1},
    }


def test_what_is_cut_is_told() -> None:
    assert states_table(ELMIRA, np.arange(2), cut=1_007).notes[-1] == "1,007 more states; --limit shows them."
    assert states_table(ELMIRA, np.arange(0)).notes[-1] == "No state matches."


def page(answer: States) -> Table:
    (table,) = states_page(answer)
    assert isinstance(table, Table)
    return table


def test_the_status_quo_is_marked_and_others_differ_from_the_first() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    table = page(states(model, limit=3))
    assert table.rows[0] == ("now", "russia.insist, ukraine.apply")
    assert len(table.rows) == 3
    assert table.notes[0] == "3 states, in the order in which the solver found them. There are more; --limit shows them."
    assert "now: the status quo." in table.notes


def test_the_share_is_told_as_an_estimate() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    notes = page(states(model, Bit(2), limit=2)).notes
    assert notes[0].startswith("2 states in which the statement is true, in the order in which the solver found them.")
    assert notes[1].startswith("The statement is true in about ")
    assert notes[1].endswith("), estimated from 1,000 random states.")


def test_all_states_one_state_and_none() -> None:
    model = searched_game(load_case("chicken"))
    assert page(states(model)).notes[0] == "These are all 4 feasible states (proved)."
    one = page(states(model, And((Bit(0), Bit(1)))))
    assert one.notes[0] == "This is the only feasible state in which the statement is true (proved)."
    none = page(states(model, And((Bit(0), Not(Bit(0))))))
    assert none.notes[0] == "There is no feasible state in which the statement is true (proved)."


def test_when_time_runs_out_that_is_told() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    found = states(model, limit=10**6, seconds=0.02)
    assert "The search stopped early, so there may be more; --seconds allows more time." in page(found).notes[0]


def test_for_spreadsheets() -> None:
    table = states(searched_game(unlabelled("chicken"))).rows()
    assert table.names == ("code", "row.cooperate", "column.cooperate")
    assert table.values[1] == (1, True, False)


def test_the_share_is_that_of_states_in_which_it_holds() -> None:
    answer = states(searched_game(load_case("thirty-allies-2022")), And((Bit(0), Bit(1), Bit(2))), limit=2)
    assert answer.share is not None
    assert 0 < answer.share.value < 0.4
    assert f"The statement is true in about {percent(answer.share.value)} of all states" in page(answer).notes[1]
