"""Forty options of which constraints leave about 100,000 states: how long it takes to list these.

``python -m benchmarks.tight SHAPE`` measures one shape of constraints and prints the seconds as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from benchmarks.measuring import measured_apart, median_seconds, peak_megabytes
from benchmarks.models import TIGHT, tight_case
from countermove.game.codes.packing import impossible
from countermove.game.codes.states import feasible_codes
from countermove.model.names import OptionNames

__all__ = ["listed", "measure"]


def measure(shape: str, runs: int = 3) -> dict[str, Any]:
    """Seconds to list the states of a shape of constraints: the median of `runs`."""
    case = tight_case(shape)
    trees = impossible(case, OptionNames(case))
    codes = feasible_codes(40, trees)
    seconds = median_seconds(lambda: feasible_codes(40, trees), runs)
    return {"states": len(codes), "seconds": seconds, "megabytes": peak_megabytes()}


def listed(shape: str) -> dict[str, Any]:
    """The row of one shape, measured in a process of its own; asserts the number of states."""
    result: dict[str, Any] = measured_apart("benchmarks.tight", shape)
    assert result["states"] == TIGHT[shape], (shape, result["states"])
    return {"name": shape, **result}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
