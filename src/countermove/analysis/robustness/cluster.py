"""Chunks of a study on a Dask cluster: workers may die, since a chunk can be counted anywhere, and again."""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import CancelledError
from functools import lru_cache
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

from countermove.analysis.robustness.study import Settings, Study, Tally
from countermove.errors import CountermoveError, QuestionError
from countermove.game.listed import listed_game
from countermove.model.case import Case

__all__ = ["counted_there", "gathered", "require_same_versions"]

CHUNKS_UNDER_WAY = 64
"""Chunks that are under way at a time: enough for a cluster of some dozen workers, and few enough to stop soon."""
LOST = ("cancelled", "lost")
"""What the status of a chunk is that was lost, with its worker or with the scheduler."""
MOST_LOSSES = 3
"""How often one chunk may be lost before the cluster is given up, as often as Dask itself tries a chunk again."""
PATIENCE_SECONDS = 10.0
"""Seconds for all of connecting, a first worker included: Dask retries for about as long where a node starts up."""
DASK_SHARE = 0.8
"""The share of what is left of these seconds that one step of Dask may take, so that its own reason is heard."""
CERTIFICATES = "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, ...__CLIENT__CERT and ...__CLIENT__KEY"
"""The variables of the environment by which Dask is given the certificates of a cluster that speaks TLS."""
SAME_EVERYWHERE = ("distributed", "dask")
"""Packages whose versions have to agree, since Dask's messages change with them; `_chunk` looks at our own."""


def counted_there(study: Study, todo: Sequence[int], address: str) -> Generator[Tally]:
    """The counts of the chunks `todo`, one by one, from the workers of the scheduler at `address`.

    The workers need this version of the program, and of Dask. A chunk whose worker dies is counted by another. Raises
    `QuestionError` where Dask is not installed or has no certificates for an address of TLS, and `CountermoveError`
    where the scheduler does not answer, has no workers, has other versions, or goes away.
    """
    try:
        import distributed
    except ImportError:
        raise QuestionError(
            'a cluster needs Dask: install it with pip install "countermove[distributed]", or leave out --scheduler'
        ) from None
    _quieten_dask()
    _check_certificates(distributed, address)
    client = _within_patience(lambda end: _connected(_client_kind(distributed), address, end), address)
    try:
        question = (study.game.case.model_dump_json(by_alias=True), study.settings, study.identity["countermove"])
        yield from gathered(client, _chunk, lambda chunk: (*question, chunk), list(todo), address)
    finally:
        client.close(timeout=1)


def _quieten_dask() -> None:
    """Let Dask log nothing: each lost connection several times, where one message says what to do."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _client_kind(distributed: Any) -> Any:
    """Dask's class of clients, without what it does when one is forgotten: it is closed here, by name."""

    class Client(distributed.Client):  # type: ignore[misc]
        def __del__(self) -> None:
            # A client that never connected would wait there for twice its patience, and print a traceback.
            pass

    return Client


def _check_certificates(distributed: Any, address: str) -> None:
    """Raise `QuestionError` for an address of TLS where Dask knows no certificates: it would end in a `TypeError`."""
    if address.startswith("tls://"):
        try:
            arguments = distributed.Security().get_connection_args("client")
        except (OSError, ValueError) as fault:  # a file that is missing, or is no certificate
            raise QuestionError(f"{address}: the certificates cannot be read: {fault}; set {CERTIFICATES}") from None
        if arguments.get("ssl_context") is None:
            raise QuestionError(f"{address}: an address with tls:// needs certificates; set {CERTIFICATES}")


def _within_patience(connecting: Callable[[float], Any], address: str) -> Any:
    """What `connecting` returns, given the moment of the monotonic clock at which patience ends.

    It works in a thread of its own, which is left behind then: Dask bounds each of its steps, some of them not at all,
    and so a port that accepts and never speaks would hold the program.
    """
    outcomes: Queue[tuple[Any, BaseException | None]] = Queue()
    end = monotonic() + PATIENCE_SECONDS

    def work() -> None:
        try:
            outcomes.put((connecting(end), None))
        except BaseException as fault:
            outcomes.put((None, fault))

    Thread(target=work, name="connecting to a scheduler", daemon=True).start()
    try:
        client, fault = outcomes.get(timeout=max(end - monotonic(), 0))
    except Empty:
        raise CountermoveError(
            f"the scheduler {address} does not answer within {PATIENCE_SECONDS:g} seconds; check its address"
        ) from None
    if fault is not None:
        raise fault
    return client


def _connected(connect: Any, address: str, end: float) -> Any:
    """A client of a scheduler that has workers, all with the same versions as here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions; said below, in one message
            client = connect(address, timeout=DASK_SHARE * (end - monotonic()), set_as_default=False)
    except (OSError, TimeoutError, ValueError, ImportError) as fault:
        reason = " ".join(str(fault).split()).rstrip(".") or type(fault).__name__
        raise CountermoveError(f"the scheduler {address} does not answer: {reason}; check its address") from None
    try:
        client.wait_for_workers(1, timeout=max(DASK_SHARE * (end - monotonic()), 0.1))
        differences = _other_versions(client.get_versions())
    except TimeoutError:
        client.close(timeout=1)
        raise CountermoveError(f"the scheduler {address} has no workers; start some and ask again") from None
    except OSError:
        client.close(timeout=1)
        raise _gone(address) from None
    if differences:
        client.close(timeout=1)
        raise CountermoveError(f"{address}: {'; '.join(differences)}; install the same versions everywhere")
    return client


def require_same_versions(client: Any, address: str) -> None:
    """Raise `CountermoveError` where a node of a cluster has another version of Dask than this machine."""
    if differences := _other_versions(client.get_versions()):
        raise CountermoveError(f"{address}: {'; '.join(differences)}; install the same versions everywhere")


def _other_versions(versions: Mapping[str, Any]) -> list[str]:
    """Who has another version than this machine, or none, of what has to agree; one entry for each package and version."""
    own = versions["client"]["packages"]
    nodes = [("the scheduler", versions["scheduler"])]
    nodes += [("a worker", node) for _, node in sorted(versions["workers"].items())]
    differences = []
    for who, node in nodes:
        for name in SAME_EVERYWHERE:
            other = node["packages"].get(name)
            if other != own.get(name):
                has = f"{name} {other}" if other else f"no {name}"
                differences.append(f"{who} has {has}, and this machine {own.get(name)}")
    return list(dict.fromkeys(differences))


def gathered(
    client: Any, work: Callable[..., Any], arguments: Callable[[int], tuple[Any, ...]], todo: list[int], address: str
) -> Generator[Any]:
    """What `work` gives for each number of `todo`, in the order in which the workers of a cluster finish.

    Parameters
    ----------
    client
        A client of Dask.
    work
        The function that workers call.
    arguments
        From a number to the arguments of the function.
    todo
        The numbers; the list is emptied.
    address
        What messages call the cluster.

    Raises
    ------
    CountermoveError
        Where a worker fails, or the scheduler goes away. What is lost with a worker is done again by another.
    """
    done: Queue[Any] = Queue()
    waiting: dict[Any, int] = {}
    lost: Counter[int] = Counter()
    alive = monotonic()
    while todo or waiting:
        # Not all at once: an interruption would have to cancel thousands of futures, and a dead scheduler would hold
        # them.
        while todo and len(waiting) < CHUNKS_UNDER_WAY:
            chunk = todo.pop(0)
            future = client.submit(work, *arguments(chunk), pure=False)
            waiting[future] = chunk
            future.add_done_callback(done.put)
        try:
            future = done.get(timeout=1)
        except Empty:
            # No chunk in a second may be slow work, or a scheduler that is gone; only the second is given up.
            alive = monotonic() if client.status == "running" else alive
            if monotonic() - alive > PATIENCE_SECONDS:
                raise _gone(address) from None
            continue
        alive = monotonic()
        chunk = waiting.pop(future)
        # A chunk can be lost with its worker while the scheduler lives: it is drawn again, elsewhere.
        if future.status in LOST and client.status == "running" and lost[chunk] < MOST_LOSSES:
            lost[chunk] += 1
            todo.append(chunk)
            continue
        yield _result(future, address)


def _result(future: Any, address: str) -> Any:
    if future.status in LOST:
        raise _gone(address)
    try:
        fault = future.exception()
        if fault is None:
            return future.result()
    except (OSError, TimeoutError, CancelledError):  # the scheduler was lost while it was asked for the result
        raise _gone(address) from None
    if isinstance(fault, CountermoveError):
        raise fault
    if isinstance(fault, ModuleNotFoundError) and fault.name is not None and fault.name.startswith("countermove"):
        raise CountermoveError(f"a worker of {address} has no countermove; install the same version everywhere")
    reason = " ".join(f"{type(fault).__name__}: {fault}".split())
    raise CountermoveError(f"a worker of {address} failed: {reason}")


def _gone(address: str) -> CountermoveError:
    return CountermoveError(f"the scheduler {address} went away before all draws were counted")


def _chunk(case: str, settings: Settings, version: str, chunk: int) -> Tally | None:
    """What a worker does: count one chunk."""
    from countermove import __version__

    # Counts of another version may differ, and the sum of both would be of neither.
    if version != __version__:
        raise CountermoveError(f"a worker has countermove {__version__}, not {version}; install the same everywhere")
    return _study(case, settings).tally(chunk)


@lru_cache(2)
def _study(case: str, settings: Settings) -> Study:
    return Study(listed_game(Case.model_validate_json(case)), settings)
