"""Who wins where states are not listed: what the listed graph says, of the same outcomes."""

from __future__ import annotations

import json
from random import Random

import pytest

from cases import random_case, sparse_case
from countermove.analysis.equilibria import equilibria
from countermove.analysis.large_winners import LargeWinners, large_winners
from countermove.analysis.winners import winners
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from reference import Model


def found_for(name: str) -> LargeWinners:
    return large_winners(equilibria(searched_game(load_case(name))))


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_the_listed_graph_says(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5)
    graph = compile(case)
    listed = winners(equilibria(graph, ["nash"]))
    found = large_winners(equilibria(searched_game(case)), draws=50)
    codes = graph.codes_at()
    assert sorted(found.outcomes) == [codes[s] for s in sorted(listed.outcomes)]
    for state in listed.outcomes:
        for one, other in zip(found.fortunes(codes[state]), listed.fortunes(state), strict=True):
            assert (one.actor, one.change, one.met, one.partly) == (
                other.actor, other.change, other.met, other.partly,
            )  # fmt: skip
            assert (one.better == 0) == (other.regret == 0)
        assert set(found.better_for_all(codes[state])) == {codes[s] for s in listed.better_for_all(state)}
    for actor in graph.actors if listed.outcomes else ():
        assert set(found.best(actor)) == {codes[s] for s in listed.best(actor)}


@pytest.mark.parametrize("seed", range(40))
def test_better_outcomes_and_what_is_missed_are_those_of_the_definition(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    found = large_winners(equilibria(searched_game(model.case)), draws=10)
    place = {code: s for s, code in enumerate(model.state_codes)}
    for code in [*found.outcomes, model.state_codes[0]]:
        assert code is not None
        for fortune in found.fortunes(code):
            ranks = {c: model.rank(fortune.actor, place[c]) for c in found.outcomes}
            here = model.rank(fortune.actor, place[code])
            assert fortune.better == sum(rank > here for rank in ranks.values())
            assert not fortune.missed or fortune.better
            if fortune.missed:
                assert fortune.missed[0].gained
            elif fortune.better:
                assert not model.case.actors[fortune.actor].prefers


@pytest.mark.parametrize("seed", range(10))
def test_the_interval_of_the_share_holds_the_share_nearly_always(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False)
    graph, found = compile(case), large_winners(equilibria(searched_game(case)), draws=400)
    for code in graph.codes_at()[:4]:
        for k, fortune in enumerate(found.fortunes(code)):
            assert fortune.worse is not None
            rank = graph.ranks[k]
            exact = float((rank < rank[graph.codes_at().index(code)]).mean())
            assert abs(fortune.worse.share - exact) < 5 * (0.25 / 400) ** 0.5
            assert fortune.worse.total == 400


def test_the_alliance() -> None:
    found = found_for("thirty-allies-2022")
    assert repr(found) == "LargeWinners(8 outcomes found, 4 of them undominated)"
    admitted = found.best("ukraine")
    assert len(admitted) == 2
    ukraine = found.fortunes(found.outcomes[0])[1]
    assert [(line.position + 1, line.gained) for line in ukraine.missed] == [(4, True)]
    attacked = found.outcomes[1]
    assert found.outcomes[0] in found.better_for_all(attacked)
    assert {f.change for f in found.fortunes(attacked)} == {-1}


def test_as_data() -> None:
    found = found_for("thirty-allies-2022")
    data = found.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["proved"] is True
    assert "truncated" not in data
    first = data["outcomes"][0]
    assert (first["state"], first["dominated_by"]) == (None, [])
    russia = first["actors"]["russia"]
    assert (russia["share"], russia["regret"], russia["change"]) == (None, None, 1)
    assert russia["estimate"]["low"] < russia["estimate"]["share"] < russia["estimate"]["high"]
    assert data["status_quo"]["options"]["russia.insist"] is True
    assert len(found.to_dict(limit=2)["outcomes"]) == 2
    assert found.to_dict(limit=2)["truncated"] is True


def test_what_is_not_proved_is_not_said_to_be() -> None:
    data = large_winners(equilibria(searched_game(sparse_case(31, 4)), limit=3), draws=10).to_dict()
    assert (data["proved"], data["truncated"]) == (False, True)


def test_as_a_data_frame() -> None:
    frame = found_for("prisoners-dilemma").to_frame()
    assert list(frame.columns) == ["change", "met", "estimate", "better"]
    assert len(frame) == 2


def test_an_unknown_actor_is_told() -> None:
    with pytest.raises(QuestionError, match='unknown actor "rusia"; did you mean "russia"'):
        found_for("thirty-allies-2022").best("rusia")
