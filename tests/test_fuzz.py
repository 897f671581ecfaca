"""A short run of the fuzzer, and the fuzzer itself: it notices a fault and keeps the input."""

from __future__ import annotations

from pathlib import Path

import pytest

import fuzz
import fuzz_findings
from countermove.errors import CaseError, Diagnostic


def test_random_input_leads_to_no_traceback() -> None:
    found = fuzz.fuzz(500, start=7)
    assert found.counts.total() == 500
    assert found.counts.keys() == {"case compiled", "case read", "case refused", "statement read", "statement refused"}
    assert found.failures == {}, "\n".join(fuzz_findings.saved(found))


def test_the_same_seed_gives_the_same_inputs() -> None:
    assert fuzz.fuzz(60, start=3) == fuzz.fuzz(60, start=3)


def test_a_fault_is_noticed_and_its_smallest_input_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise ZeroDivisionError("always")

    monkeypatch.setattr(fuzz, "parse", broken)
    found = fuzz_findings.Findings()
    for text in (b"not a", b"a", b"a or b"):
        fuzz_findings.attempt(found, fuzz.try_statement, text)
    assert found.counts == {"FAILED": 3}
    (said,) = fuzz_findings.saved(found)
    assert said.startswith("ZeroDivisionError: always\nTraceback (most recent call last):\n")
    file = Path(said.rsplit("The input is in ", 1)[1])
    assert file.read_bytes() == b"a"
    file.unlink()


def test_an_input_that_takes_too_long_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: bytes) -> str:
        while True:
            pass

    monkeypatch.setattr(fuzz_findings, "PATIENCE", 1)
    found = fuzz_findings.Findings()
    fuzz_findings.attempt(found, endless, b"")
    assert [kind.split(":")[0] for kind in found.failures] == ["SlowInput"]


def test_a_refusal_has_to_name_a_place_that_is_there() -> None:
    assert fuzz.try_case(b"actors: {a: {prefers: [x]}}") == "case refused"
    with pytest.raises(fuzz_findings.BrokenPromise, match="an error without its file"):
        fuzz._sensible(CaseError([Diagnostic("CM104", "error", (), "x")]), b"", "a.yaml")
