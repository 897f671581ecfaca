"""The cases of the catalogue: those whose states can be listed, and those that are too large for that."""

from __future__ import annotations

from countermove.catalog import case_ids, load_case
from countermove.model.case import Case

__all__ = ["LARGE", "LISTED", "unlabelled"]

LARGE = ("thirty-allies-2022",)
LISTED = tuple(id_ for id_ in case_ids() if id_ not in LARGE)


def unlabelled(id_: str) -> Case:
    """A case without its labels, to test how states are named by what is done in them."""
    return load_case(id_).model_copy(update={"labels": {}})
