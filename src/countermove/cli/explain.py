"""`explain`: why a state holds for an actor, or does not."""

from __future__ import annotations

import json

from countermove.cli.options import (
    Actor,
    CaseName,
    ConceptName,
    Depth,
    Format,
    Merged,
    Output,
    Scenario,
    StateName,
    Written,
)
from countermove.cli.results import merged_groups, no_csv
from countermove.errors import SizeError
from countermove.io.files import deliver, screen

__all__ = ["explain"]


def explain(
    case: CaseName,
    state: StateName,
    actor: Actor = None,
    concept: ConceptName = "seq",
    merge: Merged = None,
    depth: Depth = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell why a state holds for an actor, or does not.

    The moves, sanctions and counter-moves behind a verdict; without --actor, for everybody who can move.
    """
    from countermove.explanation import explain as explained
    from countermove.io.opening import compiled, opened
    from countermove.text.prose import folded

    no_csv("explain", format)
    loaded, groups = opened(case), merged_groups(merge)
    try:
        graph = compiled(loaded, scenario, groups)
    except SizeError:
        from countermove.cli.large import explain_large

        if groups:
            raise
        explain_large(loaded, scenario, state, actor, concept, depth, format, output)
        return
    movers = [mover.id for mover in graph.movers] if actor is None else [actor]
    found = [explained(graph, state, mover, concept) for mover in movers]
    if format is Format.json:
        data = [explanation.to_dict() for explanation in found]
        deliver(json.dumps(data[0] if actor is not None else {"explanations": data}), output)
        return
    text = "\n\n".join(folded(str(explanation), screen(output)[0]) for explanation in found)
    deliver(f"```text\n{text}\n```" if format is Format.md else text, output)
