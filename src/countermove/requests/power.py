"""The question how much power each member has in a body."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis.equilibria import equilibria
from countermove.analysis.power.power import options_of, rule_of
from countermove.analysis.power.power import power as power_of
from countermove.errors import QuestionError, quoted
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.model.checks.bodies import rule_warnings
from countermove.model.scenario import apply_scenario
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.fields import LIMIT
from countermove.requests.fields import option as parameter
from countermove.views.power import power_page

__all__ = ["PowerRequest"]

MOST_STATES = 200_000
"""States above which decisions are shown at the status quo only: finding outcomes would take seconds."""
MOST_OUTCOMES = 2
"""Outcomes at which decisions are looked at, besides the status quo: about a screen."""
NOT_LISTED = "The case has too many states to list, so its decisions are not shown"


class PowerRequest(Request):
    """How much power each member has in a body, and who supports and blocks its decisions."""

    body: str = parameter("The id of a body in the case.", default=..., metavar="BODY", argument=True)
    option: str | None = parameter("Use the rule that decides this option of the body.", metavar="O")
    state: str | None = parameter("Show the body's decisions at this state.", metavar="STATE")
    seed: int = parameter("Random seed for estimates.", default=1, metavar="N", least=0)
    limit: int | None = LIMIT


@question("power", PowerRequest, heading="Power and vetoes")
def power(subject: Subject[PowerRequest]) -> Answer:
    """Show how much power each member has in a body.

    It shows the Shapley-Shubik, Banzhaf and Coleman indices, the veto holders, and the minimal winning coalitions. If
    the body has options, it also shows who is for and against each decision, and whose vote could change the result.
    It does so at the status quo and at the equilibria that hold under most concepts.
    """
    request = subject.request
    case = subject.loaded.case if subject.scenario is None else apply_scenario(subject.loaded.case, subject.scenario)
    rule, option = rule_of(case, request.body, request.option)
    has_options = bool(options_of(case, request.body, option))
    if request.state is not None and not has_options:
        raise QuestionError(
            f"--state: {quoted(request.body)} has no options, so it has nothing to decide; leave out --state"
        )
    game: Case | Game = subject.game() if has_options else case  # a body without options needs no states
    states = _states(game, request.state) if isinstance(game, Game) else None
    result = power_of(game, request.body, option, states=states, seed=request.seed)
    result = replace(result, limit=request.limit)
    remarks: tuple[str, ...] = (NOT_LISTED,) if has_options and states is None else ()
    # A share that is not what it seems changes all these figures.
    path = ("bodies", request.body, *(("options", option) if option is not None else ()), "decides")
    remarks += tuple(map(str, rule_warnings(case.bodies[request.body], rule, path)))
    return Answer(result, lambda limit: power_page(result, limit), remarks=remarks)


def _states(game: Game, state: str | None) -> list[State] | None:
    """Where to look at decisions: at the state that was named, or at the status quo and the strongest outcomes."""
    if not isinstance(game, ListedGame):
        if state is not None:
            raise QuestionError(f"--state: {NOT_LISTED[0].lower()}{NOT_LISTED[1:]}; rule combinations out under impossible:")
        return None
    if state is not None:
        return [game.state(state)]
    now = [] if game.status_quo_key is None else [game.status_quo_key]
    if game.size > MOST_STATES:
        return [game.at(key) for key in now]
    return [game.at(key) for key in dict.fromkeys([*now, *equilibria(game).strongest(MOST_OUTCOMES)])]
