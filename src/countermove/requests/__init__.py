"""The one door: every question, asked of a case, answered with a record and a view of it."""

from countermove.requests.contract.handling import handle
from countermove.requests.door import Answer, Request, ask

__all__ = ["Answer", "Request", "ask", "handle"]
