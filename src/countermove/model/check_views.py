"""Views: is each about others, does it say something, and is it about what one can be mistaken about?"""

from __future__ import annotations

from collections.abc import Iterator

from countermove.errors import Diagnostic, quoted
from countermove.model.case import Case
from countermove.model.names import NameFault, OptionNames

__all__ = ["view_errors", "view_warnings"]


def view_errors(case: Case) -> Iterator[Diagnostic]:
    """Views in which an actor is mistaken about itself (CM801)."""
    for viewer, view in case.views.items():
        if viewer in view.actors:
            message = f"{quoted(viewer)} has a view of its own preferences"
            hint = f"write what it prefers under actors.{viewer}, or in a scenario"
            yield Diagnostic("CM801", "error", ("views", viewer, "actors", viewer), message, hint)


def view_warnings(case: Case) -> Iterator[Diagnostic]:
    """Views that say nothing (CM804), and actors that do not know an option of their own (CM805)."""
    names = OptionNames(case)
    for viewer, view in case.views.items():
        if not (view.actors or view.unaware or view.unseen):
            message = f"the view of {quoted(viewer)} says nothing"
            hint = "write actors:, unaware: or unseen:, or take it out"
            yield Diagnostic("CM804", "warning", ("views", viewer), message, hint)
        for k, text in enumerate(view.unaware):
            try:
                row = names.rows[names.find_text(text, viewer)]
            except NameFault:
                continue
            if row.owner == viewer:
                message = f"{quoted(viewer)} does not know of its own option {quoted(row.id)}"
                hint = "it will never change it; is an option of somebody else meant?"
                yield Diagnostic("CM805", "warning", ("views", viewer, "unaware", k), message, hint)
