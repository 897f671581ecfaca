"""countermove: which outcomes of a conflict hold, why, and what would change them.

>>> import countermove as cm
>>> graph = cm.compile(cm.load("cuban-missile-crisis"))
>>> cm.equilibria(graph)
StabilityTable(12 states; equilibria: nash 0, gmr 7, smr 7, seq 2, sseq 2, sim 0, conflict-analysis 2)
"""

import sys as _sys

if _sys.version_info < (3, 11):  # noqa: UP036 (a clear word where the installation was forced)
    _sys.exit(f"countermove needs Python 3.11 or newer; this is Python {_sys.version_info[0]}.{_sys.version_info[1]}")

__version__ = "0.1.0"

from countermove.analysis.coalitions import CoalitionTable, coalitions
from countermove.analysis.comparison import Comparison
from countermove.analysis.credibility import Credibility, credibility
from countermove.analysis.equilibria import Equilibrium, StabilityTable, equilibria, equilibria_under
from countermove.analysis.evolution import Evolution, paths
from countermove.analysis.farsighted import Farsighted, farsighted
from countermove.analysis.inverse import Inverse, invert
from countermove.analysis.large import LargeTable, large_equilibria
from countermove.analysis.large_credibility import LargeCredibility, large_credibility
from countermove.analysis.large_evolution import LargeEvolution, large_paths
from countermove.analysis.large_inverse import LargeInverse, large_invert
from countermove.analysis.large_robustness import LargeRobustness, large_robust
from countermove.analysis.large_states import LargeStates, large_states
from countermove.analysis.large_winners import LargeWinners, large_winners
from countermove.analysis.paths import Step, reachable, shortest_path
from countermove.analysis.perceptions import Perceptions, perceptions
from countermove.analysis.power import Power, power
from countermove.analysis.robustness import Robustness, robust
from countermove.analysis.scenarios import compare
from countermove.analysis.stable_sets import StableSets, stable_sets
from countermove.analysis.winners import Standing, Winners, standings, winners
from countermove.catalog import case_ids, load
from countermove.errors import CaseError, CountermoveError, Diagnostic, QuestionError, TooLargeError
from countermove.explain import Explanation, explain
from countermove.explain.farsighted import FarExplanation, explain_farsighted
from countermove.graph.compile import Graph, compile
from countermove.graph.merge import merge
from countermove.graph.unlisted import unlisted
from countermove.io.cases import dump, save
from countermove.model.case import Case
from countermove.model.check import check
from countermove.report.brief import brief
from countermove.report.document import Document
from countermove.report.forms import write_report
from countermove.report.plots import alt_text, plot, svg
from countermove.report.where import states_where
from countermove.report.whole import whole_report
from countermove.report.whole_large import whole_large_report
from countermove.states_named import find_state

__all__ = [
    "Case",
    "CaseError",
    "CoalitionTable",
    "Comparison",
    "CountermoveError",
    "Credibility",
    "Diagnostic",
    "Document",
    "Equilibrium",
    "Evolution",
    "Explanation",
    "FarExplanation",
    "Farsighted",
    "Graph",
    "Inverse",
    "LargeCredibility",
    "LargeEvolution",
    "LargeInverse",
    "LargeRobustness",
    "LargeStates",
    "LargeTable",
    "LargeWinners",
    "Perceptions",
    "Power",
    "QuestionError",
    "Robustness",
    "StabilityTable",
    "StableSets",
    "Standing",
    "Step",
    "TooLargeError",
    "Winners",
    "__version__",
    "alt_text",
    "brief",
    "case_ids",
    "check",
    "coalitions",
    "compare",
    "compile",
    "credibility",
    "dump",
    "equilibria",
    "equilibria_under",
    "explain",
    "explain_farsighted",
    "farsighted",
    "find_state",
    "invert",
    "large_credibility",
    "large_equilibria",
    "large_invert",
    "large_paths",
    "large_robust",
    "large_states",
    "large_winners",
    "load",
    "merge",
    "paths",
    "perceptions",
    "plot",
    "power",
    "reachable",
    "robust",
    "save",
    "shortest_path",
    "stable_sets",
    "standings",
    "states_where",
    "svg",
    "unlisted",
    "whole_large_report",
    "whole_report",
    "winners",
    "write_report",
]
