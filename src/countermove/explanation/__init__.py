"""Why a state holds for a mover, or does not: evidence, step by step, as records. `views.explanation` puts it into words."""

from countermove.explanation.evidence import (
    Change,
    Combination,
    Escape,
    Explanation,
    Explanations,
    Horizon,
    Improvement,
    Prospect,
    Step,
)
from countermove.explanation.explain import explain
from countermove.explanation.reasons import Ballot, Preference, Reason

__all__ = [
    "Ballot", "Change", "Combination", "Escape", "Explanation", "Explanations", "Horizon", "Improvement", "Preference",
    "Prospect", "Reason", "Step", "explain",
]  # fmt: skip
