"""Some feasible states of a case that is not listed, in which a statement holds; and whether these are all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.robustness.tally import Share
from countermove.errors import QuestionError
from countermove.game.searched import SearchedGame
from countermove.model.statements import Const, Node
from countermove.search.bounded import options_of
from countermove.search.encoding import Encoding
from countermove.search.nash import check_searched
from countermove.search.samples import feasible_sample

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeStates", "large_states"]

LIMIT = 1_000
SECONDS = 60.0
SEED = 1


@dataclass(frozen=True, eq=False)
class LargeStates:
    """Feasible codes in which `statement` holds (None: any), ascending, but the status quo first.

    `stopped`: by the limit, or by time; None where these are all. `share`: of the feasible states drawn at random
    those in which it holds; None where these are all, no statement was asked for, or states cannot be drawn fairly.
    """

    model: SearchedGame
    statement: Node | None
    codes: tuple[int, ...]
    stopped: Literal["limit", "time"] | None
    share: Share | None

    def __repr__(self) -> str:
        return f"LargeStates({len(self.codes):,} states; {'these are all' if self.complete else 'not all'})"

    @property
    def complete(self) -> bool:
        """Whether it is proved that there are no others."""
        return self.stopped is None

    def to_dict(self) -> dict[str, Any]:
        """As the command line writes it in JSON; `count` is null unless these are all, and no state has a number."""
        data: dict[str, Any] = {
            "count": len(self.codes) if self.complete else None,
            "share": None if self.share is None else self.share.to_dict() | {"draws": self.share.total},
            "states": [
                {"state": None, "code": code, "options": options_of(self.model, code), "ranks": None} for code in self.codes
            ],
        }
        return data | ({} if self.complete else {"truncated": True})

    def to_frame(self) -> pd.DataFrame:
        """One row per state, a Boolean column per option, by code (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [options_of(self.model, code) for code in self.codes]
        columns = [row.full for row in self.model.options]
        return pd.DataFrame(rows, index=pd.Index(self.codes, name="code", dtype=object), columns=columns)


def large_states(
    model: SearchedGame,
    statement: Node | None = None,
    *,
    limit: int = LIMIT,
    seconds: float = SECONDS,
    rng: np.random.Generator | int = SEED,
) -> LargeStates:
    """Feasible states in which a statement, bound to positions, holds: `limit` at most, within so many seconds.

    The constraint solver comes upon them in an order of its own; where there are no more than `limit`, these are all,
    and that is proved. If not, it is estimated of how many states the statement holds. Raises `QuestionError` for a
    limit or a time below 1, and where no solver is installed; `CaseError` as `large_equilibria`.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> found = large_states(searched_game(load_case("cuban-missile-crisis")))
    >>> found, found.codes[:3]
    (LargeStates(12 states; these are all), (0, 1, 2))
    """
    if limit < 1 or seconds <= 0:
        raise QuestionError("at least one state, and some time to find it, must be allowed")
    check_searched(model)
    encoding = Encoding(model)
    frame = encoding.state()
    asked = Const(True) if statement is None else statement
    encoding.require([encoding.holds(asked, frame)])
    now = model.status_quo if model.status_quo is not None and model.holds(asked, model.status_quo) else None
    found: dict[int, None] = {} if now is None else {now: None}

    def seen(code: int) -> bool:
        found[code] = None
        return len(found) <= limit

    whole = encoding.solve_all(frame, seen, seconds)
    stopped: Literal["limit", "time"] | None = None if whole else "limit" if len(found) > limit else "time"
    codes = sorted(list(found)[:limit], key=lambda code: (code != now, code))
    return LargeStates(model, statement, tuple(codes), stopped, None if whole else _share(model, statement, rng))


def _share(model: SearchedGame, statement: Node | None, rng: np.random.Generator | int) -> Share | None:
    """In how many of the states drawn the statement holds."""
    drawn = None if statement is None else feasible_sample(model, rng)
    if statement is None or drawn is None:
        return None
    return Share(sum(model.holds(statement, code) for code in drawn), len(drawn))
