import io

from countermove.analysis.equilibria import equilibria
from countermove.catalog.starter import STARTER
from countermove.game.compile import compile
from countermove.game.findings import state_findings
from countermove.io.formats import read_case
from countermove.model.case import Case
from countermove.model.parse import keys_of

LOADED = read_case(io.StringIO(STARTER), "starter.yaml")


def test_nothing_is_wrong_with_it() -> None:
    assert LOADED.warnings == ()
    assert state_findings(LOADED.case) == ([], [])


def test_it_teaches_what_it_must() -> None:
    assert "ONE HIGHER STATEMENT OUTWEIGHS EVERYTHING" in STARTER
    rare = {"states", "citation", "always", "coalesce", "views", "events", "published"}
    assert {path[0] for path in LOADED.places if path} >= set(keys_of(Case)) - rare
    assert max(map(len, STARTER.split("\n"))) <= 110


def test_a_threat_that_is_believed_holds_the_deal_and_a_vote_breaks_it() -> None:
    graph = compile(LOADED.case)
    deal, now = equilibria(graph).at(7), equilibria(graph).at(0)
    assert [row.full for row in graph.options if graph.taken(7)[row.index]] == [
        "works.filter",
        "council.permit",
    ]
    assert "seq" in deal.concepts
    assert "nash" not in deal.concepts
    assert (deal.by_improvements, deal.by_moves) == (False, True)
    assert "nash" in now.concepts
    assert "nash" not in equilibria(compile(LOADED.case, "mayor-decides")).at(0).concepts
