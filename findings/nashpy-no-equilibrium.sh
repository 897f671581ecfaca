#!/usr/bin/env bash
# Guess: support enumeration finds at least one Nash equilibrium of every finite two-player game.
# The documentation promises all of them where the game is not degenerate.
# This one is not: no strategy that mixes k actions has more than k best replies.
# What happens: it finds none, and warns that an even number (0) shows that the game is degenerate.
# The reason is rounding: the last test compares two payoffs computed in floating point for exact equality.
# The parameter `tol` does not reach that test. vertex_enumeration finds the equilibrium.
# Who is hurt: whoever checks our Nash equilibria against this peer, with the ranks of an ordinal model as payoffs.
# Of strict 3 by 3 games drawn at random about one in seventeen ends so; "no outcome holds" looks like a result.
# Seen in: nashpy 0.0.40, nashpy/algorithms/support_enumeration.py, the return statement of is_ne.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check nashpy==0.0.40 numpy==2.3.5 scipy==1.16.3

"$dir/venv/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

import nashpy
import numpy as np

rows = np.array([[8, 2, 6], [1, 9, 3], [5, 4, 7]])
columns = np.array([[1, 2, 6], [4, 5, 8], [9, 7, 3]])
game = nashpy.Game(rows, columns)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    by_support = list(game.support_enumeration())
    with_tolerance = list(game.support_enumeration(tol=1e-9))
by_vertex = [tuple(np.round(s, 3).tolist() for s in pair) for pair in game.vertex_enumeration()]
told = " ".join(str(caught[0].message).split()) if caught else ""

print("version: nashpy", version("nashpy"))
print("guess: every finite game has a Nash equilibrium, so at least one is found")
print("behaviour: none is found, and the game is called degenerate; the vertices of the same game give one")
print("seen: support_enumeration", by_support, "and with tol=1e-9", with_tolerance)
print("seen: the warning:", told)
print("seen: vertex_enumeration", by_vertex)
same = by_support == [] and with_tolerance == [] and "degenerate" in told and len(by_vertex) == 1
sys.exit(0 if same else 1)
PY
