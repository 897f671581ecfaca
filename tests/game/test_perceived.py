"""Own games as graphs: which states, moves, votes and preferences an actor's view leaves."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case
from countermove.errors import CaseError, QuestionError
from countermove.game.compile import compile
from countermove.game.perceived import own_game, played, unaware_of
from countermove.model.case import Case
from reference_perceptions import OwnModel, with_views


def two(**more: object) -> Case:
    actors = {"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"options": {"y": {}, "z": {}}, "prefers": ["y"]}}
    return case_of(**({"actors": actors} | more))


def test_moves_and_ranks_are_those_of_the_reference() -> None:
    for seed in range(80):
        rng = Random(seed)
        case = with_views(rng, random_case(rng, max_options=5), chance=1.0)
        graph = compile(case)
        for viewer in case.actors:
            game, model = own_game(graph, viewer), OwnModel(case, viewer)
            assert set(game.states.tolist()) == set(range(graph.size)) - model.unseen
            for mover in game.game.movers:
                for own, s in enumerate(game.states.tolist()):
                    targets = {int(game.states[t]) for t in game.game.edges[mover.index].targets(own)}
                    assert targets == model.um(mover.id, s), (seed, viewer, mover.id, s)
            for actor, row in zip(case.actors, game.game.rank_rows, strict=True):
                ranks = [model.rank(actor, s) for s in game.states.tolist()]
                assert [a > b for a in row for b in row] == [a > b for a in ranks for b in ranks]


def test_without_a_view_it_is_the_game_as_written() -> None:
    graph = compile(two(views={"a": {"unaware": ["b.y"]}}))
    assert own_game(graph, "b").game is graph
    assert own_game(graph, "a").game is not graph
    assert own_game(graph, "a").game.edges[1].target.tolist() != graph.edges[1].target.tolist()


def test_the_graph_as_written_is_not_touched() -> None:
    case = two(views={"a": {"unaware": ["b.y"], "unseen": ["z and x"], "actors": {"b": {"prefers": ["not y"]}}}})
    graph, fresh = compile(case), compile(case)
    game = own_game(graph, "a")
    assert (game.game.size, graph.size) == (6, 8)
    assert graph.rank_rows.tolist() == fresh.rank_rows.tolist()
    assert [edges.target.tolist() for edges in graph.edges] == [edges.target.tolist() for edges in fresh.edges]


def test_a_body_has_no_view() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x"]}},
        bodies={"union": {"members": ["a"], "decides": "consensus", "options": {"q": {}, "r": {}}}},
        views={"a": {"unaware": ["q"]}},
    )
    graph = compile(case)
    assert played(graph, graph.mover("union")).game is graph
    own = own_game(graph, "a").game.mover("union")
    assert (int(own.reach.mask), own.vote_of) == (4, {2: 0})
    assert unaware_of(case, "a") == (1,)
    with pytest.raises(QuestionError, match='unknown actor "union"; known: "a"'):
        own_game(graph, "union")


def test_coalesced_states_stay_whole_or_vanish() -> None:
    case = two(coalesce=["x and y", "not x and y"], views={"a": {"unseen": ["x and b.y"]}})
    game = own_game(compile(case), "a")
    assert (game.states.tolist(), game.size) == ([0, 1, 2, 3, 5], 6)
    assert [pattern.that for pattern in game.game.case.coalesce] == ["not x and y"]
    assert len(game.game.combinations(4)) == 2
    none = own_game(compile(two(coalesce=["x and y"], views={"a": {"unseen": ["b.y and x"]}})), "a")
    assert not none.game.is_coalesced


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"coalesce": ["y"], "views": {"a": {"unseen": ["x"]}}},
            'views.a.unseen: of the coalesced state "y", "a" sees some combinations and not others; '
            "let it see all of them, or none, or split the state [CM802]",
        ),
        (
            {"views": {"a": {"unseen": ["x", "not x"]}}},
            'views.a.unseen: "a" sees no state; leave it some, or take the view out [CM803]',
        ),
        (
            {"views": {"a": {"actors": {"b": {"ranking": ["YYY"]}}}}},
            "views.a.actors.b.ranking: the ranking misses states NNN, YNN, NYN and 4 more; "
            "add every feasible state; ties go into a nested list [CM202]",
        ),
        (
            {"coalesce": ["y"], "views": {"a": {"actors": {"b": {"prefers": ["z"]}}}}},
            'views.a.actors.b: in this view "y" is one state, but "b" prefers some combinations in it to others; '
            "let the view be indifferent between them, or split the state [CM204]",
        ),
    ],
)
def test_views_that_do_not_fit_are_refused_at_their_place(more: dict[str, object], message: str) -> None:
    base = {"a": {"options": {"x": {}}}, "b": {"options": {"y": {}, "z": {}}}}
    with pytest.raises(CaseError) as fault:
        own_game(compile(two(**({"actors": base} | more))), "a")
    assert str(fault.value) == message
