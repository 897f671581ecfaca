"""How the parameters of questions are declared: once, for the command line, for schemas, and for who asks in Python."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

__all__ = ["CONCEPTS", "DEPTH", "LIMIT", "MERGE", "SECONDS", "WHERE", "Reading", "option"]

Reading = Literal["text", "list", "lists", "pairs", "files"]
"""How the command line reads a value.

``text``: as it is; ``list``: entries with commas between them; ``lists``: that, and the option may be repeated;
``pairs``: entries such as ``usa=nash``; ``files``: one or more names, as an argument.
"""


def option(
    about: str,
    *,
    default: Any = None,
    metavar: str | None = None,
    names: tuple[str, ...] = (),
    least: int | None = None,
    argument: bool = False,
    reading: Reading = "text",
    hidden: bool = False,
    is_file: bool = False,
) -> Any:
    """A parameter of a question: what pydantic needs of it, and what the command line does.

    Parameters
    ----------
    about
        What it does, in the words of the help.
    default
        Its value where it is not given; ``...`` where it has to be.
    metavar
        What stands for its value in the help.
    names
        What the command line calls it; ``--name`` if there are none.
    least
        The least number allowed.
    argument
        Whether it stands without a name, after the case.
    reading
        How the command line reads its value.
    hidden
        Whether it is for programs only.
    is_file
        Whether it names a file that is read, and that the output of the command must not be written over.

    Returns
    -------
    Any
        A field; of any type, since it stands where a value of the parameter's type is expected.
    """
    extra: Any = {
        "metavar": metavar,
        "names": names,
        "least": least,
        "argument": argument,
        "reading": reading,
        "hidden": hidden,
        "is_file": is_file,
    }
    return Field(default, description=about, json_schema_extra={"command line": extra})


LIMIT = option("Maximum number of rows.", metavar="N", least=1)
WHERE = option("Only states in which this statement is true.", metavar="STATEMENT")
CONCEPTS = option("Use only these concepts, such as nash,seq,maximin-4.", metavar="LIST", reading="list")
DEPTH = option("In a search: longest answer, in moves.", metavar="N", least=1)
SECONDS = option("In a search: time limit, in seconds; default: an amount of work, about 60 s.", metavar="S")
MERGE = option("Treat these actors as one, such as usa,europe. Repeatable.", metavar="LIST", reading="lists")
"""Read by the door: the game that a question gets has these actors merged already."""
