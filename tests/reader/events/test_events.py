"""Events: type, parties, status, voice."""

from __future__ import annotations

import pytest

from countermove.reader.entities import mentions
from countermove.reader.events.events import events
from countermove.reader.events.triggers import forms
from countermove.reader.records import Event
from countermove.reader.speech.speech import speech
from countermove.reader.text import text_of


def found(words: str) -> list[Event]:
    text = text_of(f"A title\n\n{words}")
    names = mentions(text)
    return events(text, names, speech(text, names))


@pytest.mark.parametrize(
    ("words", "type_", "source", "target", "status"),
    [
        ("Kenya accused Uganda of fraud.", "accuse", ["KEN"], ["UGA"], "actual"),
        ("Uganda was attacked by Kenya.", "assault", ["KEN"], ["UGA"], "actual"),
        ("Kenya has not attacked Uganda.", "assault", ["KEN"], ["UGA"], "negated"),
        ("Kenya will meet Uganda in May.", "consult", ["KEN"], ["UGA"], "scheduled"),
        ("Kenya could attack Uganda.", "assault", ["KEN"], ["UGA"], "hypothetical"),
        ("Kenya and Uganda resumed talks.", "consult", ["KEN", "UGA"], ["KEN", "UGA"], "actual"),
        ("Kenya released three Ugandan sailors.", "concede", ["KEN"], ["UGA"], "actual"),
        ("A Kenyan-Ugandan meeting was held.", "consult", ["KEN", "UGA"], ["KEN", "UGA"], "actual"),
        ("There is fear of war around Kenya's attack on Uganda.", "assault", ["KEN"], ["UGA"], "actual"),
        ("Kenya, Rwanda and Burundi have sued Uganda.", "accuse", ["KEN", "RWA", "BDI"], ["UGA"], "actual"),
    ],
)
def test_who_does_what_to_whom(words: str, type_: str, source: list[str], target: list[str], status: str) -> None:
    (event,) = found(words)
    assert (event.type, list(event.sources), list(event.targets), event.status) == (type_, source, target, status)
    assert event.inferred == ()


def test_nobody_is_guessed_in_the_place_of_a_group() -> None:
    (event,) = found("Kenya and Uganda waited. The West has rejected the plans of Rwanda.")
    assert (event.type, event.sources, event.targets) == ("reject", (), ("RWA",))


def test_what_is_done_by_somebody_is_his() -> None:
    assert [(e.sources, e.type) for e in found("Kenya read the treaty proposed by Uganda.")] == [(("UGA",), "request")]


def test_an_imminent_attack_has_not_happened() -> None:
    (event,) = found("There is fear of war around Kenya's imminent attack on Uganda.")
    assert (event.sources, event.targets, event.status) == (("KEN",), ("UGA",), "hypothetical")


def test_an_initiative_is_seized_without_arms() -> None:
    assert found("Kenya seized the initiative.") == []
    assert [e.type for e in found("Kenya seized a Ugandan ship.")] == ["coerce"]


def test_what_is_demanded_is_an_event_of_its_own() -> None:
    demand, act = found("Kenya urged Uganda to lift the duties.")
    assert (demand.type, demand.sources, demand.targets, demand.status) == ("request", ("KEN",), ("UGA",), "actual")
    assert (act.type, act.sources, act.status) == ("concede", ("UGA",), "hypothetical")


def test_an_event_inside_speech_has_the_speaker_s_voice() -> None:
    (event,) = found("Kenya said that Uganda had attacked Rwanda.")
    assert (event.voice, event.sources, event.targets) == (("KEN",), ("UGA",), ("RWA",))


def test_parties_that_are_not_named_are_inferred() -> None:
    events_ = found("Kenya made an offer to Uganda. Uganda rejected the offer.")
    assert [(e.type, e.targets, e.inferred) for e in events_][-1] == ("reject", ("KEN",), ("KEN",))


@pytest.mark.parametrize("words", ["The ministry sent a letter home.", "Farmers sold milk.", "He left the house."])
def test_without_a_political_actor_there_is_no_event(words: str) -> None:
    assert found(words) == []


def test_mere_references_are_no_events() -> None:
    assert found("Kenya is tired of the talks.") == []


@pytest.mark.parametrize(
    ("verb", "some"), [("deny", {"denied", "denies"}), ("ban", {"banned", "banning"}), ("withdraw", {"withdrew", "withdrawn"}), ("veto", {"vetoes"})]
)  # fmt: skip
def test_forms_of_verbs(verb: str, some: set[str]) -> None:
    assert some <= forms(verb)


def test_a_pronoun_is_not_the_object_of_its_own_verb() -> None:
    events_ = found("Kenya said that Uganda would close the border. It accused Uganda of fraud.")
    assert [(e.sources, e.targets) for e in events_ if e.type == "accuse"] == [(("KEN",), ("UGA",))]


def test_two_governments_are_those_who_dealt_with_each_other() -> None:
    events_ = found("Kenya and Uganda met in Arusha. The two governments will sign a treaty.")
    assert [(e.sources, e.mutual) for e in events_ if e.type == "support"] == [(("KEN", "UGA"), True)]
