#!/usr/bin/env bash
# Guess: an index of voting power is a function of quota and weights; asking for a second index leaves both alone.
# What happens: compute_pbi, compute_ssi and compute_csi shorten the weights of veto members in the caller's list.
# The quota is shortened with them, but only inside the function, for a number cannot be changed from there.
# So the caller's next question pairs the old quota with the new weights: it is about another council.
# Who is hurt: whoever compares our figures for a body with this package, and asks for Banzhaf first and Shapley after.
# Bodies with a veto are just the interesting ones, and the wrong figures still add up to 1.
# A tuple of weights raises an error instead; a fresh list for each call is right.
# Seen in: powerindices 1.0.2, powerindices.py, the loop over weights at the head of each compute_ function.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check powerindices==1.0.2 numpy==2.3.5

"$dir/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import powerindices

# Six of eight votes decide: the first member has a veto, and needs one of the two others.
quota, weights = 6, [5, 2, 1]
right = [round(float(x), 3) for x in powerindices.compute_ssi(quota, [5, 2, 1])]
powerindices.compute_pbi(quota, weights)
after = list(weights)
second = [round(float(x), 3) for x in powerindices.compute_ssi(quota, weights)]

print("version: powerindices", version("powerindices"))
print("guess: the weights stay [5, 2, 1], and the Shapley-Shubik index is the same before and after")
print("behaviour: the call for Banzhaf rewrites the list; the next index is that of a council where all must agree")
print("seen: Shapley-Shubik with a fresh list", right)
print("seen: the weights after a call of compute_pbi", after)
print("seen: Shapley-Shubik with that list", second)
sys.exit(0 if (right, after, second) == ([0.667, 0.167, 0.167], [3, 2, 1], [0.333, 0.333, 0.333]) else 1)
PY
