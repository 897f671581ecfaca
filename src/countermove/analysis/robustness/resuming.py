"""Counts that are kept when a study is interrupted, as text, and read again to go on."""

from __future__ import annotations

import json

from countermove.analysis.robustness.study import Study
from countermove.analysis.robustness.tally import Tally
from countermove.errors import QuestionError

__all__ = ["kept_text", "read_kept"]


def kept_text(study: Study, tally: Tally) -> str:
    """The counts of a study so far, as a JSON text that `read_kept` reads."""
    return json.dumps({"robust": 1, **study.identity, "tally": tally.to_dict()})


def read_kept(study: Study, text: str, name: str) -> Tally:
    """The counts in a text of `kept_text`; `name` is what messages call it.

    Raises `QuestionError` where it is no such text, or was kept of another case, with other settings (the seed, for
    example) or by another version.
    """
    try:
        data = json.loads(text)
        if data["robust"] != 1:
            raise ValueError("robust")
        known = {key: data[key] for key in study.identity}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise QuestionError(f"{name}: this is no file that countermove robust has kept; leave --resume away") from None
    for key, value in study.identity.items():
        if known[key] != value:
            raise QuestionError(f"{name}: {_other(key, known[key], value)}; leave --resume away to begin anew")
    try:
        tally = Tally.from_dict(data["tally"], study.nothing)
        if any(chunk >= study.chunks for chunk in tally.chunks):
            raise ValueError("the numbers of chunks")
    except (ValueError, KeyError) as fault:
        raise QuestionError(f"{name}: the file is damaged ({fault}); leave --resume away to begin anew") from None
    return tally


def _other(key: str, known: object, value: object) -> str:
    if key == "case":
        return "it was kept of another case, or this one has changed since"
    if key == "countermove":
        return f"it was kept by countermove {known}, and this is {value}"
    if isinstance(known, dict) and isinstance(value, dict):
        for name, wanted in value.items():
            if known.get(name) != wanted:
                return f"it was kept with {name.replace('_', '-')} {_shown(known.get(name))}, not {_shown(wanted)}"
    return "it was kept with other settings"


def _shown(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
