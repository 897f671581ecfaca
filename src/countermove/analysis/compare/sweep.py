"""One question asked of many variants of a case: a sweep, as one tidy table."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from countermove.analysis.result import Result, Rows
from countermove.analysis.robustness.cluster import gathered, require_same_versions
from countermove.errors import CountermoveError, QuestionError, quoted
from countermove.game.tables.extras import require_extra
from countermove.model.case import Case

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Edit", "sweep"]

Edit = Callable[[Case], Case] | None
"""From a case to a changed one; None leaves the case as it is."""
EDIT = "edit"
"""The column of a sweep that has one parameter without a name."""


@dataclass(frozen=True)
class _Variant:
    """One row of the grid: the value of each parameter, and the edits that make it so, in their order."""

    names: tuple[str, ...]
    values: tuple[Hashable, ...]
    edits: tuple[Edit, ...]

    @property
    def label(self) -> str:
        """What messages call it."""
        return ", ".join(f"{name}={value!r}" for name, value in zip(self.names, self.values, strict=True))


def sweep(
    case: Case,
    edits: Mapping[str, Edit] | Mapping[str, Mapping[Any, Edit]],
    question: Callable[..., Result],
    workers: int = 1,
    client: Any = None,
    **parameters: Any,
) -> pd.DataFrame:
    """The answers to one question about many variants of a case, as one tidy table.

    Parameters
    ----------
    case
        The case; it stays as it is.
    edits
        For each variant its name and a function from a case to a changed case (None: unchanged). Or a grid: for each
        parameter such a mapping from its values to edits; every combination is a variant, and its edits are made in the
        order of the parameters.
    question
        What is asked of each variant, such as `countermove.winners`: a function from a case to a result with rows.
    workers
        The number of processes; 1: this one. Edits and question are sent to others, so they have to stand at the top of
        a module; methods of a case do, as in the example.
    client
        A client of Dask (``distributed.Client``), whose workers then answer; they need this version of the program.
    parameters
        Further arguments of the question, such as ``concepts=["nash"]`` or ``seed=3``.

    Returns
    -------
    pandas.DataFrame
        A column for each parameter (``edit`` where edits have only names), then the columns of the rows of the result.
        The rows stand in the order of the edits, however many workers there are. A variant whose answer has no rows has
        none here.

    Raises
    ------
    QuestionError
        Where an edit or the question fails, naming the variant; where something cannot be sent to another process;
        without pandas (extra ``frames``).

    Examples
    --------
    >>> from functools import partial
    >>> from countermove import Case, winners
    >>> case = Case.build("Harbour").with_actor("port", options={"toll": "Raise the toll"}, prefers=["toll"])
    >>> case = case.with_actor("union", options={"strike": "Strike"}, prefers=["strike iff port.toll", "not strike"])
    >>> eager = partial(Case.with_statement, actor="union", position=1, statement="strike")
    >>> table = sweep(case, {"as it is": None, "eager": eager}, winners)
    >>> list(table.columns[:2]), list(dict.fromkeys(table["edit"]))
    (['edit', 'state'], ['as it is', 'eager'])
    """
    require_extra("pandas", "frames", "sweeps")
    import pandas as frames

    if not isinstance(case, Case):
        raise QuestionError(f"a case is expected, not {case!r:.80}; read a case first: load(...)")
    if not callable(question):
        raise QuestionError(f"a question is a function, such as countermove.winners, not {question!r:.80}")
    variants = _variants(edits)
    if client is not None:
        answers = _on_cluster(client, case, variants, question, parameters)
    elif not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise QuestionError(f"the number of workers is {workers}; give at least 1")
    elif workers == 1:
        answers = [_answer(case, variant, question, parameters) for variant in variants]
    else:
        answers = _in_processes(workers, case, variants, question, parameters)
    return _table(frames, variants, answers)


def _variants(edits: object) -> list[_Variant]:
    """The variants of a sweep, in their order."""
    if not isinstance(edits, Mapping) or not edits:
        raise QuestionError("edits are a mapping: of names to functions, or of parameters to such mappings")
    is_grid = any(isinstance(part, Mapping) for part in edits.values())
    grid: dict[str, Mapping[Any, Any]] = dict(edits) if is_grid else {EDIT: edits}
    for name, part in grid.items():
        if not isinstance(name, str):
            raise QuestionError(f"the name of a parameter is text, not {name!r}")
        if not isinstance(part, Mapping) or not part:
            raise QuestionError(f"the parameter {quoted(name)} has no edits; give a mapping of its values to functions")
        for value, edit in part.items():
            if edit is not None and not callable(edit):
                raise QuestionError(f"{name}={value!r}: an edit is a function from a case to a case, not {edit!r:.80}")
    pairs = product(*(part.items() for part in grid.values()))
    return [_Variant(tuple(grid), tuple(v for v, _ in row), tuple(e for _, e in row)) for row in pairs]


def _answer(case: Case, variant: _Variant, question: Callable[..., Any], parameters: Mapping[str, Any]) -> Rows:
    """The rows of the answer about one variant; whatever goes wrong names it."""
    try:
        for edit in variant.edits:
            case = case if edit is None else edit(case)
            if not isinstance(case, Case):
                raise QuestionError(f"the edit gives {case!r:.80}, not a case")
        result = question(case, **parameters)
        if not isinstance(result, Result):
            raise QuestionError(f"the question gives {type(result).__name__}, not a result with rows")
        return result.rows()
    except CountermoveError as fault:
        raise QuestionError(f"{variant.label}: {fault}") from fault
    except Exception as fault:
        # Edits are the caller's own code: the message says which one failed, and the cause has its traceback.
        raise QuestionError(f"{variant.label}: {type(fault).__name__}: {fault}") from fault


def _in_processes(
    workers: int, case: Case, variants: Sequence[_Variant], question: Callable[..., Any], parameters: Mapping[str, Any]
) -> list[Rows]:
    for variant in variants:
        _require_sendable(variant.label, variant.edits)
    _require_sendable("the question", (question, parameters))
    # Spawned, not forked: a fork copies threads of libraries in whatever state they are in.
    with ProcessPoolExecutor(min(workers, len(variants)), mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_answer, case, variant, question, parameters) for variant in variants]
        try:
            return [future.result() for future in waiting]
        except BrokenProcessPool:
            raise QuestionError(
                "the worker processes could not start: edits and question have to stand in a module that can be imported, "
                'and in a script the call stands under if __name__ == "__main__":; or leave workers=1'
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _require_sendable(what: str, parts: object) -> None:
    try:
        pickle.dumps(parts)
    except Exception as fault:  # pickle raises whatever the object's own code does
        reason = " ".join(str(fault).split())
        raise QuestionError(
            f"{what}: this cannot be sent to another process ({reason}); define it with def at the top of a module, "
            "or use functools.partial of a method of Case, or leave workers=1"
        ) from None


def _on_cluster(
    client: Any, case: Case, variants: Sequence[_Variant], question: Callable[..., Any], parameters: Mapping[str, Any]
) -> list[Rows]:
    """The answers from the workers of a client of Dask; one whose worker dies is computed by another."""
    from countermove import __version__

    address = str(getattr(getattr(client, "scheduler", None), "address", "the cluster"))
    require_same_versions(client, address)

    def arguments(number: int) -> tuple[Any, ...]:
        return (number, __version__, case, variants[number], question, dict(parameters))

    answers: dict[int, Rows] = dict(gathered(client, _numbered, arguments, list(range(len(variants))), address))
    return [answers[number] for number in range(len(variants))]


def _numbered(
    number: int, version: str, case: Case, variant: _Variant, question: Callable[..., Any], parameters: Mapping[str, Any]
) -> tuple[int, Rows]:
    """What a worker of a cluster does: answer about one variant, and say which."""
    from countermove import __version__

    if version != __version__:
        raise CountermoveError(f"a worker has countermove {__version__}, not {version}; install the same everywhere")
    return number, _answer(case, variant, question, parameters)


def _table(frames: Any, variants: Sequence[_Variant], answers: Sequence[Rows]) -> pd.DataFrame:
    names = variants[0].names
    columns = list(dict.fromkeys(name for rows in answers for name in rows.names))
    if taken := [name for name in names if name in columns]:
        raise QuestionError(f"the answer has a column {quoted(taken[0])} of its own; give the parameter another name")

    def records() -> Iterator[dict[str, Any]]:
        for variant, rows in zip(variants, answers, strict=True):
            head = dict(zip(names, variant.values, strict=True))
            yield from ({**head, **dict(zip(rows.names, row, strict=True))} for row in rows.values)

    table: pd.DataFrame = frames.DataFrame(list(records()), columns=[*names, *columns])
    return table
