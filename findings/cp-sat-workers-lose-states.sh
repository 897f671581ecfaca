#!/usr/bin/env bash
# Guess: CP-SAT with enumerate_all_solutions and several workers gives every solution, some of them more than once.
# That is what its parameter file says: "each solutions can be found more than once", the client has to deduplicate.
# What happens: solutions that mirror others under a symmetry of the model are left out.
# The status is OPTIMAL all the same, which stands for "all found" in an enumeration.
# Setting symmetry_level to 0, or one worker, brings them back.
# Who is hurt: whoever lists the feasible states, or the Nash equilibria, of a conflict and sets num_workers for speed.
# A rule such as "at most three of these options" is all it takes, and equilibria vanish behind a claim of proof.
# Seen in: ortools 9.15.6755, ortools/sat/sat_parameters_pb2.pyi, the comment at enumerate_all_solutions.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/python" -m pip install -qq --disable-pip-version-check ortools==9.15.6755

"$dir/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

from ortools.sat.python import cp_model


class Collect(cp_model.CpSolverSolutionCallback):
    def __init__(self, options):
        super().__init__()
        self.options, self.states = options, []

    def on_solution_callback(self):
        self.states.append(tuple(self.value(o) for o in self.options))


def run(workers, symmetry=None):
    """Status and number of different states: four options, of which at most three may be taken."""
    model = cp_model.CpModel()
    options = [model.new_bool_var(f"option{i}") for i in range(4)]
    model.add(sum(options) <= 3)
    solver, collect = cp_model.CpSolver(), Collect(options)
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = workers
    if symmetry is not None:
        solver.parameters.symmetry_level = symmetry
    status = solver.solve(model, collect)
    return solver.status_name(status), len(set(collect.states))


alone = run(1)
several = [run(4) for _ in range(5)]
without = [run(4, symmetry=0) for _ in range(5)]
print("version: ortools", version("ortools"))
print("guess: 15 of the 16 states keep the rule; any number of workers finds all 15, perhaps repeatedly")
print("behaviour: several workers find fewer, and report OPTIMAL; with symmetry_level=0 they find all")
print("seen: one worker", alone)
print("seen: four workers, five runs", several)
print("seen: four workers, symmetry_level=0, five runs", without)
same = (
    alone == ("OPTIMAL", 15)
    and any(status == "OPTIMAL" and count < 15 for status, count in several)
    and all(count == 15 for _, count in without)
)
sys.exit(0 if same else 1)
PY
