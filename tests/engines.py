"""The engines of the program, as the tests run them.

A large case is swept over blocks by compiled kernels; a small one lists its moves and compiles nothing.
Inside `swept` every case that can be is treated as a large one.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability import simultaneous
from countermove.stability.concept import concepts_for
from countermove.stability.engines import compiling, product
from countermove.stability.engines import dispatch as answers

__all__ = ["Verdicts", "as_set", "large", "reference_concepts", "swept", "verdicts"]

Verdicts = dict[tuple[str, str], frozenset[int]]
"""The stable states, by concept and mover."""


@contextmanager
def swept(*, compiled: bool = False) -> Iterator[None]:
    """Sweep cases of any size over blocks, with kernels that are compiled or run as they stand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "SWEEP_FROM_STATES", 0)
        if compiled:
            patch.setattr(simultaneous, "COMPILE_COMBINING_FROM_CODES", 0)
        else:
            patch.setattr(compiling, "_compiled", lambda kernel: kernel)
            patch.setattr(answers, "LEAST", 0)
            patch.setattr(product, "LANES", 1)
            patch.setattr(product, "PIECE", 1)
        yield


@contextmanager
def large(*, compiled: bool = False) -> Iterator[None]:
    """Look ahead in cases of any size as in large ones, with kernels that are compiled or run as they stand."""
    with pytest.MonkeyPatch.context() as patch:
        dominance = importlib.import_module("countermove.stability.dominance")
        patch.setattr(dominance, "COMPILE_DOMINANCE_FROM_STATES", 0)
        if not compiled:
            patch.setattr(compiling, "_compiled", lambda kernel: kernel)
        yield


def verdicts(case: Case | ListedGame) -> Verdicts:
    """The stable states of every mover under every concept that is defined for the case."""
    graph = case if isinstance(case, ListedGame) else compile(case)
    return {
        (concept.id, mover.id): as_set(concept.verdict(graph, mover))
        for concept in concepts_for(graph)
        for mover in graph.movers
    }


def as_set(states: np.ndarray) -> frozenset[int]:
    """The states at which a Boolean array is true."""
    return frozenset(np.flatnonzero(states).tolist())


def reference_concepts(case: Case) -> tuple[str, ...]:
    """The concepts that the reference defines for a case."""
    every = ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis")
    return every[:5] if case.is_graph else every
