"""The command line: each command opens a case, asks the library one thing, and prints the answer."""

from countermove.cli.app import app
from countermove.cli.coalitions import coalitions
from countermove.cli.compare import compare
from countermove.cli.credibility import credibility
from countermove.cli.explain import explain
from countermove.cli.farsighted import farsighted
from countermove.cli.files import catalog, check, convert, new, show
from countermove.cli.invert import invert
from countermove.cli.options import Rows
from countermove.cli.paths import paths
from countermove.cli.perceptions import perceptions
from countermove.cli.plot import plot
from countermove.cli.power import power
from countermove.cli.questions import command as question_command
from countermove.cli.read import read
from countermove.cli.report import report
from countermove.cli.robust import robust
from countermove.cli.running import main, run
from countermove.cli.solve import solve
from countermove.cli.winners import winners
from countermove.requests.door import find

__all__ = ["Rows", "app", "main", "run"]

COMMANDS = (
    read, new, check, show, question_command(find("states")), solve, explain, coalitions, paths, farsighted, credibility,
    winners, perceptions, power, compare, invert, robust, plot, report, convert, catalog,
)  # fmt: skip
"""All commands, in the order of the help."""

for command in COMMANDS:
    app.command()(command)
