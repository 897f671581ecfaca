import pytest

from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.names.where import states_where


def test_no_statement_means_all_states() -> None:
    assert states_where(compile(load_case("chicken")), None).tolist() == [0, 1, 2, 3]


def test_a_coalesced_state_counts_where_every_combination_does() -> None:
    graph = compile(load_case("elmira"))
    assert 8 in states_where(graph, "abandon").tolist()
    assert 8 not in states_where(graph, "abandon and insist").tolist()
    assert 8 not in states_where(graph, "abandon and not insist").tolist()


def test_fits_what_the_pattern_says() -> None:
    graph = compile(load_case("european-security-2022"))
    found = states_where(graph, "russia.attack and not nato.admit").tolist()
    assert found == [s for s in range(graph.size) if graph.taken(s)[2] and not graph.taken(s)[9]]


def test_the_column_is_counted_from_one() -> None:
    with pytest.raises(QuestionError, match=r"^statement, column 5: unknown option \"x\"; known: "):
        states_where(compile(load_case("chicken")), "not x")
    with pytest.raises(QuestionError, match=r"^where, column 5: "):
        states_where(compile(load_case("chicken")), "not x", "--where")
