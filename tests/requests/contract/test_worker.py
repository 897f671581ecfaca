"""Requests in processes of their own: progress, reuse, and every way in which one can end."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

import countermove
from contract_requests import request_of
from countermove.requests import handle
from countermove.requests.contract.worker import Job, Workers
from requests_answering import answering

WAIT = {"request": "wait"}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, waiting=1, grace=0.0, answering=answering) as started:
        yield started


def begun(workers: Workers, request: Mapping[str, Any]) -> Job:
    """A job whose process has said that it begins."""
    events: SimpleQueue[Any] = SimpleQueue()
    job = workers.start(request, events.put)
    events.get()
    return job


def pid(workers: Workers) -> int:
    """The process that answers now."""
    number = workers.start({"request": "pid"}).result()["pid"]
    assert isinstance(number, int)
    return number


def test_the_answer_is_that_of_handle() -> None:
    events: list[Any] = []
    request = request_of("solve", "condorcet-committee")
    with Workers(1) as real:
        assert real.start(request, events.append).result() == handle(request)
        assert events[0] == {"what": "Solving", "done": 0, "steps": events[0]["steps"]}
        wrong = request_of("explain", "condorcet-committee", state="99")
        assert real.start(wrong).result() == handle(wrong)


def test_a_process_stays_warm_for_the_next_request(workers: Workers) -> None:
    assert pid(workers) == pid(workers) != os.getpid()


def test_what_is_printed_does_not_reach_standard_output(workers: Workers, capfd: pytest.CaptureFixture[str]) -> None:
    assert "pid" in workers.start({"request": "print"}).result()
    assert capfd.readouterr().out == ""


def test_a_cancelled_job_ends_its_process_and_the_next_one_is_answered(workers: Workers) -> None:
    before = pid(workers)
    job = begun(workers, WAIT)
    job.cancel()
    job.cancel()
    assert job.result()["code"] == "cancelled"
    assert pid(workers) != before


def test_a_job_may_be_cancelled_while_it_waits_and_after_it_is_done(workers: Workers) -> None:
    first, second = begun(workers, WAIT), workers.start({"request": "pid"})
    second.cancel()
    assert second.result()["code"] == "cancelled"
    first.cancel()
    first.result()
    done = workers.start({"request": "pid"})
    assert "pid" in done.result()
    done.cancel()
    assert "pid" in done.result()


def test_time_ends_a_process_that_tells_no_progress(workers: Workers) -> None:
    answer = workers.start(WAIT | {"seconds": 0.01}).result()
    assert (answer["code"], answer["message"]) == ("time", "the time limit of 0.01 seconds is over")
    assert "pid" in workers.start({"request": "pid"}).result()


@pytest.mark.parametrize(("name", "words"), [("die", "by the signal SIGKILL"), ("leave", "with the exit status 7")])
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_that_dies_is_reported(workers: Workers, name: str, words: str) -> None:
    answer = workers.start({"request": name}).result()
    assert answer["code"] == "ended"
    assert words in answer["message"]
    assert answer["hint"]
    assert "pid" in workers.start({"request": "pid"}).result()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_too_much_memory_is_an_answer_and_the_process_is_replaced(workers: Workers) -> None:
    before = pid(workers)
    assert workers.start({"request": "memory"}).result()["code"] == "memory"
    assert pid(workers) != before


def test_more_requests_than_may_wait_are_told_to_come_back(workers: Workers) -> None:
    running, waiting = begun(workers, WAIT), workers.start({"request": "pid"})
    assert workers.start({"request": "pid"}).result()["code"] == "busy"
    running.cancel()
    assert "pid" in waiting.result()


def test_a_wrong_request_is_answered_without_a_process(workers: Workers) -> None:
    assert workers.start({"request": {1, 2}}).result()["code"] == "request"
    assert workers.start({"request": "solve", "case": "x" * 5_000_000}).result()["code"] == "size"


def test_what_the_function_of_the_caller_raises_is_raised_by_the_result(workers: Workers) -> None:
    def stop(_: Any) -> None:
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        workers.start(WAIT, stop).result()
    assert "pid" in workers.start({"request": "pid"}).result()


def test_a_program_of_coroutines_waits_without_a_thread(workers: Workers) -> None:
    async def answer() -> Any:
        return await asyncio.wrap_future(workers.start({"request": "pid"}).future)

    assert "pid" in asyncio.run(answer())


def test_closing_ends_what_is_running() -> None:
    closing = Workers(1, answering=answering)
    running, waiting = begun(closing, WAIT), closing.start(WAIT)
    closing.close()
    assert [running.result()["code"], waiting.result()["code"]] == ["cancelled", "cancelled"]


def test_a_script_needs_no_guard_and_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(Path(countermove.__file__).parent.parent)!r})\n"
        "import __main__ as main\nfrom countermove.requests.contract.worker import Workers\n"
        "print('run')\n"
        "with Workers(1) as workers:\n"
        "    job = workers.start({'request': 'show', 'catalogue': 'chicken'})\n"
        "    # Other threads see the main module all the while.\n"
        "    assert sys.modules['__main__'] is main\n"
        "    print(job.result()['case']['title'])\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    # What stands in the folder of the script, or where it is run, is not taken for a module of the standard library.
    (tmp_path / "json.py").write_text("print('another json'); raise SystemExit(3)")
    run = subprocess.run(
        [sys.executable, "-P", str(script)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("run\nChicken\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_ends_with_the_program_that_started_it() -> None:
    program = """
import os, signal
from queue import SimpleQueue
from countermove.requests.contract.worker import Workers
from requests_answering import answering

events = SimpleQueue()
workers = Workers(1, answering=answering)
print(workers.start({"request": "pid"}).result()["pid"], flush=True)
workers.start({"request": "wait"}, events.put)
events.get()
os.kill(os.getpid(), signal.SIGKILL)
"""
    here = Path(__file__).parent
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(here), *sys.path])}
    # The pipe of standard error stays open as long as the process lives: that it ends is what is waited for.
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert int(run.stdout) != 0
