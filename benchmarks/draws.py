"""How long 10,000 draws of the opening case take, under all concepts, and whether memory grows with their number."""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

FEW, MANY = 2_000, 10_000


def measure() -> dict[str, Any]:
    """Seconds for 10,000 draws at noise 0.25, and the peak memory after 2,000 and after 10,000 draws, in MB."""
    from countermove.analysis.robustness.run import counted
    from countermove.analysis.robustness.study import Settings, Study
    from countermove.catalog import load_case
    from countermove.game.compile import compile

    graph = compile(load_case("european-security-2022"))
    counted(Study(graph, Settings(FEW, 1, (0.25,))))
    before = _peak()
    study = Study(graph, Settings(MANY, 1, (0.25,)))
    began = time.perf_counter()
    tally = counted(study)
    seconds = time.perf_counter() - began
    share = tally.equilibria[0, 0, 147] / MANY
    assert 0.58 < share < 0.62, share
    assert (tally.equilibria[0, 0] <= tally.equilibria[0, 3]).all(), "Nash in SEQ"
    return {"seconds": seconds, "before": before, "after": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()))
