"""`convert`: writes a case in another form."""

from __future__ import annotations

import os

from countermove.cli.options import ConvertedFile, OutFile, Scenario, What
from countermove.errors import QuestionError, printable
from countermove.io.delivery import deliver, say

__all__ = ["convert"]


def convert(source: ConvertedFile, out: OutFile, what: What = None, scenario: Scenario = None) -> None:
    """Write a case in another form.

    As a case file (.yaml, .json, .gmcr), as tables of its states and their stability (.csv, .md, .tex), or as
    a game in strategic form for Gambit (.nfg). What the form leaves out is said; what it cannot hold is refused.
    """
    from countermove.io.conversion import converted
    from countermove.io.files import write_text
    from countermove.io.opening import opened

    loaded = opened(source)
    if os.path.exists(out) and os.path.samefile(loaded.file, out):
        raise QuestionError(f"{out}: this is the file to read; give the new one another name")
    text, left_out = converted(loaded, out, None if what is None else what.value, scenario)
    write_text(out, text)
    if left_out:
        say(f"{out} does not hold: {'; '.join(left_out)}")
    deliver(printable(f"{out} is written"))
