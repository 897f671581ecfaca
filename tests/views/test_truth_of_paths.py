"""Every sentence about how a conflict may evolve, read back and held against the reference; what cannot be read fails."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from cases import labelled, random_case, random_graph_case, random_statement
from countermove.analysis.evolution.evolution import starts
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.views.evolution import starts_page
from reference_deals import DealModel
from reference_paths import chances
from sentences import failing_as, share_is
from views.path_sentences import PathsReader


def with_events(rng: Random, case: Case) -> Case:
    """The case with events before and after the status quo, of which some fit and some do not."""
    rows = [row for row in case.option_rows if row.level is None]
    events = []
    for k in range(rng.randint(1, 4)):
        owner = rng.choice(rows).owner
        own = [row.full for row in rows if row.owner == owner]
        chosen = rng.sample(own, rng.randint(1, len(own)))
        events.append({"on": f"2024-0{k + 1}-01", "actor": owner, rng.choice(("takes", "drops")): chosen})
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    return Case.model_validate({**data, "at": f"2024-0{rng.randint(1, 3)}-15", "events": events})


def random_question(seed: int) -> tuple[Case, Random]:
    rng = Random(seed)
    case = random_graph_case(rng, states=(2, 6), actors=(1, 3)) if seed % 4 == 3 else random_case(
        rng, max_options=4, actors=(1, 3)
    )  # fmt: skip
    if not case.is_graph and case.status_quo is not None and seed % 3 == 0:
        case = with_events(rng, case)
    return (labelled(rng, case) if seed % 5 == 1 else case), rng


def one(seed: int) -> set[str]:
    """What is said of one random case; the patterns of the sentences that were read."""
    case, rng = random_question(seed)
    model = DealModel(case)
    start = model.status_quo if model.status_quo is not None and rng.random() < 0.7 else rng.randrange(len(model.states))
    to = rng.randrange(len(model.states)) if seed % 5 == 2 else None
    names = [row.full for row in case.option_rows]
    where = random_statement(rng, names) if seed % 5 == 4 and not case.is_graph and not case.coalesce else None
    concepts: Sequence[tuple[str, ...] | None] = (None, ("nash",), ("nash", "smr"))
    with failing_as(f"seed {seed}"):
        reader = PathsReader(case, start, to, where, concepts[seed % 3])
        reader.check()
    return reader.used


@pytest.mark.parametrize("part", range(3))
def test_what_is_said_of_random_cases_is_so(part: int) -> None:
    for seed in range(20 * part, 20 * part + 20):
        one(seed)


def one_without_start(seed: int) -> None:
    """What the table says of a case without a status quo: where each state leads."""
    case, _ = random_question(seed)
    case = case.model_copy(update={"status_quo": None, "events": ()})
    reader = PathsReader(case, 0, None, None, None)
    (table,) = reader.tables(starts_page(starts(compile(case)), 100))
    for s, (name, targets, ends) in enumerate(table.rows):
        start = PathsReader(case, s, None, None, None) if s else reader
        assert reader.listed(name) == [s]
        assert set(reader.listed(targets)) == start.reached["improvements"] & start.wanted
        shares = chances(start.model, s)
        printed = {}
        for part in ends.replace("\u00a0", " ").split("; "):
            states, _, share = part.rpartition(": ")
            printed[frozenset(reader.listed(states))] = share
        assert set(printed) == set(shares)
        for states, share in printed.items():
            share_is(share, shares[states])
    assert any("No state is an equilibrium under Nash or SEQ." in note for note in table.notes) == reader.is_fallback


def test_where_each_state_leads_is_so() -> None:
    for seed in range(16):
        with failing_as(f"seed {seed}"):
            one_without_start(seed)
