"""The cases of the catalogue: those whose states can be listed, and those that are too large for that."""

from __future__ import annotations

from countermove.catalog import case_ids

__all__ = ["LARGE", "LISTED"]

LARGE = ("thirty-allies-2022",)
LISTED = tuple(id_ for id_ in case_ids() if id_ not in LARGE)
