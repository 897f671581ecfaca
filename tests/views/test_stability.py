import contextlib
import csv
import io
from dataclasses import replace

from countermove.analysis.equilibria import assigned_equilibria, equilibria
from countermove.catalog import load_case
from countermove.cli import run
from countermove.game.compile import compile
from countermove.text.naming import taken_words
from countermove.views.stability import assigned_words, stability_table

CUBA = equilibria(compile(load_case("cuban-missile-crisis")))
EUROPE = equilibria(compile(load_case("european-security-2022")))


def test_equilibria_come_first_and_stand_out() -> None:
    table = stability_table(CUBA, limit=1)
    assert [int(row[0]) for row in table.rows] == [5, 7, 1, 2, 3, 6, 8, 4, 9, 10, 11, 12]
    assert table.strong == frozenset(range(7))
    assert table.columns == ("state", "label", "options", "Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM", "FH", "reachable")


def test_the_matrix_agrees_with_the_verdicts() -> None:
    for row in stability_table(CUBA, limit=1).rows:
        for concept, cell in zip(CUBA.concepts, row[3:-1], strict=True):
            stable = CUBA.stable[concept.id][:, int(row[0]) - 1].tolist()
            assert cell == {(True, True): "E", (True, False): "US", (False, True): "USSR", (False, False): "."}[*stable]


def test_long_names_become_numbers() -> None:
    table = stability_table(replace(EUROPE, every=True), limit=1)
    assert len(table.rows) == 416
    assert table.notes[0].endswith(": 1 Russia, 2 United States, 3 European allies, 4 Ukraine, 5 NATO.")
    assert any("1 2" in row for row in table.rows)


def test_many_states_become_a_list_of_equilibria() -> None:
    table = stability_table(EUROPE, limit=3)
    assert [row[0] for row in table.rows] == ["148", "152", "169"]
    assert table.rows[0] == (
        "148", "Stand-off", "russia.insist, russia.contain, usa.talk, usa.press, ukraine.apply", "all", "improvements",
    )  # fmt: skip
    assert table.notes[0] == "237 more equilibria, under no more concepts than these; --limit shows them."
    assert table.notes[1] == "240 of 416 states are equilibria under at least one concept."
    assert len(stability_table(EUROPE, limit=1_000).rows) == 240


def data(*arguments: str) -> list[dict[str, str]]:
    """The rows that `solve` writes as CSV."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        assert run(["solve", *arguments, "--format", "csv"]) == 0
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_data_has_a_column_for_every_verdict() -> None:
    rows = data("cuban-missile-crisis", "--assign", "usa=seq,ussr=nash")
    assert [int(row["state"]) for row in rows if row["seq"] == "1"] == [5, 7]
    assert [int(row["state"]) for row in rows if row["nash:usa"] == "1"] == [3, 5, 12]
    assert [int(row["state"]) for row in rows if row["assigned"] == "1"] == [7]
    assert rows[4]["ussr.withdraw"] == "Y"
    assert rows[4]["by-moves"] == "1"
    assert data("chicken")[1]["by-moves"] == ""


def test_which_states_are_data() -> None:
    assert len(data("cuban-missile-crisis")) == 12
    assert len(data("european-security-2022")) == 240
    assert len(data("european-security-2022", "--all")) == 416
    assert len(data("european-security-2022", "--limit", "7")) == 7


def test_states_that_are_equilibria_only_as_assigned_are_data() -> None:
    """Where states are many, only equilibria are rows: those under some concept, and those assigned."""
    wanted = {mover.id: "gmr" if mover.id == "nato" else "nash" for mover in EUROPE.listed.movers}
    answer = assigned_equilibria(EUROPE.listed, wanted).equilibria
    numbers = {int(row["state"]) for row in data("european-security-2022", "--concepts", "nash",
                                                 "--assign", ",".join(f"{m}={c}" for m, c in wanted.items()))}  # fmt: skip
    nash = {e.state.number for e in equilibria(EUROPE.listed, ["nash"]).equilibria()}
    assert {state.number for state in answer} - nash
    assert numbers == nash | {state.number for state in answer}


def test_options_taken() -> None:
    assert taken_words(CUBA.listed, 0) == "nothing"
    assert taken_words(CUBA.listed, 6) == "usa.blockade, ussr.withdraw"


def test_assignments_in_words() -> None:
    graph = EUROPE.listed
    wanted = {mover.id: "gmr" for mover in graph.movers}
    table = equilibria(graph, ["nash"], assign=wanted)
    lines = assigned_words(table, 2).split("\n")
    assert len(lines) == 4
    assert table.assigned is not None
    assert lines[-1] == f"  and {len(table.assigned.equilibria) - 2:,} more"
    assert assigned_words(EUROPE, 2) == ""
