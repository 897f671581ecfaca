"""countermove: which outcomes of a conflict are stable, why, and what would change them.

Names are loaded when they are first used, so that ``countermove --version`` does not wait for arrays.

>>> import countermove as cm
>>> game = cm.compile(cm.load("cuban-missile-crisis"))
>>> cm.equilibria(game)
StabilityTable(12 states; equilibria: nash 0, gmr 7, smr 7, seq 2, sseq 2, sim 0, conflict-analysis 2)
"""

import sys as _sys
from typing import TYPE_CHECKING

if _sys.version_info < (3, 11):  # noqa: UP036 (a clear word where the installation was forced)
    _sys.exit(f"countermove needs Python 3.11 or newer; this is Python {_sys.version_info[0]}.{_sys.version_info[1]}")

__version__ = "0.2.0"

if TYPE_CHECKING:  # what type checkers see; at run time, __getattr__ below imports a name when it is first used
    from countermove.analysis.classes.records import Grading as Grading
    from countermove.analysis.coalitions import CoalitionTable as CoalitionTable
    from countermove.analysis.coalitions import coalitions as coalitions
    from countermove.analysis.compare.compare import compare as compare
    from countermove.analysis.compare.comparison import Comparison as Comparison
    from countermove.analysis.compare.sweep import sweep as sweep
    from countermove.analysis.credibility import Credibility as Credibility
    from countermove.analysis.credibility import credibility as credibility
    from countermove.analysis.deals.deals import deals as deals
    from countermove.analysis.deals.record import Deals as Deals
    from countermove.analysis.equilibria import equilibria as equilibria
    from countermove.analysis.evolution.evolution import Evolution as Evolution
    from countermove.analysis.evolution.evolution import paths as paths
    from countermove.analysis.farsighted import Farsighted as Farsighted
    from countermove.analysis.farsighted import StableSets as StableSets
    from countermove.analysis.farsighted import farsighted as farsighted
    from countermove.analysis.farsighted import stable_sets as stable_sets
    from countermove.analysis.inverse.inverse import Inverse as Inverse
    from countermove.analysis.inverse.invert import invert as invert
    from countermove.analysis.perceptions import Perceptions as Perceptions
    from countermove.analysis.perceptions import perceptions as perceptions
    from countermove.analysis.power.power import Power as Power
    from countermove.analysis.power.power import power as power
    from countermove.analysis.robustness.robustness import Robustness as Robustness
    from countermove.analysis.robustness.robustness import robust as robust
    from countermove.analysis.stability_table import Equilibrium as Equilibrium
    from countermove.analysis.stability_table import StabilityTable as StabilityTable
    from countermove.analysis.states import States as States
    from countermove.analysis.states import states as states
    from countermove.analysis.winners import Winners as Winners
    from countermove.analysis.winners import winners as winners
    from countermove.briefing.briefing import Briefing as Briefing
    from countermove.catalog import case_ids as case_ids
    from countermove.catalog import load as load
    from countermove.catalog import loads as loads
    from countermove.errors import CaseError as CaseError
    from countermove.errors import CountermoveError as CountermoveError
    from countermove.errors import Diagnostic as Diagnostic
    from countermove.errors import QuestionError as QuestionError
    from countermove.explanation import Explanation as Explanation
    from countermove.game.compile import compile as compile
    from countermove.game.game import Game as Game
    from countermove.game.game import State as State
    from countermove.game.merge import merge as merge
    from countermove.io.formats import dump as dump
    from countermove.io.formats import save as save
    from countermove.model.case import Case as Case
    from countermove.model.checks.check import check as check
    from countermove.plots import alt_text as alt_text
    from countermove.plots import svg as svg
    from countermove.requests.classes.grade import grade as grade
    from countermove.requests.documents.plot import plot as plot
    from countermove.requests.documents.report import report_document as report_document
    from countermove.requests.documents.report import write_report as write_report
    from countermove.requests.explain import explain as explain
    from countermove.requests.stability import brief as brief

_HOMES = {
    "Case": "model.case",
    "CaseError": "errors",
    "CoalitionTable": "analysis.coalitions",
    "Comparison": "analysis.compare.comparison",
    "CountermoveError": "errors",
    "Credibility": "analysis.credibility",
    "Deals": "analysis.deals.record",
    "Diagnostic": "errors",
    "Equilibrium": "analysis.stability_table",
    "Evolution": "analysis.evolution.evolution",
    "Explanation": "explanation",
    "Farsighted": "analysis.farsighted",
    "Game": "game.game",
    "Grading": "analysis.classes.records",
    "Inverse": "analysis.inverse.inverse",
    "Perceptions": "analysis.perceptions",
    "Power": "analysis.power.power",
    "QuestionError": "errors",
    "Robustness": "analysis.robustness.robustness",
    "States": "analysis.states",
    "states": "analysis.states",
    "StabilityTable": "analysis.stability_table",
    "StableSets": "analysis.farsighted",
    "State": "game.game",
    "Winners": "analysis.winners",
    "alt_text": "plots",
    "Briefing": "briefing.briefing",
    "brief": "requests.stability",
    "case_ids": "catalog",
    "check": "model.checks.check",
    "coalitions": "analysis.coalitions",
    "compare": "analysis.compare.compare",
    "compile": "game.compile",
    "credibility": "analysis.credibility",
    "deals": "analysis.deals.deals",
    "dump": "io.formats",
    "equilibria": "analysis.equilibria",
    "explain": "requests.explain",
    "farsighted": "analysis.farsighted",
    "grade": "requests.classes.grade",
    "invert": "analysis.inverse.invert",
    "load": "catalog",
    "loads": "catalog",
    "merge": "game.merge",
    "paths": "analysis.evolution.evolution",
    "perceptions": "analysis.perceptions",
    "plot": "requests.documents.plot",
    "power": "analysis.power.power",
    "report_document": "requests.documents.report",
    "robust": "analysis.robustness.robustness",
    "save": "io.formats",
    "stable_sets": "analysis.farsighted",
    "svg": "plots",
    "sweep": "analysis.compare.sweep",
    "winners": "analysis.winners",
    "write_report": "requests.documents.report",
}
"""Each public name, and the module below the program that it comes from."""

__all__ = [
    "Briefing",
    "Case",
    "CaseError",
    "CoalitionTable",
    "Comparison",
    "CountermoveError",
    "Credibility",
    "Deals",
    "Diagnostic",
    "Equilibrium",
    "Evolution",
    "Explanation",
    "Farsighted",
    "Game",
    "Grading",
    "Inverse",
    "Perceptions",
    "Power",
    "QuestionError",
    "Robustness",
    "StabilityTable",
    "StableSets",
    "State",
    "States",
    "Winners",
    "__version__",
    "alt_text",
    "brief",
    "case_ids",
    "check",
    "coalitions",
    "compare",
    "credibility",
    "deals",
    "dump",
    "equilibria",
    "explain",
    "farsighted",
    "grade",
    "invert",
    "load",
    "loads",
    "merge",
    "paths",
    "perceptions",
    "plot",
    "power",
    "report_document",
    "robust",
    "save",
    "stable_sets",
    "states",
    "svg",
    "sweep",
    "winners",
    "write_report",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
