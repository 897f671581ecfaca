"""What breaks an outcome: every change and every pair, against cases that are changed by hand."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from analysis.robustness.test_searched import drawable
from cases import case_of, random_case, random_graph_case
from countermove.analysis.robustness import breakpoints as module
from countermove.analysis.robustness.breakpoints import Breaker, Breakpoints, Pairs, breakpoints
from countermove.analysis.robustness.changes import Change
from countermove.analysis.robustness.searched import SearchedStudy
from countermove.analysis.robustness.study import Settings, Study
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from engines import reference_concepts
from reference import Model
from reference_robustness import changed_cases, replaced, twice_changed_cases

OPENING = "european-security-2022"


def key(change: Change) -> tuple[object, ...]:
    return (change.actor, change.index, change.kind_key, change.part, change.order)


def test_single_changes_unseat_what_the_reference_says() -> None:
    unseated = 0
    for seed in range(40):
        case = random_graph_case(Random(seed)) if seed % 5 == 4 else random_case(Random(seed), max_options=3)
        study = Study(compile(case), Settings())
        found = {(b.state.key, b.concept, key(b.changes[0])) for b in breakpoints(study, "none").singles}
        expected, base = set(), Model(case)
        for actor in case.actors:
            for (line, kind, part, order), changed in changed_cases(case, actor):
                model = Model(changed)
                for concept in reference_concepts(case):
                    fallen = base.equilibria(concept) - model.equilibria(concept)
                    fallen &= set(study.watched)
                    expected |= {(s, concept, (actor, line, kind, part, order)) for s in fallen}
        assert found == expected, seed
        unseated += len(found)
    assert unseated > 200


def test_pairs_unseat_what_the_reference_says() -> None:
    """Pairs of changes of two actors: made in the case one after the other."""
    unseated = 0
    for seed in range(22):
        case = random_case(Random(seed), max_options=3, actors=(2, 2), coalesce=False, bodies=seed % 3 == 0)
        study = Study(compile(case), Settings())
        result = breakpoints(study, "all")
        alone = {(b.state.key, b.concept, key(b.changes[0])) for b in result.singles}
        found = {
            (b.state.key, b.concept, frozenset(map(key, b.changes)))
            for b in result.pairs
            if b.changes[0].actor != b.changes[1].actor
        }
        base, expected = Model(case), set()
        first, second = case.actors
        for one, changed in changed_cases(case, first):
            for other, _ in changed_cases(case, second):
                both = dict(changed_cases(changed, second))[other]
                for concept in reference_concepts(case):
                    for s in (base.equilibria(concept) - Model(both).equilibria(concept)) & set(study.watched):
                        keys = ((first, *one), (second, *other))
                        if not any((s, concept, k) in alone for k in keys):
                            expected.add((s, concept, frozenset(keys)))
        assert found == expected, seed
        unseated += len(found)
    assert unseated > 2


def test_pairs_of_changes_of_one_actor_unseat_what_the_reference_says() -> None:
    """Places change one after another, and what becomes of a line stays with it, wherever it stands then."""
    unseated: Counter[frozenset[str]] = Counter()
    for seed in range(24):
        case = random_case(Random(seed), max_options=3, actors=(2, 2), coalesce=False, bodies=seed % 3 == 0)
        study = Study(compile(case), Settings(concepts=("nash", "seq")))
        result = breakpoints(study, "all")
        alone = {(b.state.key, b.concept, key(b.changes[0])) for b in result.singles}
        found = {
            (b.state.key, b.concept, b.changes[0].actor, _made(b.changes))
            for b in result.pairs
            if b.changes[0].actor == b.changes[1].actor
        }
        base, expected, tried = Model(case), set(), 0
        for actor in case.actors:
            for pair, changed in twice_changed_cases(case, actor):
                tried += 1
                model = Model(changed)
                for concept in study.concepts:
                    for s in (base.equilibria(concept) - model.equilibria(concept)) & set(study.watched):
                        if not any((s, concept, (actor, *change)) in alone for change in pair):
                            expected.add((s, concept, actor, pair))
                            unseated[frozenset(change[1] for change in pair)] += 1
        assert found == expected, seed
        apart = [sum(1 for _ in changed_cases(case, actor)) for actor in case.actors]
        assert result.tried.pairs == tried + apart[0] * apart[1], seed
    assert sum(unseated.values()) > 30, unseated
    assert len(unseated) > 3, unseated


def _made(changes: tuple[Change, ...]) -> object:
    """Two changes as the reference tells them: in sequence where they are exchanges that share a place."""
    one, other = (key(change)[1:] for change in changes)
    touching = one[1] == other[1] == "exchange" and abs(one[0] - other[0]) == 1  # type: ignore[operator]
    return (one, other) if touching else frozenset((one, other))


def test_two_exchanges_of_neighbours_are_tried_in_both_orders() -> None:
    """Only if a's first line falls below both others does it leave state 2; one exchange is not enough."""
    prefers = ["x", "x implies y", "not x"]
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": prefers}, "b": {"options": {"y": {}}, "prefers": ["not y"]}}
    )
    study = Study(compile(case), Settings(concepts=("nash",)))
    result = breakpoints(study, "plausible")
    assert [b for b in result.singles if b.drawn] == [
        Breaker(study.game.at(1), "nash", Change("a", 0, "swap"), (), True),
    ]
    prefers = ["x", "y", "not x"]
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": prefers}, "b": {"options": {"y": {}}, "prefers": ["not y"]}}
    )
    result = breakpoints(Study(compile(case), Settings(concepts=("nash",))), "plausible")
    assert [b for b in result.singles if b.drawn] == []
    down, up = (
        (Change("a", 0, "swap"), Change("a", 1, "swap")),
        (Change("a", 1, "swap"), Change("a", 0, "swap")),
    )
    assert [b.changes for b in result.pairs] == [down, up]
    assert [(c.state.key, c.concept, c.count) for c in result.pair_counts] == [(1, "nash", 2)]
    assert result.tried.pairs == 2


def test_changes_that_cannot_be_made_together_are_not_paired() -> None:
    line = {"that": "x", "sure": "0.5", "otherwise": "not x"}
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": [line, {"order unknown": ["x", "true"]}]}})
    study = Study(compile(case), Settings(concepts=("nash",)))
    result = breakpoints(study, "all")
    # otherwise, dropped, negated of one statement; dropped and negated of each of two in a group; two orders; one swap:
    # 45 pairs, of which 3 + 1 + 1 are of one statement, and 1 is of one order.
    assert result.tried.singles == 10
    assert result.tried.pairs == 39


def test_only_changes_that_are_drawn_are_paired_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study(compile(load_case(OPENING)), Settings(concepts=("nash",)))
    monkeypatch.setattr(module, "MOST_MODEL_MOVES", 5_440 * 28 * 27 // 2)
    few = breakpoints(study)
    assert (few.tried.of, few.tried.singles) == ("plausible", 90)
    assert all(breaker.drawn for breaker in few.pairs)
    monkeypatch.setattr(module, "MOST_MODEL_MOVES", 5_440 * 28 * 27 // 2 - 1)
    none = breakpoints(study)
    assert (none.tried.of, none.tried.pairs, none.pairs) == ("none", 0, ())


def test_long_lists_of_pairs_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study(compile(load_case("north-korea-2017")), Settings())
    whole = breakpoints(study, "all")
    monkeypatch.setattr(module, "LISTED_PAIRS", 1)
    cut = breakpoints(study, "all")
    assert cut.pair_counts == whole.pair_counts
    assert len(cut.pairs) == len(cut.pair_counts) < len(whole.pairs)


def test_in_the_opening_case_only_one_doubtful_line_unseats_the_outcome() -> None:
    """No exchange of neighbours, no line left out; and no two exchanges either."""
    study = Study(compile(load_case(OPENING)), Settings(concepts=("nash",)))
    result = breakpoints(study, "plausible")
    mine = [b for b in result.singles if b.state.number == 148]
    assert [b.changes[0] for b in mine if b.drawn] == [Change("russia", 2, "otherwise")]
    assert {b.changes[0].kind for b in mine if not b.drawn} == {"negated"}
    assert not result.pair_count(study.game.at(147), "nash")
    assert result.tried.by_kind["exchange"] == 27
    data = result.to_dict()["breakers"][0]
    assert data == {
        "state": 148, "code": study.game.at(147).code, "concept": "nash", "actor": "russia", "line": 3, "change": "otherwise",
        "drawn": True,
    }  # fmt: skip


def test_a_state_without_preferences_is_unseated_by_nothing() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": "1"}}})
    result = breakpoints(Study(compile(case), Settings()))
    assert (result.singles, result.tried.singles, result.tried.pairs) == ((), 0, 0)
    assert replaced(case, {}) == case


def both(case: Case, pairs: Pairs) -> tuple[Breakpoints, Breakpoints]:
    """What breaks the outcomes of a case as a listed game, and as a searched one."""
    game, settings = compile(case), Settings(draws=1, noise=(0.0,), concepts=("nash",))
    study = Study(game, settings)
    codes = [game.codes_at()[key] for key in study.watched]
    return breakpoints(study, pairs), breakpoints(SearchedStudy(searched_game(case), codes, settings), pairs)


def assert_same(exact: Breakpoints, searched: Breakpoints) -> None:
    assert [(b.code, b.changes, b.drawn) for b in searched.singles] == [(b.code, b.changes, b.drawn) for b in exact.singles]
    assert [(b.code, b.changes, b.drawn) for b in searched.pairs] == [(b.code, b.changes, b.drawn) for b in exact.pairs]
    assert [(c.code, c.concept, c.count) for c in searched.pair_counts] == [
        (c.code, c.concept, c.count) for c in exact.pair_counts
    ]
    assert searched.tried == exact.tried


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("pairs", ["all", "plausible", "none"])
def test_a_searched_game_gives_the_exact_answer(seed: int, pairs: Pairs) -> None:
    assert_same(*both(drawable(seed), pairs))


def test_the_opening_case_with_a_body_as_a_searched_game() -> None:
    exact, searched = both(load_case(OPENING), "all")
    assert len({b.state for b in exact.singles}) == 6
    assert exact.pairs
    assert_same(exact, searched)
