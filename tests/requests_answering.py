"""What stands in for `handle` in the processes of tests: it waits, dies, or takes memory when it is told to."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any

from countermove.requests.contract.answers import refusal_data

__all__ = ["answering"]


def answering(request: Mapping[str, Any], on_progress: Callable[[Mapping[str, Any]], None]) -> dict[str, Any]:
    """Do what the name of the request says, once it has been said that it begins."""
    on_progress({"what": "Waiting", "done": 0, "steps": None})
    match request["request"]:
        case "wait":
            while True:
                time.sleep(3600)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(7)
        case "memory":
            try:
                return {"bytes": len(bytearray(10**12))}
            except MemoryError as fault:
                return refusal_data(fault)
        case "print":
            print("this would break the protocol of a program that talks over standard output")
    return {"pid": os.getpid()}
