"""Scenarios: named changes, merged over the case that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.errors import CaseError, QuestionError, did_you_mean, quoted
from countermove.model.case import Case
from countermove.model.shape import shape

__all__ = ["apply_scenario", "merge", "scenario_data"]

Path = tuple[str | int, ...]
WAYS = ("prefers", "ranking", "worth")
"""The ways to state preferences; one in a scenario takes the place of whichever the actor had."""


def apply_scenario(case: Case, name: str) -> Case:
    """The case with the scenario `name` merged over it; it has no scenarios of its own.

    Mappings are merged key by key; lists, `decides` and an actor's preferences as a whole are replaced; null
    removes. Raises `QuestionError` where the case has no such scenario, and `CaseError` where the merged case
    has not the shape of a case.

    >>> more = {"actors": {"usa": {"options": {"stop": "Stop"}}}}
    >>> data = {"actors": {"usa": {"options": {"go": "Go"}}}, "scenarios": {"more": more}}
    >>> case = Case.model_validate(data)
    >>> list(apply_scenario(case, "more").actors["usa"].options)
    ['go', 'stop']
    """
    if name not in case.scenarios:
        raise QuestionError(f"unknown scenario {quoted(name)}; {did_you_mean(name, case.scenarios)}")
    merged, found = shape(scenario_data(case, name))
    if merged is None:
        raise CaseError(found)
    return merged


def scenario_data(case: Case, name: str) -> dict[str, Any]:
    """The merged case as plain data in its long form."""
    base = case.model_dump(by_alias=True, exclude_defaults=True, exclude={"scenarios"})
    return merge({"actors": {}, **base}, case.scenarios[name].changes)


def merge(base: Mapping[str, Any], changes: Mapping[str, Any], path: Path = ()) -> dict[str, Any]:
    """`base`, in its long form, with `changes` merged over it; neither is changed.

    >>> merge({"actors": {"a": {"prefers": ["x"], "about": "A"}}}, {"actors": {"a": {"worth": {"x": "2"}}}})
    {'actors': {'a': {'about': 'A', 'worth': {'x': '2'}}}}
    """
    merged = dict(base)
    if _has_preferences(path) and any(way in changes for way in WAYS):
        merged = {key: value for key, value in merged.items() if key not in WAYS}
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
            continue
        patch = {"name": value} if isinstance(value, str) and path[2:] == ("options",) else value
        if isinstance(patch, Mapping) and not _is_whole(path, key):
            old = merged.get(key)
            merged[key] = merge(old if isinstance(old, Mapping) else {}, patch, (*path, key))
        else:
            merged[key] = patch
    return merged


def _has_preferences(path: Path) -> bool:
    """Whether a record with preferences stands at a path: an actor, or an actor as another one sees it."""
    return path[-2:-1] == ("actors",) and (len(path) == 2 or (len(path) == 4 and path[0] == "views"))


def _is_whole(path: Path, key: str) -> bool:
    """Whether the mapping at a key is replaced and not merged."""
    if key == "worth":
        return _has_preferences(path)
    return key == "decides" and path[:1] == ("bodies",) and len(path) in (2, 4)
