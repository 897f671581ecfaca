"""The public interface as a type checker sees it: what each question returns, without stubs and without casts.

`tests/test_typing.py` has mypy and pyright check this file; nothing runs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

import countermove as cm

case = cm.load("cuban-missile-crisis")
assert_type(case, cm.Case)
assert_type(cm.check(case), list[cm.Diagnostic])
assert_type(cm.dump(case), str)
assert_type(cm.case_ids(), tuple[str, ...])

game = cm.compile(case, scenario=None)
assert_type(game, cm.Game)
assert_type(game.state(7), cm.State)
assert_type(game.status_quo, cm.State | None)
for state in game.states:
    assert_type(state, cm.State)
    assert_type(state.number, int | None)
    assert_type(state.options, tuple[str, ...])
assert_type(game.states[0], cm.State)
assert_type(game.states[:2].where("blockade")[0].label, str | None)
assert_type(game.states.to_frame(), pd.DataFrame)
for move in game.moves.improvements:
    assert_type(move.mover, str)
    assert_type(move.before, cm.State)
    assert_type(move.improvement, bool)
assert_type(game.moves.to_frame(), pd.DataFrame)
assert_type(game.ranks["usa"], NDArray[np.int32])
assert_type(game.ranks.to_frame(), pd.DataFrame)
assert_type(game.to_networkx({"now": ["now"]}), nx.MultiDiGraph[int])

table = cm.equilibria(game, ["nash", "seq"], seed=3)
assert_type(table, cm.StabilityTable)
assert_type(table.to_frame(), pd.DataFrame)
assert_type(table.equilibria(), tuple[cm.Equilibrium, ...])
assert_type(table.equilibrium(7).state, cm.State)
assert_type(table.stable, Mapping[str, NDArray[np.bool_]])
assert_type(cm.brief(game), cm.Briefing)
assert_type(cm.winners(case), cm.Winners)
assert_type(cm.winners(game).payoffs(7)[0].actor, str)
assert_type(cm.robust(game, draws=10, rng=np.random.default_rng(3)), cm.Robustness)
assert_type(cm.deals(game, start=game.state("now")), cm.Deals)
assert_type(cm.invert(game, want="withdraw"), cm.Inverse)
assert_type(cm.invert(game, want=game.state(7)).solutions[0].state, cm.State)
assert_type(cm.paths(game), cm.Evolution)
assert_type(cm.compare(case, other=game), cm.Comparison)
assert_type(cm.credibility(game, states=[7, "now"]), cm.Credibility)
assert_type(cm.coalitions(game), cm.CoalitionTable)
assert_type(cm.farsighted(game), cm.Farsighted)
assert_type(cm.stable_sets(game), cm.StableSets)
assert_type(cm.perceptions(game), cm.Perceptions)
assert_type(cm.states(game, "withdraw"), cm.States)
assert_type(cm.power(cm.load("eu-council"), "council"), cm.Power)
assert_type(cm.plot(game, "moves", states=[1, game.state(2)]), Figure)
