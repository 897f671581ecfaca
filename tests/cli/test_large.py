"""The command line on cases whose states are too many to list."""

from __future__ import annotations

import builtins
import json
import signal
from pathlib import Path
from typing import Any

import pytest

from cases import sparse_case
from countermove.cli import run
from countermove.game.searched import SearchedGame
from countermove.io.formats import dump
from processes import signalled

ALLIES = "thirty-allies-2022"


def refusal(question: str) -> str:
    """The whole sentence with which a game whose states are not listed refuses a question."""
    way = SearchedGame.unanswered[question]
    return f"{question} needs the list of all states, and this case has too many; {way}\n"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(arguments), *capsys.readouterr())


@pytest.fixture
def wide(tmp_path: Path) -> str:
    """A case of 31 actors with 4 options each."""
    path = tmp_path / "wide.yaml"
    path.write_text(dump(sparse_case(31, 4)), encoding="utf-8")
    return str(path)


def test_solve_does_it_by_itself(wide: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "solve", wide, "--limit", "20")
    assert (status, err) == (0, "")
    assert "The 124 options have 2^124 combinations, too many to list." in " ".join(out.split())
    assert max(map(len, out.split("\n"))) <= 100


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "solve", ALLIES, "--format", form)
    assert (status, err) == (0, "")
    if form == "json":
        data = json.loads(out)
        assert data["states"]["count"] is None
        assert data["left_out"] == ["gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"]
        assert len(data["equilibria"]) == 8
    elif form == "csv":
        assert len(out.splitlines()) == 9
    else:
        assert out.startswith("# European security talks")


def test_concepts_and_depth(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, "solve", ALLIES, "--concepts", "nash,seq", "--depth", "1", "--seconds", "2", "-f", "json")
    assert status == 0
    assert json.loads(out)["depth"] == 1


def test_explain_one_state(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, "explain", ALLIES, "now", "--actor", "estonia", "--depth", "1")
    assert status == 0
    assert "It is not known whether the state is stable for Estonia." in out
    assert "No answer of at most 1 move was found." in out
    status, out, _ = asked(capsys, "explain", ALLIES, "insist,apply", "-a", "france", "-c", "nash", "-f", "json")
    data = json.loads(out)
    assert status == 0
    assert (data["state"], data["actor"], data["stable"], data["improvements"]) == (None, "france", True, [])
    assert len(json.loads(asked(capsys, "explain", ALLIES, "now", "-c", "nash", "-f", "json")[1])["explanations"]) == 33


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("explain", ALLIES, "3"), "the states of this case are too many to be numbered; a state is the word now, or"),
        (("explain", ALLIES, "usa.deal,nato.admit,apply"), '"usa.deal and nato.admit" is impossible in this case'),
        (("explain", ALLIES, "now", "-c", "sim"), "ask for one of nash, gmr, smr, seq, sseq"),
        (("explain", ALLIES, "now", "-a", "nobody"), 'unknown actor or body "nobody"'),
        (("solve", ALLIES, "--concepts", "l3"), "ask for one of nash, gmr, smr, seq, sseq"),
        (("solve", ALLIES, "--all"), "this question needs the list; ask solve, explain"),
        (("solve", ALLIES, "--assign", "usa=nash"), "this question needs the list; ask solve, explain"),
        (("solve", ALLIES, "--seconds", "0"), "the time limit is 0 seconds"),
        (("states", ALLIES, "--where", "usa.talks"), '--where, column 1: unknown option "usa.talks"'),
        (("coalitions", ALLIES), refusal("coalitions")),
        (("paths", ALLIES, "--from", "7"), "the states of this case are too many to be numbered"),
        (("paths", ALLIES, "--where", "usa.talks"), '--where, column 1: unknown option "usa.talks"'),
        (("paths", ALLIES, "--concepts", "sim"), "ask for one of nash, gmr, smr, seq, sseq"),
        (("credibility", ALLIES, "-c", "seq"), 'threats are what "gmr" and "smr" count on; not "seq"'),
        (("credibility", ALLIES, "--seconds", "nan"), "the time limit is nan seconds"),
        (("farsighted", ALLIES), refusal("farsighted")),
        (("perceptions", ALLIES), refusal("perceptions")),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_way_out(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = asked(capsys, *arguments)
    assert (status, out) == (1, "")
    assert words in err


def test_winners(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "winners", ALLIES)
    text = " ".join(out.split())
    assert (status, err) == (0, "")
    assert "Places are estimates from 1,000 states drawn at random, and may be off by 3 percentage points." in text
    assert "- Ukraine: about the top 13 %, as good as today; 3 of 4 preferences met, the first missed: NATO: " in text
    assert 'outcome 1 misses NATO: "Admit Ukraine" (statement 4).' in text
    assert max(map(len, out.split("\n"))) <= 100
    data = json.loads(asked(capsys, "winners", ALLIES, "-f", "json")[1])
    assert data["case"]["title"].startswith("European security talks")
    assert [outcome["dominated_by"] for outcome in data["outcomes"]].count([]) == 4
    rows = asked(capsys, "winners", ALLIES, "-f", "csv")[1].splitlines()
    assert len(rows) == 1 + 9 * 32
    assert asked(capsys, "winners", ALLIES, "-f", "md", "--limit", "1")[1].startswith("# European security talks")


def test_credibility(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "credibility", ALLIES)
    text = " ".join(out.split())
    assert (status, err) == (0, "")
    assert "A Nash equilibrium rests on no threat: no actor or body has an improvement that must be deterred." in text
    assert "All 17 rest on bluffs: threats that are not in the interest of those who make them." in text
    assert (
        'bluff deters it: Russia chooses "Attack Ukraine", against its own preference: not "Attack Ukraine" (statement 3).'
        in text
    )
    assert max(map(len, out.split("\n"))) <= 100
    status, out, _ = asked(capsys, "credibility", ALLIES, "--state", "now", "-f", "json")
    (held,) = json.loads(out)["threats"]
    assert (status, held["state"], held["options"]["russia.insist"]) == (0, None, True)
    rows = asked(capsys, "credibility", ALLIES, "--state", "now", "-f", "csv")[1].splitlines()
    assert rows[0].startswith("code,label,held-back,gain,certain,step,mover")
    assert len(rows) == 1 + 10


def test_paths(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "paths", ALLIES)
    text = " ".join(out.split())
    assert (status, err) == (0, "")
    assert 'To outcome 1 ("Stand-off"): 17 improvements. No path is shorter' in text
    assert max(map(len, out.split("\n"))) <= 100
    status, out, _ = asked(capsys, "paths", ALLIES, "--to", "insist,contain,apply", "--ways", "1", "-f", "json")
    data = json.loads(out)
    assert (status, data["from"], data["routes"][0]["length"]) == (0, None, 1)
    assert data["paths"][0]["steps"][0]["mover"] == "russia"
    rows = asked(capsys, "paths", ALLIES, "--from", "now", "--where", "nato.admit", "-f", "csv")[1].splitlines()
    assert rows[0] == "to,label,by,sequence,step,mover,before,after,words"
    assert rows[1].endswith('"NATO adopts ""Admit Ukraine"""')
    assert asked(capsys, "paths", ALLIES, "--most", "10", "--to", "nothing", "-f", "md")[1].startswith("# From the")


def test_states(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "states", ALLIES, "--where", "russia.attack and nato.admit", "--limit", "4")
    text = " ".join(out.split())
    assert (status, err) == (0, "")
    assert "4 states in which the statement is true, in the order in which the solver found them. There are more;" in text
    data = json.loads(asked(capsys, "states", ALLIES, "--limit", "2", "-f", "json")[1])
    assert (data["count"], data["truncated"], len(data["states"])) == (None, True, 2)
    status, out, err = asked(capsys, "states", ALLIES, "--limit", "3", "-f", "csv")
    assert (status, err) == (0, "there are more states; --limit shows them\n")
    assert len(out.splitlines()) == 4
    status, out, _ = asked(capsys, "states", ALLIES, "--where", "nato.admit and usa.deal")
    assert (status, out.splitlines()[3]) == (0, "There is no feasible state in which the statement is true (proved).")


def test_check_and_show_need_no_states(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, "check", ALLIES)
    assert status == 0
    assert "the states were not checked" in out
    status, out, _ = asked(capsys, "show", ALLIES)
    assert status == 0
    assert "Estonia" in out


def test_without_a_solver_the_message_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("ortools"):
            raise ImportError(name)
        return ordinary(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    status, out, err = asked(capsys, "solve", ALLIES)
    assert (status, out) == (1, "")
    assert 'install it with pip install "countermove[solver]"' in err


def test_a_case_that_is_wrong_is_told_at_its_place(wide: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(wide)
    path.write_text(path.read_text(encoding="utf-8") + "impossible: [a0.o0, not a0.o0]\n", encoding="utf-8")
    status, out, err = asked(capsys, "solve", wide)
    assert (status, out) == (1, "")
    assert "the status quo is not feasible: impossible: not a0.o0" in err
    assert "[CM302]" in err


def test_a_real_interrupt_of_a_real_search(wide: str, tmp_path: Path) -> None:
    """SIGINT while the solver is at work: status 130, and nothing that looks like an answer."""
    command = ["solve", wide, "--limit", "1000000000"]
    done = signalled(command, signal.SIGINT, "countermove.search.encoding:searched", 1, folder=tmp_path, waits=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")
