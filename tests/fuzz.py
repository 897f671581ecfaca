"""Random input for the loader and the statement parser: whatever comes in, no traceback comes out.

    python tests/fuzz.py [N] [--seed S] [--processes P]        (make fuzz N=...)

One half of the N inputs are real case files with their bytes changed at random; the other half are made by
Hypothesis, as cases of random shape and as statements. Every input must be refused with a `CaseError` or a
`StatementError`, or be read; and what is read must be checked, compiled and written without any other error, and
be the same when it is read back. An input that breaks this is saved to a file, which is named; the exit status is 1.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from countermove.catalog import case_ids, case_path
from countermove.catalog.starter import STARTER
from countermove.errors import CaseError, QuestionError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.io.files import MAX_BYTES
from countermove.io.formats import dump, load
from countermove.model.case import Actor, Body, BodyOption, Case, Event, Pattern, Source, View
from countermove.model.checks.check import check
from countermove.model.checks.diagnostics import DIAGNOSTICS
from countermove.model.parse import keys_of
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown
from countermove.model.rules import ONE_WORD, RULE_WORDS
from countermove.model.statements import KEYWORDS, StatementError, parse
from fuzz_findings import BrokenPromise, Findings, attempt, hold, saved, spread

__all__ = ["fuzz", "main"]

DEFAULT = 100_000
MOST_STATES = 256
CHUNK = 500
"""Hypothesis starts afresh after so many inputs, which keeps its memory small."""
NAME = "fuzzed.yaml"

# --------------------------------------------------------------------------------------------- what has to hold


def try_case(content: bytes, name: str = NAME) -> str:
    """Read a case and do with it what may be done; what became of it. Any other error is a fault."""
    try:
        case = load(io.BytesIO(content), name)
    except CaseError as fault:
        _sensible(fault, content, name)
        return "case refused"
    errors = [d for d in check(case) if d.severity == "error"]
    hold(errors == [], f"a case that was read has errors: {errors}")
    for suffix in (".yaml", ".json"):
        again = load(io.StringIO(dump(case, suffix)), f"again{suffix}")
        hold(again == case, f"a case changes when it is written as {suffix} and read again")
    graph = _compiled(case)
    _exchanged(case, graph)
    return "case compiled" if graph is not None else "case read"


def _sensible(fault: CaseError, content: bytes, name: str) -> None:
    """Errors have known codes and places that are in the file, and can be printed."""
    lines = content.count(b"\n") + content.count(b"\r") + 1
    hold(len(fault.diagnostics) > 0, "a refusal without a reason")
    for found in fault.diagnostics:
        hold(found.severity == "error", f"a refusal for a warning: {found}")
        hold(found.code in DIAGNOSTICS, f"an unknown code: {found}")
        hold(f"[{found.code}]" in str(found), f"an error without its code: {found}")
        hold(found.place is not None and found.place.file == name, f"an error without its file: {found}")
        line = (found.place.line if found.place else None) or 1
        hold(1 <= line <= lines, f"an error in a line that is not there: {found}")


def _compiled(case: Case) -> ListedGame | None:
    """The graph of the case, if it has a small one; scenarios are compiled, too. Unexpected errors are faults."""
    graph = None
    for scenario in (*case.scenarios, None):
        graph = None
        with suppress(CaseError, QuestionError):
            graph = compile(case, scenario, max_states=MOST_STATES)
    return graph


def _exchanged(case: Case, graph: ListedGame | None) -> None:
    """What is written for other programs has the same states in the same order, or is refused."""
    try:
        text = dump(case, ".gmcr")
    except QuestionError:
        return
    again = load(io.StringIO(text), "again.gmcr")
    if graph is not None:
        other = compile(again, max_states=MOST_STATES)
        hold(other.codes_at() == graph.codes_at(), "a .gmcr file has other states")
        hold(other.rank_rows.tolist() == graph.rank_rows.tolist(), "a .gmcr file has other preferences")


def try_statement(content: bytes) -> str:
    """Read a statement; what became of it. Any error but `StatementError` is a fault."""
    text = content.decode("utf-8", "surrogatepass")
    try:
        statement = parse(text)
    except StatementError as fault:
        hold(fault.message != "", "a refusal without a reason")
        hold(0 <= fault.offset <= len(text), f"a fault at {fault.offset} of {len(text)} characters")
        return "statement refused"
    hold(str(statement) == text, "a statement that is not what was written")
    return "statement read"


# ------------------------------------------------------------------------------------- real files, changed at random

WORDS_OF_FILES = (
    *(f"{key}:" for record in (Case, Actor, Body, BodyOption, View, Event) for key in keys_of(record)),
    *KEYWORDS, *RULE_WORDS, "- ", "  ", "\n", "\r\n", "\t", ": ", "{", "}", "[", "]", ",", "#", "|", ">", "?", "&a ",
    "*a", "<<: *a", "!!int ", "!!binary ", "!x ", "---\n", "...\n", "%YAML 1.1\n", "'", '"', "\\", "null", "~", "true",
    "NO", "007", "1e400", "-0", "nan", ".inf", "0x10", "99999999999999999999", "YN-", "Y", "-", "é", "\ufeff", "\u2028",
    "\x00", "\x85", "😀", "now", "state 1",
)  # fmt: skip
TOKENS = (*(word.encode() for word in WORDS_OF_FILES), b"\xff", b"\xc3", b"\xed\xa0\x80")


def real_files() -> dict[str, list[bytes]]:
    """Real case files by the ending of their names.

    The cases that come along, the starter case, and the examples of the case format and of the diagnostics.
    """
    page = (Path(__file__).resolve().parents[1] / "docs" / "reference" / "case-format.md").read_text(encoding="utf-8")
    examples = [block.split("```")[0].encode() for block in page.split("```yaml complete\n")[1:]]
    sound = [*(case_path(id_).read_bytes() for id_ in case_ids()), STARTER.encode(), *examples]
    wrong = [kind.example.encode() for kind in DIAGNOSTICS.values() if kind.example]
    found: dict[str, list[bytes]] = {".yaml": [*sound * 3, *wrong], ".json": [], ".gmcr": []}
    for file in sound:
        case = load(io.BytesIO(file), NAME)
        for suffix in (".json", ".gmcr"):
            with suppress(QuestionError):
                found[suffix].append(dump(case, suffix).encode())
    return found


def changed(rng: Random, files: list[bytes]) -> bytes:
    """One of the files, mostly a small one, with one to a few changes."""
    content = rng.choice([file for file in files if len(file) < 1_500] if rng.random() < 0.8 else files)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5, 12))):
        content = rng.choice(CHANGES)(rng, content, files)
    return content[:MAX_BYTES]


def _span(rng: Random, content: bytes, longest: int = 60) -> tuple[int, int]:
    start = rng.randint(0, len(content))
    return start, min(len(content), start + rng.randint(0, longest))


def _flip(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    if not content:
        return content
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :]


def _insert(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] + rng.choice(TOKENS) + content[at:]


def _replace(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    start, end = _span(rng, content, 12)
    return content[:start] + rng.choice(TOKENS) + content[end:]


def _delete(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    start, end = _span(rng, content)
    return content[:start] + content[end:]


def _repeat(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    start, end = _span(rng, content)
    return content[:end] + content[start:end] * rng.choice((1, 1, 2, 40)) + content[end:]


def _splice(rng: Random, content: bytes, files: list[bytes]) -> bytes:
    other = rng.choice(files)
    start, end = _span(rng, other, 200)
    at = rng.randint(0, len(content))
    return content[:at] + other[start:end] + content[at:]


def _exchange_words(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    words = content.split(b" ")
    a, b = rng.randrange(len(words)), rng.randrange(len(words))
    words[a], words[b] = words[b], words[a]
    return b" ".join(words)


def _exchange_lines(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def _indent(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    at = rng.randrange(len(lines))
    lines[at] = rng.choice((b" ", b"  ", b"\t", b"- ")) + lines[at] if rng.random() < 0.5 else lines[at].lstrip()
    return b"".join(lines)


def _cut(rng: Random, content: bytes, _: list[bytes]) -> bytes:
    return content[: rng.randint(0, len(content))]


CHANGES = (
    _flip, _insert, _replace, _delete, _repeat, _splice, _exchange_words, _exchange_words, _exchange_lines, _indent, _cut,
)  # fmt: skip


# ------------------------------------------------------------------------------------------- what Hypothesis makes

IDS = st.sampled_from(["a", "b", "c", "x", "y", "z", "go", "stay", "a.x", "b.y", "x-full", "full"])
ODD = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", " ", "Y", "NN", "Y-", "a.x", "and", "NO", "1e9", "#", "a: b", "\u2028", "- x", "'", "a#1", "status quo"]),
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(),
)  # fmt: skip
WORDS_OF_STATEMENTS = (
    *KEYWORDS, *(str.upper(word) for word in KEYWORDS), "a", "b", "x", "a.x", "b.y", "x-full", ".", ",", "(", ")", "()",
    "1", "2", "-1", "99", "²", "ä", "&", "\n", "\t", "\x00", "true", "is full", "not not", "atleast(2,", "a.x is",
)  # fmt: skip


def statements() -> SearchStrategy[str]:
    """Statements as they should be, nested; the same with something wrong; and text of any kind."""
    leaf = st.sampled_from(["x", "y", "a.x", "b.y", "go", "a.s is full", "true", "false"])

    def nested(inner: SearchStrategy[str]) -> SearchStrategy[str]:
        several = st.lists(inner, min_size=1, max_size=3).map(", ".join)
        return st.one_of(
            inner.map("not {}".format),
            inner.map("({})".format),
            st.tuples(inner, st.sampled_from(["and", "or", "implies", "if", "iff"]), inner).map(" ".join),
            st.tuples(st.sampled_from(["any", "all", "none", "one"]), several).map(lambda t: f"{t[0]}({t[1]})"),
            st.tuples(st.sampled_from(["atleast", "atmost"]), st.integers(0, 4), several).map(
                lambda t: f"{t[0]}({t[1]}, {t[2]})"
            ),
        )

    sound = st.recursive(leaf, nested, max_leaves=8)
    words = st.lists(st.sampled_from(WORDS_OF_STATEMENTS), max_size=10).map(" ".join)
    broken = st.tuples(sound, st.integers(0, 60), st.integers(0, 5), st.sampled_from(WORDS_OF_STATEMENTS)).map(
        lambda t: t[0][: t[1]] + t[3] + t[0][t[1] + t[2] :]
    )
    return st.one_of(sound, words, broken, st.text(max_size=30))


def rules() -> SearchStrategy[Any]:
    """Decision rules of any shape."""
    leaf: SearchStrategy[Any] = st.one_of(
        st.sampled_from(list(ONE_WORD)),
        IDS.map(lambda id_: {"actor": id_}),
        st.fixed_dictionaries(
            {"quota": st.one_of(st.integers(0, 5), st.sampled_from(["0.5", "2/3", "1e-40", "1.0"]))},
            optional={
                "weights": st.dictionaries(IDS, st.integers(-1, 4), max_size=3),
                "blocking": st.integers(-1, 3),
            },
        ),
        ODD,
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
            st.tuples(st.lists(IDS, max_size=2), inner).map(lambda t: {"veto": t[0], "also": t[1]}),
        ),
        max_leaves=4,
    )


def _record(keys: tuple[str, ...], known: dict[str, SearchStrategy[Any]]) -> SearchStrategy[dict[str, Any]]:
    """A mapping with some of the keys of a record, mostly with values that fit."""
    return st.fixed_dictionaries({}, optional={key: known.get(key, ODD) for key in keys})


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def cases() -> SearchStrategy[bytes]:
    """Cases of random shape, as JSON: mostly keys and values that could be right, and some that could not."""
    text = st.one_of(st.text(max_size=6), st.sampled_from(["One", "Two", "é"]))
    said = st.one_of(st.sampled_from(["x", "y", "not x", "a.x and b.y", "true", "x is full"]), statements(), ODD)
    plain = st.sampled_from(["x", "y", "not x", "a.x", "x or y", "true"])
    claim = st.one_of(
        plain, plain, said, _record(keys_of(Claim), {"that": said, "because": text, "evidence": st.lists(IDS)})
    )
    sure = st.one_of(st.sampled_from([0, 0.5, 1, "0.7"]), ODD)
    line = st.one_of(
        plain, plain, said, _record(keys_of(Line), {"that": said, "otherwise": said, "sure": sure, "because": text})
    )
    lines = st.lists(
        st.one_of(
            line,
            _record(keys_of(Equally), {"equally": st.lists(line, max_size=2)}),
            _record(keys_of(OrderUnknown), {"order unknown": st.lists(line, max_size=2)}),
        ),
        max_size=3,
    )
    pattern = st.one_of(st.sampled_from(["Y", "YN", "N-", "YNY", "-", "s1", "s2"]), said)
    ranking = st.lists(st.one_of(pattern, st.lists(pattern, max_size=2)), max_size=4)
    worth = st.dictionaries(IDS, st.one_of(st.integers(-3, 3), ODD), max_size=3)
    option = st.one_of(
        text,
        _record(
            keys_of(BodyOption),
            {
                "name": text,
                "change": st.sampled_from(["both", "take-only", "drop-only", "never"]),
                "needs": said,
                "levels": st.lists(st.sampled_from(["none", "full", "partial", "x"]), max_size=3),
                "decides": rules(),
            },
        ),
    )
    options = st.one_of(st.dictionaries(IDS, option, max_size=3), ODD)
    pairs = st.lists(st.lists(st.sampled_from(["s1", "s2", "s3"]), max_size=3), max_size=3)
    ways = {"prefers": lines, "ranking": ranking, "worth": worth}
    good_actor = st.fixed_dictionaries(
        {"options": st.dictionaries(st.sampled_from("xyz"), text, max_size=2)},
        optional={"prefers": lines, "name": text},
    )
    actor = st.one_of(
        good_actor, good_actor, good_actor, _record(keys_of(Actor), {**ways, "options": options, "moves": pairs}), ODD
    )
    members = st.lists(st.sampled_from("abc"), max_size=3)
    good_body = st.fixed_dictionaries(
        {"members": st.just(["a"]), "decides": rules(), "options": st.just({"x": None})}, optional={"name": text}
    )
    body = st.one_of(
        good_body, _record(keys_of(Body), {"members": members, "decides": rules(), "options": options, "name": text})
    )
    seen = st.one_of(_record(tuple(ways), dict(ways)), ODD)
    view = _record(
        keys_of(View),
        {"actors": st.dictionaries(IDS, seen, max_size=2), "unaware": st.lists(IDS, max_size=2), "unseen": lines},
    )
    event = _record(keys_of(Event), {"on": text, "actor": IDS, "takes": st.lists(IDS, max_size=2)})
    ids = st.sampled_from("abc")
    top: dict[str, SearchStrategy[Any]] = {
        "title": text,
        "actors": st.dictionaries(ids, actor, min_size=1, max_size=3),
        "bodies": st.dictionaries(st.sampled_from(["n", "u", "a"]), body, max_size=2),
        "impossible": st.lists(claim, max_size=2),
        "always": st.lists(claim, max_size=1),
        "coalesce": st.lists(st.one_of(pattern, _record(keys_of(Pattern), {"that": pattern})), max_size=2),
        "status quo": st.one_of(st.lists(IDS, max_size=2), st.sampled_from(["s1", "now"])),
        "states": st.dictionaries(st.sampled_from(["s1", "s2", "s3"]), text, max_size=3),
        "sources": st.dictionaries(IDS, _record(keys_of(Source), {}), max_size=1),
        "views": st.dictionaries(ids, view, max_size=2),
        "events": st.lists(event, max_size=2),
        "published": st.dictionaries(text, ODD, max_size=2),
    }
    few = st.sets(st.sampled_from([key for key in keys_of(Case) if key != "scenarios"]), max_size=4)

    def with_keys(keys: set[str]) -> SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({key: top.get(key, ODD) for key in sorted({"actors", *keys})})

    model = few.flatmap(with_keys)
    scenario = st.one_of(model, st.fixed_dictionaries({"actors": st.dictionaries(ids, st.none(), max_size=1)}), ODD)
    with_scenarios = st.tuples(model, st.dictionaries(IDS, scenario, max_size=2)).map(lambda t: {**t[0], "scenarios": t[1]})
    whole = st.one_of(model, model, model, with_scenarios, ODD)
    return whole.map(lambda data: _bytes(json.dumps(data, ensure_ascii=False)))


def generated(inputs: SearchStrategy[bytes], use: Callable[..., None], count: int, start: int) -> None:
    """Let Hypothesis make `count` inputs, and use each."""
    for first in range(0, count, CHUNK):
        quiet = settings(
            max_examples=min(CHUNK, count - first), database=None, deadline=None, derandomize=False,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip

        @seed(start + first)
        @quiet
        @given(content=inputs)
        def each(content: bytes) -> None:
            use(content=content)

        each()


# --------------------------------------------------------------------------------------------------------- the runs


def fuzz(count: int, start: int, folder: Path | None = None) -> Findings:
    """Try `count` inputs: half of them changed files, a quarter made cases, a quarter statements.

    With a `folder`, each input stands in a file there while it is tried.
    """
    current = folder and folder / f"{start}.txt"
    found, rng, files = Findings(current=current), Random(start), real_files()
    quarter = count // 4
    for _ in range(count - 2 * quarter):
        (suffix,) = rng.choices((".yaml", ".json", ".gmcr"), (6, 1, 1))
        attempt(found, partial(try_case, name=f"fuzzed{suffix}"), changed(rng, files[suffix]), suffix)
    generated(cases(), partial(attempt, found, try_case, suffix=".yaml"), quarter, start)
    generated(statements().map(_bytes), partial(attempt, found, try_statement), quarter, start)
    return found


def main(arguments: list[str]) -> int:
    """Fuzz in several processes, print what became of the inputs, and fail if any input did."""
    parser = argparse.ArgumentParser(description="Random input for the loader and the statement parser.")
    parser.add_argument("count", type=int, nargs="?", default=DEFAULT, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args(arguments)
    start = time.perf_counter()
    try:
        found = spread(fuzz, wanted.count, wanted.seed, wanted.processes)
    except BrokenPromise as fault:
        print(fault)
        return 1
    for fate, number in sorted(found.counts.items()):
        print(f"{number:>9,} {fate}")
    print(f"{found.counts.total():>9,} inputs in {time.perf_counter() - start:.0f} seconds (seed {wanted.seed})")
    print("\n\n".join(["", *saved(found)]) if found.failures else "No input led to a traceback.")
    return 1 if found.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
