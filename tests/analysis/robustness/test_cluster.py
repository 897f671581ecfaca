"""A real Dask cluster of several processes: a worker that is killed changes nothing, a scheduler that is gone is told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from time import sleep

import pytest

from catalogued import LISTED
from countermove.analysis.robustness import cluster
from countermove.analysis.robustness import study as module
from countermove.analysis.robustness.run import counted
from countermove.analysis.robustness.study import Settings, Study, Tally
from countermove.catalog import load_case
from countermove.errors import CountermoveError, QuestionError
from countermove.game.compile import compile

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.file, self.processes = folder / "scheduler.json", list[subprocess.Popen[bytes]]()
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file))
        while not self.file.exists() or not self.file.read_text():
            assert self.scheduler.poll() is None
            sleep(0.05)
        self.address: str = json.loads(self.file.read_text())["address"]

    def start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *arguments]
        env = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", self.address, "--nthreads", "1", "--no-nanny")


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    for process in made.processes:
        process.kill()
        process.wait()


def question(draws: int) -> Study:
    return Study(compile(load_case("cuban-missile-crisis")), Settings(draws, 9, (0.0, 0.3), ("nash", "seq", "gmr")))


def test_a_worker_that_is_killed_changes_no_byte_and_a_scheduler_that_goes_away_is_told(
    dask: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 120.0)  # to start three workers on a busy machine
    workers = [dask.worker(), dask.worker(), dask.worker()]
    study = question(2_000)
    assert study.chunks == 20
    alone = counted(study, workers=1)
    killed: list[int] = []

    def kill(_: Tally) -> None:
        if not killed:
            os.kill(workers[0].pid, signal.SIGKILL)
            killed.append(workers[0].wait())

    found = counted(study, scheduler=dask.address, on_progress=kill)
    assert killed == [-signal.SIGKILL]
    assert json.dumps(found.to_dict()) == json.dumps(alone.to_dict())

    latest = study.nothing

    def end(tally: Tally) -> None:
        nonlocal latest
        latest = tally
        if len(tally.chunks) == 10:
            monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 2.0)
            dask.scheduler.kill()

    message = "^the scheduler .* went away before all draws were counted$"
    with pytest.raises(CountermoveError, match=message):
        counted(study, scheduler=dask.address, on_progress=end)
    assert 10 <= len(latest.chunks) < 20
    resumed = counted(study, before=latest, workers=1)
    assert json.dumps(resumed.to_dict()) == json.dumps(alone.to_dict())


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(cluster, "PATIENCE_SECONDS", 0.5)
        with pytest.raises(CountermoveError, match=r"^the scheduler tcp://127.0.0.1:9 does not answer"):
            counted(question(10), scheduler="tcp://127.0.0.1:9")
    with pytest.raises(CountermoveError, match=r"^the scheduler nowhere does not answer: "):
        counted(question(10), scheduler="nowhere")


def test_a_port_that_accepts_and_never_speaks_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were it waited for, the test would not end."""
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(CountermoveError, match=f"^the scheduler {address} does not answer"):
            counted(question(10), scheduler=address)


def test_an_address_of_tls_needs_certificates() -> None:
    import dask

    with pytest.raises(QuestionError, match=r"^tls://127.0.0.1:9: an address with tls:// needs certificates; set DASK_DIST"):
        counted(question(10), scheduler="tls://127.0.0.1:9")
    missing = {f"distributed.comm.tls.{what}": "/nowhere/at-all.pem" for what in ("ca-file", "client.cert", "client.key")}
    with (
        dask.config.set(missing),
        pytest.raises(QuestionError, match=r"^tls://127.0.0.1:9: the certificates cannot be read"),
    ):
        counted(question(10), scheduler="tls://127.0.0.1:9")


def test_other_versions_are_named_once() -> None:
    own = {"distributed": "2", "dask": "2"}
    versions = {
        "client": {"packages": own},
        "scheduler": {"packages": own | {"distributed": "1"}},
        "workers": {"tcp://b": {"packages": own | {"dask": "3"}}, "tcp://a": {"packages": own | {"dask": None}},
                    "tcp://c": {"packages": own | {"dask": "3"}}},
    }  # fmt: skip
    assert cluster._other_versions(versions) == [
        "the scheduler has distributed 1, and this machine 2",
        "a worker has no dask, and this machine 2",
        "a worker has dask 3, and this machine 2",
    ]
    assert cluster._other_versions(versions | {"scheduler": {"packages": own}, "workers": {}}) == []


def test_a_cluster_with_another_version_is_refused_in_one_message(dask: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 120.0)
    dask.worker()
    study = question(10)
    monkeypatch.setitem(study.identity, "countermove", "9.9")
    with pytest.raises(CountermoveError, match=r"^a worker has countermove .*, not 9\.9; install the same everywhere$"):
        counted(study, scheduler=dask.address)


def test_a_worker_without_the_program_is_told() -> None:
    class Failed:
        status = "error"

        def exception(self) -> BaseException:
            return ModuleNotFoundError("No module named 'countermove'", name="countermove")

    with pytest.raises(
        CountermoveError, match=r"^a worker of tcp://here has no countermove; install the same version every"
    ):
        cluster._result(Failed(), "tcp://here")


@pytest.mark.parametrize("fault", [ConnectionResetError("reset by peer"), TimeoutError(), CancelledError()], ids=repr)
def test_a_scheduler_that_goes_away_while_it_is_asked_for_a_result_is_told(fault: BaseException) -> None:
    class Lost:
        status = "finished"

        def exception(self) -> None:
            return None

        def result(self) -> Tally:
            raise fault

    with pytest.raises(CountermoveError, match=r"^the scheduler tcp://here went away before all draws were counted$"):
        cluster._result(Lost(), "tcp://here")


def test_where_dask_is_not_installed_it_is_told_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(QuestionError, match=r'^a cluster needs Dask: install it with pip install "countermove\[distri'):
        counted(question(10), scheduler="tcp://127.0.0.1:9")


def test_a_worker_of_another_version_refuses() -> None:
    study = question(10)
    case, version = study.game.case.model_dump_json(by_alias=True), study.identity["countermove"]
    tally = cluster._chunk(case, study.settings, version, 0)
    assert tally is not None
    whole = study.tally(0)
    assert whole is not None
    assert tally.to_dict() == whole.to_dict()
    with pytest.raises(CountermoveError, match=r"^a worker has countermove .*, not 0\.0\.9; install the same everywhere$"):
        cluster._chunk(case, study.settings, "0.0.9", 0)


def test_every_case_of_the_catalogue_reaches_a_worker_unchanged() -> None:
    from countermove.model.case import Case

    for id_ in LISTED:
        case = load_case(id_)
        for scenario in (None, *case.scenarios):
            graph = compile(case, scenario)
            assert Case.model_validate_json(graph.case.model_dump_json(by_alias=True)) == graph.case


def test_the_chunk_size_is_part_of_nothing_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = counted(question(30)).to_dict()
    monkeypatch.setattr(module, "CHUNK_DRAWS", 7)
    parts = counted(question(30)).to_dict()
    assert {k: v for k, v in whole.items() if k != "chunks"} == {k: v for k, v in parts.items() if k != "chunks"}
