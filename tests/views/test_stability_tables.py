import numpy as np

from countermove.analysis.equilibria import equilibria, equilibria_under
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.views.stability_tables import (
    assigned_words,
    listed_states,
    stability_flat,
    stability_table,
    taken_words,
)

CUBA = equilibria(compile(load_case("cuban-missile-crisis")))
EUROPE = equilibria(compile(load_case("european-security-2022")))


def test_equilibria_come_first_and_stand_out() -> None:
    table = stability_table(CUBA, limit=1)
    assert [int(row[0]) for row in table.rows] == [5, 7, 1, 2, 3, 6, 8, 4, 9, 10, 11, 12]
    assert table.strong == frozenset(range(7))
    assert table.columns == ("state", "options", "Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM", "FH")


def test_the_matrix_agrees_with_the_verdicts() -> None:
    for row in stability_table(CUBA, limit=1).rows:
        for concept, cell in zip(CUBA.concepts, row[2:], strict=True):
            stable = CUBA.stable[concept.id][:, int(row[0]) - 1].tolist()
            assert cell == {(True, True): "E", (True, False): "US", (False, True): "USSR", (False, False): "."}[*stable]


def test_long_names_become_numbers() -> None:
    table = stability_table(EUROPE, limit=1, every=True)
    assert len(table.rows) == 416
    assert table.notes[0].endswith(": 1 Russia, 2 United States, 3 European allies, 4 Ukraine, 5 NATO.")
    assert any("1 2" in row for row in table.rows)


def test_many_states_become_a_list_of_equilibria() -> None:
    table = stability_table(EUROPE, limit=3)
    assert [row[0] for row in table.rows] == ["148", "152", "169"]
    assert table.rows[0] == (
        "148", "russia.insist, russia.contain, usa.talk, usa.press, ukraine.apply", "all", "improvements",
    )  # fmt: skip
    assert table.notes[0] == "237 more equilibria hold no more firmly than these; --limit shows them."
    assert table.notes[1] == "240 of 416 states are equilibria under some concept."
    assert len(stability_table(EUROPE, limit=1_000).rows) == 240


def test_data_has_a_column_for_every_verdict() -> None:
    table = stability_flat(CUBA, np.arange(12), np.array([6]))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [int(row["state"]) for row in rows if row["seq"] == "1"] == [5, 7]
    assert [int(row["state"]) for row in rows if row["nash:usa"] == "1"] == [3, 5, 12]
    assert [int(row["state"]) for row in rows if row["assigned"] == "1"] == [7]
    assert rows[4]["ussr.withdraw"] == "Y"
    assert rows[4]["by-moves"] == ""


def test_which_states_are_data() -> None:
    assert len(listed_states(CUBA, None, every=False)) == 12
    assert len(listed_states(EUROPE, None, every=False)) == 240
    assert len(listed_states(EUROPE, None, every=True)) == 416
    outside = next(s for s in range(416) if not EUROPE.strength()[s])
    assert outside in listed_states(EUROPE, np.array([outside]), every=False)


def test_options_taken() -> None:
    assert taken_words(CUBA.graph, 0) == "nothing"
    assert taken_words(CUBA.graph, 6) == "usa.blockade, ussr.withdraw"


def test_assignments_in_words() -> None:
    graph = EUROPE.graph
    wanted = {mover.id: "gmr" for mover in graph.movers}
    found = equilibria_under(graph, wanted)
    lines = assigned_words(graph, wanted, 2).split("\n")
    assert len(lines) == 4
    assert lines[-1] == f"  and {len(found) - 2:,} more"
