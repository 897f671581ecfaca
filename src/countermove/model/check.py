"""What can be said about a case without enumerating its states."""

from countermove.errors import Diagnostic
from countermove.model.case import Case

__all__ = ["check"]


def check(case: Case) -> list[Diagnostic]:
    """All static findings about a case."""
    return []
