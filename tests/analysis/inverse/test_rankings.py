"""Of all rankings, how many make a state stable: against trying every one."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import factorial
from random import Random

import pytest

from cases import graph, random_case, random_graph_case
from countermove.analysis.inverse import preferred_sets
from countermove.analysis.inverse.rankings import ranking_counts
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.stability.concept import CONCEPTS, stable
from countermove.text.layout import as_text
from countermove.views.inverse import rankings_page
from reference import Model
from reference_inverse import rankings_holding

COUNTED = [id_ for id_, concept in CONCEPTS.items() if concept.by_preferred]


def counts(game: ListedGame, key: int, actor: str) -> dict[str, int]:
    return dict(ranking_counts(game, game.at(key), actor).counts)


def test_the_counts_are_those_of_trying_every_ranking() -> None:
    for seed in range(12):
        case = random_graph_case(Random(seed), states=(3, 4))
        compiled = compile(case)
        for mover in compiled.movers[:2]:
            found = counts(compiled, 1, mover.id)
            assert found == {c: rankings_holding(case, 1, mover.id, c) for c in COUNTED}, seed


def test_the_concepts_counted_depend_on_what_is_preferred_alone() -> None:
    assert COUNTED == ["nash", "gmr", "smr", "seq", "sseq"]


def test_as_data() -> None:
    answer = ranking_counts(compile(load_case("chicken")), 1, "row")
    assert answer.to_dict()["stable"] == {"nash": 12, "gmr": 16, "smr": 14, "seq": 12, "sseq": 12}
    assert (answer.to_dict()["state"], answer.to_dict()["rankings"]) == (1, 24)
    assert answer.to_csv().splitlines()[:2] == ["concept,rankings,share", "Nash,12,50\u00a0%"]
    assert repr(answer).startswith("RankingCounts(row, state 1: nash 12, gmr 16")
    with pytest.raises(QuestionError, match="too many"):
        ranking_counts(searched_game(load_case("chicken")), 1, "row")


def test_a_state_of_six() -> None:
    """All 720 rankings of one actor in a case of six states."""
    case = graph("stuvwx", a=("st su tv", "s t u v w x"), b=("tw uv vx ws", "w x s v t u"))
    found = counts(compile(case), 0, "a")
    assert found == {c: rankings_holding(case, 0, "a", c) for c in COUNTED}
    assert found["nash"] == 240, "the state must stand above two others: a third of all rankings"


def by_trying_sets(game: ListedGame, key: int, actor: str) -> dict[str, int]:
    """The same by every set of states that the actor could prefer, each judged under every concept."""
    mover, others = game.mover(actor), [s for s in range(game.size) if s != key]
    found = dict.fromkeys(COUNTED, 0)
    for above in (set_ for size in range(len(others) + 1) for set_ in combinations(others, size)):
        ranks = game.rank_rows.copy()
        ranks[mover.actor] = 0
        ranks[mover.actor, list(above)] = 1
        alike = factorial(len(above)) * factorial(len(others) - len(above))
        for id_ in COUNTED:
            found[id_] += alike * bool(stable(game.with_ranks(ranks), mover, CONCEPTS[id_])[key])
    return found


def test_sets_of_preferred_states_are_counted_as_by_trying_each() -> None:
    n_judged = 0
    for seed in range(16):
        game = compile(random_case(Random(seed), max_options=3, actors=(1, 3)))
        movers = [mover.id for mover in game.movers if mover.actor is not None]
        for actor in movers if game.size <= 8 else []:
            key = seed % game.size
            assert counts(game, key, actor) == by_trying_sets(game, key, actor), (seed, actor)
            n_judged += 1
    assert n_judged > 15


def test_cases_of_any_size_that_have_few_ways_are_counted() -> None:
    """Under Nash a state has to stand above each state that the actor can move to, whatever else there is."""
    game = compile(load_case("nile-dam-2021"))
    found = counts(game, 0, "egypt")
    ends = Model(load_case("nile-dam-2021")).um("egypt", 0)
    assert Fraction(found["nash"], factorial(game.size)) == Fraction(1, len(ends) + 1)
    assert found["nash"] < found["sseq"] < found["smr"] < found["gmr"] < factorial(game.size)
    page = "\n".join(as_text(rankings_page(ranking_counts(game, game.at(0), "egypt"))).split())
    assert "128!" in page
    assert "about" in page


def test_questions_that_cannot_be_answered() -> None:
    talks = compile(load_case("european-security-2022"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preferred_sets, "MOST_STEPS", 100)
        with pytest.raises(SizeError, match="too many moves and answers to count here"):
            counts(talks, 0, "russia")
    with pytest.raises(QuestionError, match=r'^"nato" is a body'):
        counts(talks, 0, "nato")
    with pytest.raises(QuestionError, match=r'^unknown actor or body "rusia"'):
        counts(talks, 0, "rusia")
