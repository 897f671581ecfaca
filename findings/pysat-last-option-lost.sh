#!/usr/bin/env bash
# Guess: enum_models of python-sat lists every assignment of the variables that the formula declares.
# What happens: variables above the highest one that stands in a clause are not part of a model at all.
# An unmentioned variable below it is enumerated both ways. So the count of models depends on the numbering.
# A CNF whose nv is set to the true number of variables changes nothing: the solver is not told.
# Who is hurt: whoever counts feasible states with a SAT solver, one variable for each option.
# Options that no constraint mentions are common. If they come last, states vanish; if they come first, they do not.
# A clause (x or not x) for the last variable brings them back.
# Seen in: python-sat 1.9.dev24 (imported as pysat), pysat/solvers.py,
# append_formula and enum_models of each solver.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check python-sat==1.9.dev24

"$dir/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from pysat.formula import CNF
from pysat.solvers import Solver


def states(clauses):
    """Number of models of a formula over three options."""
    formula = CNF(from_clauses=clauses)
    formula.nv = 3
    counts = set()
    for name in ("cadical153", "glucose4", "minisat22"):
        with Solver(name=name, bootstrap_with=formula) as solver:
            counts.add(sum(1 for _ in solver.enum_models()))
    return sorted(counts)


last, middle, told = states([[-1, -2]]), states([[-1, -3]]), states([[-1, -2], [3, -3]])
print("version: python-sat", version("python-sat"))
print("guess: of three options two exclude each other: 3 times 2 = 6 states, whichever the two are")
print("behaviour: 3 states if the free option has the highest number, 6 if it has not")
print("seen: options 1 and 2 exclude each other", last)
print("seen: options 1 and 3 exclude each other", middle)
print("seen: options 1 and 2, with the clause (3 or not 3) added", told)
sys.exit(0 if (last, middle, told) == ([3], [6], [6]) else 1)
PY
