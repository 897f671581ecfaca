"""A case read back: the model as data, and what it is called with a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from countermove.analysis.result import HIDDEN, Result
from countermove.model.case import Case

__all__ = ["CaseData"]


@dataclass(frozen=True)
class CaseData(Result):
    """A case as it was understood, with a scenario merged into it.

    Parameters
    ----------
    case
        The case that is read back.
    model
        The case as plain data, in the short forms of a case file.
    scenario
        The name and the description of the scenario; None for the case as written.
    """

    schema: ClassVar[str] = "show/1"
    case: Case = field(metadata=HIDDEN)
    model: Mapping[str, Any]
    scenario: tuple[str, str] | None = field(default=None, metadata=HIDDEN)
