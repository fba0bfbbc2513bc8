"""The vocabularies: codes that a reader can guess and an address can hold."""

import inspect
import re
from enum import StrEnum

import pytest

from app.values import terms

VOCABULARIES = [
    vocabulary
    for _, vocabulary in inspect.getmembers(terms, inspect.isclass)
    if issubclass(vocabulary, StrEnum) and vocabulary is not StrEnum
]
CODED = [one for one in VOCABULARIES if not one.__name__.endswith("Sort")]
SORTS = [one for one in VOCABULARIES if one.__name__.endswith("Sort")]
every_vocabulary = pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda one: one.__name__)
every_code_list = pytest.mark.parametrize("vocabulary", CODED, ids=lambda one: one.__name__)


def test_there_are_vocabularies() -> None:
    assert len(VOCABULARIES) >= 20


@every_code_list
def test_a_code_is_lower_case_words_and_hyphens(vocabulary: type[StrEnum]) -> None:
    assert [code for code in vocabulary if not re.fullmatch(r"[a-z]+1?(-[a-z]+)*", code)] == []


def test_an_order_comes_in_both_directions() -> None:
    for sort in SORTS:
        upward = {code for code in sort if not code.startswith("-")}
        assert upward
        assert set(sort) == upward | {f"-{code}" for code in upward}


@every_code_list
def test_a_code_is_called_in_python_what_it_is_called_outside(vocabulary: type[StrEnum]) -> None:
    for name, code in vocabulary.__members__.items():
        assert name == code.value.replace("-", "_").upper()


@every_vocabulary
def test_a_vocabulary_says_what_it_means_in_a_sentence(vocabulary: type[StrEnum]) -> None:
    assert vocabulary.__doc__ is not None
    assert vocabulary.__doc__[0].isupper()
    assert vocabulary.__doc__.rstrip().endswith((".", "?"))


@every_vocabulary
def test_a_code_stands_for_one_thing(vocabulary: type[StrEnum]) -> None:
    assert len(set(vocabulary)) == len(vocabulary.__members__)


@pytest.mark.parametrize(
    ("vocabulary", "codes"),
    [
        (terms.MissionKind, "peacekeeping special-political national-operation"),
        (terms.MissionStatus, "active withdrawing liquidating ended"),
        (
            terms.MilestoneType,
            "established deployed mandate-ended closing-ceremony withdrawal-completed "
            "liquidation-started",
        ),
        (terms.ActionType, "establishes extends terminates requests-withdrawal"),
        (terms.UnitType, "formed-police-unit infantry not-stated"),
        (terms.ContingentRelation, "most-recent earlier seen"),
        (terms.BaseKind, "headquarters camp site"),
        (terms.BaseState, "in-use being-closed handed-over closed retained-for-liquidation"),
        (terms.Outcome, "death injury displacement"),
        (
            terms.Cause,
            "hostile-act accident illness self-inflicted to-be-determined any not-stated",
        ),
        (terms.CasualtyGroup, "mission-personnel military police civilian-staff population"),
        (terms.CasualtyBasis, "cumulative incident"),
        (
            terms.StrengthCategory,
            "uniformed troops police experts civilian all-personnel",
        ),
        (terms.StrengthBasis, "present average departed authorised map-estimate"),
        (
            terms.EventType,
            "coup vote ceremony hand-over closure withdrawal attack agreement election request",
        ),
        (terms.TaskCategory, "protection-of-civilians political-process human-rights"),
        (terms.DocumentKind, "article dataset"),
        (
            terms.Qualifier,
            "exactly about more-than at-least up-to between order-of-magnitude",
        ),
        (terms.Match, "possible certain"),
    ],
)
def test_a_promised_code_is_there(vocabulary: type[StrEnum], codes: str) -> None:
    assert set(codes.split()) - set(vocabulary) == set()
