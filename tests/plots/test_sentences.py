"""What a picture says in a sentence is true: every claim is read again and compared with the game itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings

import countermove as cm
from cases import cases, graph_cases
from catalogued import LISTED
from countermove.game.listed import ListedGame
from countermove.plots import sentence
from countermove.plots.outcomes import equilibria_sentence, outcomes_sentence
from countermove.plots.power import power_sentence
from countermove.plots.preferences import preferences_sentence
from countermove.plots.shown import Choice, name_of
from countermove.plots.tableau import tableau_sentence
from countermove.plots.winners import winners_sentence
from countermove.requests.documents.plot import RECORDS, Source
from countermove.stability.improvements import improvements

GRAPHS = {id_: cm.compile(cm.load(id_)) for id_ in LISTED}
RANDOM = settings(deadline=None, max_examples=30)


def some_states(game: ListedGame) -> list[int]:
    return list(range(min(game.size, 12)))


def check_equilibria(game: ListedGame) -> None:
    table, states = cm.equilibria(game), some_states(game)
    held = {state: len(table.at(state).concepts) for state in states}
    said = equilibria_sentence(table, states)
    if not any(held.values()):
        assert said == "No state that is shown is an equilibrium under any of these concepts."
        return
    most = max(held.values())
    best = [name_of(game, state) for state in states if held[state] == most]
    assert said.startswith(f"Best supported: {best[0]}")
    assert f"under all {most} concepts" in said if most == len(table.concepts) > 1 else f"under {most} of" in said
    assert (" each" in said) == (len(best) > 1)
    below = [count for count in held.values() if count < most]
    assert ("; the others shown, under" in said) == bool(below)
    if below:
        assert said.endswith(f"under {max(below)} at most." if max(below) else "under none.")


def check_outcomes(game: ListedGame) -> None:
    table = cm.equilibria(game)
    keys = [state for state in some_states(game) if table.at(state).concepts]
    said = outcomes_sentence(game, keys, [name_of(game, key) for key in keys])
    options = [game.at(key).taken for key in keys]
    always = {row.name for row in game.options if keys and all(taken[row.index] is True for taken in options)}
    never = {row.name for row in game.options if keys and all(taken[row.index] is False for taken in options)}
    if not keys:
        assert said == "No state that is shown is an equilibrium."
    elif len(keys) > 1:
        kind = "each" if said.startswith("In each") else "none" if said.startswith("In none") else ""
        assert kind == ("each" if always else "none" if never else "")
        named = set(re.findall(r'"(.*?)" \(', said))
        assert named <= (always if kind == "each" else never)
        assert f"{len(keys)} equilibria" in said
    else:
        done = {row.name for row in game.options if options[0][row.index]}
        assert set(re.findall(r'"(.*?)" \(', said.split("in it, ")[-1])) <= done
        assert ("no option is taken" in said) == (not done)


def check_winners(game: ListedGame) -> None:
    states = some_states(game)
    ranks = game.rank_rows[:, states]
    columns = [(name_of(game, s), cm.winners(game).payoffs(game.at(s))) for s in states]
    now = None if game.status_quo_key is None else name_of(game, game.status_quo_key)
    said = winners_sentence(columns, now)
    best = [k for k in range(len(states)) if (ranks[:, k] == ranks.max(axis=1)).all()]
    first = said.split(";")[0].rstrip(".")
    if best:
        assert first.startswith(f"Best for every actor: {name_of(game, states[best[0]])}")
    else:
        assert first == "No outcome that is shown is best for every actor"
    if game.status_quo_key is not None:
        better = [k for k in range(len(states)) if (ranks[:, k] > game.rank_rows[:, game.status_quo_key]).all()]
        assert said.endswith("none is better than today for every actor.") == (not better)
        if better:
            assert f"better than today for every actor: {name_of(game, states[better[0]])}" in said


def check_tableau(game: ListedGame) -> None:
    table = cm.equilibria(
        game, [c for c in ("nash", "seq", "conflict-analysis") if c != "conflict-analysis" or game.options]
    )
    states = some_states(game)
    said = tableau_sentence(table, states)
    held = [s for s in states if table.holding(table.concepts[-1].id)[s]]
    leaving = {int(s) for mover in game.movers for s in np.unique(improvements(game, mover).source)}
    if not held:
        assert said.startswith(f"None of the {len(states)} states")
        return
    assert f"{len(held)} {'is an equilibrium' if len(held) == 1 else 'are equilibria'} (E)" in said
    settled = [s for s in held if s not in leaving]
    assert said.endswith("in none of them has each actor r.") == (not settled)
    if settled:
        assert f"each actor has r in {name_of(game, settled[0])}" in said


CHECKS = [check_equilibria, check_outcomes, check_winners, check_tableau]


@pytest.mark.parametrize("case", LISTED)
def test_sentences_about_the_catalogue_are_true(case: str) -> None:
    game = GRAPHS[case]
    for check in CHECKS:
        if game.movers and not (check is check_outcomes and game.is_graph):
            check(game)


@RANDOM
@given(cases())
def test_sentences_about_random_cases_are_true(case: cm.Case) -> None:
    game = cm.compile(case)
    for check in CHECKS if game.movers else []:
        check(game)


@RANDOM
@given(graph_cases())
def test_sentences_about_random_graphs_are_true(case: cm.Case) -> None:
    game = cm.compile(case)
    for check in (check_equilibria, check_winners, check_tableau) if game.movers else ():
        check(game)


@pytest.mark.parametrize("case", LISTED)
def test_what_matters_most_comes_first_in_the_list(case: str) -> None:
    """The states in which the statement named is met are all better for its actor than the others; or the best is named."""
    game = GRAPHS[case]
    record = RECORDS["preferences"](Source(game.case, game), Choice())
    said = preferences_sentence(record)
    for actors, tree in list(zip(record.groups, record.trees, strict=True))[:1]:
        rank = game.rank_rows[game.actors.index(actors[0])]
        if tree.root is None or not tree.root.branches:
            assert said.startswith(f"Best for {game.case.label(actors[0])}")
            continue
        first, *others = tree.root.branches
        assert said.startswith("Most important to ")
        assert all(rank[first.states].min() > rank[branch.states].max() for branch in others)


def shares(case: cm.Case, body: str, option: str | None) -> Sequence[float]:
    return [float(member.shapley_shubik or 0) for member in cm.power(case, body, option).members]


@pytest.mark.parametrize("case", ["security-council", "eu-council", "european-security-2022", "condorcet-committee"])
def test_the_most_powerful_are_named_with_their_share(case: str) -> None:
    game = GRAPHS[case]
    powers = RECORDS["power"](Source(game.case), Choice())
    said = power_sentence(powers)
    members, own = powers[0].members, shares(game.case, powers[0].body, powers[0].option)
    top = [game.case.label(m.actor) for m, share in zip(members, own, strict=True) if share == max(own)]
    if len(top) == len(members):
        assert said.startswith(f"All {len(members)} players of ")
    else:
        assert top[0] in said
        assert f"{100 * max(own):.1f} %" in said
    assert ("no player has a veto" in said) == (not any(m.veto for m in members))
    if "nobody else has a veto" in said:
        assert {m.actor for m in members if m.veto} == {m.actor for m, s in zip(members, own, strict=True) if s == max(own)}


def test_every_picture_says_its_sentence_above_and_first_in_its_description() -> None:
    for kind in ("outcomes", "moves", "power"):
        figure = cm.plot(GRAPHS["security-council"], kind)
        assert sentence(figure)
        assert len(sentence(figure).split()) <= 40
