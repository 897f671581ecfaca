import pytest

from countermove.model.case import Case
from countermove.model.names import NameFault, OptionNames
from countermove.model.statements import parse

CASE = Case.model_validate(
    {
        "actors": {
            "usa": {"options": {"talk": "Talk", "arms": {"levels": ["none", "full"]}}},
            "uk": {"options": {"talk": "Talk", "go": "Go"}},
            "eu": {"options": {"arms": {"levels": ["none", "some"]}}},
            "un": {},
        }
    }
)
NAMES = OptionNames(CASE)


@pytest.mark.parametrize(
    ("text", "owner", "full"),
    [
        ("go", None, "uk.go"),
        ("talk", "usa", "usa.talk"),
        ("uk.talk", "usa", "uk.talk"),
        ("arms is none", "eu", "eu.arms-none"),
        ("usa.arms is full", "eu", "usa.arms-full"),
        ("arms-some", None, "eu.arms-some"),
    ],
)
def test_a_name_means_one_option(text: str, owner: str | None, full: str) -> None:
    ref = parse(text).tree
    assert CASE.option_rows[NAMES.find(ref, owner)].full == full  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code", "message", "hint"),
    [
        ("talk", "CM106", '"talk" is the id of several options', "write one of usa.talk, uk.talk"),
        ("arms is none", "CM106", '"arms" is the id of several options', "write one of usa.arms, eu.arms"),
        ("goo", "CM104", 'unknown option "goo"', 'did you mean "go"?'),
        ("uk.tlk", "CM104", 'unknown option "uk.tlk"', 'did you mean "talk"?'),
        ("un.talk", "CM104", 'unknown option "un.talk"', '"un" has no options'),
        (
            "us.talk",
            "CM104",
            'unknown option "us.talk": no actor or body "us"',
            'did you mean "usa.talk" or "uk.talk"?',
        ),
        ("usa.arms", "CM108", '"usa.arms" has levels', 'write "usa.arms is LEVEL" with one of none, full'),
        ("eu.arms is full", "CM108", 'unknown level "full" of eu.arms', 'known: "none", "some"'),
        ("go is none", "CM108", '"go" has no levels', 'leave out "is"'),
    ],
)
def test_a_name_that_means_none_or_several_is_refused(text: str, code: str, message: str, hint: str) -> None:
    with pytest.raises(NameFault) as caught:
        NAMES.find(parse(text).tree)  # type: ignore[arg-type]
    assert (caught.value.code, str(caught.value), caught.value.hint) == (code, message, hint)


def test_a_fault_knows_its_offset_in_the_statement() -> None:
    with pytest.raises(NameFault) as caught:
        NAMES.bind(parse("go and not  og"))
    assert caught.value.offset == 12
