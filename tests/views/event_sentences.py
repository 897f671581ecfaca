"""What a page says of events that happened, read back."""

from __future__ import annotations

import re
from typing import Any

from preference_sentences import PreferenceReader
from reference import line_values, status_quo_of
from reference_deals import DealModel


class EventReader(PreferenceReader[DealModel]):
    """Whether the model explains events, before the status quo and after it."""

    def check_events(self, items: list[tuple[int, str, str]]) -> None:
        assert len(items) == len(self.case.events)
        for (_, _, text), (event, before, after, fits) in zip(items, self.happened(), strict=True):
            self.event, self.codes, self.fits = event, (before, after), fits
            head, _, verdict = text.partition(". ")
            assert head.startswith(f"{event.on}: {self.case.label(event.actor)} "), head
            self.check_event(head, verdict)

    def happened(self) -> list[tuple[Any, int, int, bool]]:
        """Each event with the combinations before and after it: taken back from the status quo, or going on from it."""
        names, now = self.model.names, status_quo_of(self.case)
        assert isinstance(now, int)
        events, code = [], now
        past = [event for event in self.case.events if not self.case.at or event.on <= self.case.at]
        for event in reversed(past):
            takes = {names.find_text(text, event.actor) for text in event.takes}
            drops = {names.find_text(text, event.actor) for text in event.drops}
            bits = [code >> k & 1 for k in range(len(self.rows))]
            fits = all(bits[k] for k in takes) and not any(bits[k] for k in drops)
            before = sum((k in drops or (bits[k] and k not in takes)) << k for k in range(len(self.rows)))
            events.append((event, before, code, fits))
            code = before
        events.reverse()
        code = now
        for event in self.case.events[len(past) :]:
            takes = {names.find_text(text, event.actor) for text in event.takes}
            drops = {names.find_text(text, event.actor) for text in event.drops}
            after = sum((k in takes or (code >> k & 1 and k not in drops)) << k for k in range(len(self.rows)))
            events.append((event, code, after, True))
            code = after
        return events

    def check_event(self, head: str, verdict: str) -> None:
        before, after = (self.model.state_of.get(code) for code in self.codes)
        where = re.fullmatch(r"(.+?)(?: \((state \d+) to (state \d+)\)|, from (.+) to (.+))?", head)
        assert where
        is_body, actor = self.model.is_body(self.event.actor), self.event.actor
        who = self.case.label(actor)
        if before is None or after is None:
            assert verdict == "The model has no such state: this combination of options is not feasible."
            return
        if where[2] or where[4]:
            assert self.state(where[2] or where[4]) == before
            assert self.state(where[3] or where[5]) == after
        can = after in self.model.steps(actor, before, False)
        better = after in self.model.steps(actor, before, True)
        if not self.fits:
            assert verdict == "This does not fit the status quo or a later event."
        elif before == after:
            name = re.fullmatch(r"This was so already in (.+)\.", verdict)
            assert name
            assert self.state(name[1]) == before
        elif not can:
            assert verdict == "The model does not allow this move."
        elif better:
            why = ": the decision passes as the members prefer" if is_body else f" as an improvement for {who}"
            assert verdict == f"The model explains this{why}."
        elif is_body:
            assert verdict == "The model does not explain this: the decision does not pass as the members prefer."
        else:
            start = f"The model does not explain this: it is no improvement for {who}."
            assert verdict.startswith(start)
            lost = self.lost(actor, before, after)
            against = re.fullmatch(
                r" It goes against this preference: (.+) \(statement (\d+)\)\.", verdict.removeprefix(start)
            )
            assert bool(against) == (lost is not None), verdict
            if against:
                assert lost == int(against[2]) - 1
                assert self.is_entry(against[1], (self.case.actors[actor].prefers or ())[int(against[2]) - 1], actor)

    def lost(self, actor: str, before: int, after: int) -> int | None:
        """The first statement of an actor that tells two states apart, where the one after has it less."""
        if not self.case.actors[actor].prefers:
            return None
        was, is_ = (line_values(self.case, actor, int(min(self.model.states[s], key=int))) for s in (before, after))
        place = next((k for k, (a, b) in enumerate(zip(was, is_, strict=True)) if a != b), None)
        return place if place is not None and is_[place] < was[place] else None
