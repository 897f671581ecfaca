"""The benchmarks work, at a small size: no times are asserted, and the page shows what was recorded."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks import bandwidth, curve, editing, page, run, solving, tight
from benchmarks.models import TIGHT, exclusions, random_case, shared, tight_case
from benchmarks.plots import draw

from countermove.game.compile import compile
from countermove.stability.engines.product import LEAST

RESULTS = json.loads(run.RESULTS.read_text(encoding="utf-8"))

# -------------------------------------------------------------------------------------------------- cases


def test_options_are_shared_evenly() -> None:
    for options, actors in product(range(1, 30), range(1, 8)):
        found = shared(options, actors)
        assert sum(found) == options
        assert max(found) - min(found) <= 1


def test_random_cases_have_the_size_and_the_features_that_were_asked_for() -> None:
    assert compile(random_case(3, 2)).size == 64
    assert compile(random_case(3, (1, 2, 3))).size == 64
    graph = compile(random_case(4, 2, irreversible=3, constrained=True, body=True))
    assert graph.size < 2 ** len(graph.options)
    assert [int(m.reach.no_drop).bit_count() for m in graph.movers] == [1, 1, 1, 0, 0]
    assert [m.is_body for m in graph.movers] == [False] * 4 + [True]


@pytest.mark.parametrize("shape", TIGHT)
def test_tight_cases_have_as_many_states_as_their_shape_says(shape: str) -> None:
    """In an order of the options other than that of the benchmark."""
    assert compile(tight_case(shape, seed=3)).size == TIGHT[shape]


def test_exclusions_rule_out_what_they_name() -> None:
    names = ["p", "q", "r"]
    (one,) = exclusions(names, 3, 1, seed=1)
    assert sorted(word for word in one.split() if word not in ("and", "not")) == names


# ----------------------------------------------------------------------------------------------- measures


def test_a_case_is_measured_and_its_result_asserted() -> None:
    small = solving.Benchmark("small", {"actors": 3, "options": 2}, solving.FIVE, 1, None, 64, {})
    result = solving.measure(small, runs=1)
    right = solving.Benchmark("small", small.model, solving.FIVE, 1, None, 64, result["equilibria"])
    solving.asserted(right, result)
    with pytest.raises(AssertionError):
        solving.asserted(small, result)
    assert result["megabytes"] > 1


def test_the_first_sizes_of_the_curve() -> None:
    rows = curve.curve(sizes=(10, 12))
    assert [row["states"] for row in rows] == [2**10, 2**12]
    assert all(set(row["concepts"]) == set(curve.CONCEPTS) for row in rows)


def test_a_tight_shape_is_measured() -> None:
    assert tight.measure("each option needs the one before", runs=1)["states"] == 7**6


def test_kernels_are_measured() -> None:
    found = bandwidth.measure(options=3, runs=1)
    assert found["states"] == 2**18 >= LEAST
    assert len({row["kernel"] for row in found["kernels"]}) == 5
    assert min([*found["machine"].values(), *(row["rate"] for row in found["kernels"])]) > 0


def test_changes_of_a_case_in_code_are_measured() -> None:
    """It asserts itself that all ways give the same cases and equilibria."""
    found = editing.measure(rounds=1, changes=3)
    assert found["changes"] == 3
    assert min(found["seconds"].values()) > 0


# ------------------------------------------------------------------------------------------------ the page


def test_the_record_holds_every_benchmark() -> None:
    assert set(RESULTS) >= {"python", "cores", *run.FAMILIES} - {"unlisted", "draws"}
    assert [row["name"] for row in RESULTS["cases"]] == [b.name for b in solving.BENCHMARKS]
    assert [(row["name"], row["states"]) for row in RESULTS["tight"]] == list(TIGHT.items())
    assert [row["options"] for row in RESULTS["curve"]] == list(curve.SIZES)
    assert [row["equilibria"] for row in RESULTS["curve"]] == list(curve.EQUILIBRIA.values())


def test_the_record_is_within_what_is_aimed_at() -> None:
    """What was recorded, not what would be measured here and now."""
    limits = {b.name: b for b in solving.BENCHMARKS}
    for row in RESULTS["cases"]:
        assert row["ranks"] + row["solve"] <= limits[row["name"]].seconds
        assert row["megabytes"] <= (limits[row["name"]].megabytes or 6_000)
    assert max(row["seconds"] for row in RESULTS["tight"]) < 5
    assert RESULTS["editing"]["to engine"] <= 3
    assert RESULTS["editing"]["edits to data"] <= 0.2
    costs = [row["five"] / row["states"] for row in RESULTS["curve"] if row["options"] >= 16]
    assert max(costs) <= 3 * min(costs)


def test_the_page_shows_the_record() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert text == page.renewed(text, RESULTS), "out of date: run make bench"
    assert all(f"<!-- {name}: measured -->" in text for name in page.tables(RESULTS))


def test_plots_of_the_same_record_are_the_same_files(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    drawn = []
    for folder in folders:
        folder.mkdir()
        drawn.append([path.read_bytes() for path in draw(RESULTS, folder)])
    assert drawn[0] == drawn[1]
    assert all(svg.startswith(b"<?xml") and b"<dc:date>" not in svg for svg in drawn[0])
    assert [path.name for path in draw(RESULTS, tmp_path)] == ["speed-per-state.svg", "speed-whole.svg"]
    assert all((page.PAGE.parent / path.name).exists() for path in draw(RESULTS, tmp_path))


def test_single_benchmarks_are_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def told(shape: str) -> dict[str, Any]:
        asked.append(shape)
        return {"name": shape, "states": 1, "seconds": 0.0}

    monkeypatch.setattr(run, "listed", told)
    run.main(["four"])
    assert asked == ["at most four of forty", "four-way exclusions"]
    assert "four-way exclusions" in capsys.readouterr().out


def test_shares_of_the_bandwidth_are_shares() -> None:
    for row in RESULTS["bandwidth"]["kernels"]:
        assert 0 < page.share(row, RESULTS) <= 1
        assert np.isclose(row["rate"], row["bytes"] * RESULTS["bandwidth"]["states"] / row["seconds"])
