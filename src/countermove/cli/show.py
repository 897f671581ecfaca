"""`show`: reads a case back in prose."""

from __future__ import annotations

import json

from countermove.cli.options import CaseName, Format, Output, Scenario, Written
from countermove.cli.results import json_text, no_csv, prose_text
from countermove.io.delivery import deliver

__all__ = ["show"]


def show(case: CaseName, scenario: Scenario = None, format: Written = Format.table, output: Output = None) -> None:
    """Read the model back in prose.

    Who takes part, what they can do, what each cares about, and who decides how.
    """
    from countermove.io.opening import opened
    from countermove.io.writing import dump
    from countermove.model.scenario import apply_scenario
    from countermove.views.model import model_prose

    no_csv("show", format)
    base = opened(case).case
    model = base if scenario is None else apply_scenario(base, scenario)
    if format is Format.json:
        deliver(json_text(base.title, scenario, {"model": json.loads(dump(model, ".json"))}), output)
        return
    about = None if scenario is None else (scenario, base.scenarios[scenario].about)
    sections = model_prose(model, about)
    deliver(prose_text(sections, format, output), output)
