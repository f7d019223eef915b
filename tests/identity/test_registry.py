"""Registration numbers typed by different hands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import registration_number
from tichet_rules.identity.registry import LONGEST_NUMBER

anything = st.text(st.characters(codec=None)) | st.text("0123456789./ aăI\u0338")
numbers = st.integers(0, 10**9)
sections = st.from_regex(r"[0-9a-z]{1,5}", fullmatch=True)
dates = st.dates(min_value=date(1, 1, 1))


@st.composite
def typed(draw: st.DrawFn, number: int, section: str, filed: date) -> str:
    """One of the ways of typing number/section/date."""

    def spaced(text: str) -> str:
        at = draw(st.integers(0, len(text)))
        return text[:at] + draw(st.sampled_from(["", " ", "\u00a0", "  "])) + text[at:]

    digits = "0" * draw(st.integers(0, 3)) + str(number)
    digits = draw(st.sampled_from([digits, f"{number:,}".replace(",", "."), digits + "."]))
    day = draw(st.sampled_from([f"{filed.day}", f"{filed.day:02}"]))
    month = draw(st.sampled_from([f"{filed.month}", f"{filed.month:02}"]))
    section = draw(st.sampled_from([section, section.upper()]))
    return "/".join(map(spaced, [digits, section, f"{day}.{month}.{filed.year:04}"]))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("119368/305", "119368/305"),
        ("119.368/305", "119368/305"),
        (" 0119 368 / 305 ", "119368/305"),
        ("119.368/305/28.02.2020", "119368/305/28.02.2020"),
        ("119368 / 305 / 28. 2. 2020", "119368/305/28.02.2020"),
        ("119368/1.3.2020", "119368/01.03.2020"),
        ("119368/29.02.2020", "119368/29.02.2020"),
        ("119368", "119368"),
        ("0", "0"),
        ("000/305", "0/305"),
        ("A-12/305", "a-12/305"),
        ("00A12/305", "a12/305"),
        # After the number, zeros and dots matter.
        ("119368/0305", "119368/0305"),
        ("119368/II.1", "119368/ii.1"),
        ("119368/III.11", "119368/iii.11"),
        # Not a date of the form dd.mm.yyyy: kept as written.
        ("119368/28.02.20", "119368/28.02.20"),
        ("119368/2020-02-28", "119368/2020-02-28"),
        ("119368/128.02.2020", "119368/128.02.2020"),
        ("119368/28/02/2020", "119368/28/02/2020"),
        # The first part is a number whatever it looks like.
        ("28.02.2020", "28022020"),
        # Pasted from a document.
        ("\u200e119.368\u00a0/\u200b305", "119368/305"),
        ("\uff11\uff11\uff19\uff13\uff16\uff18\uff0f\uff13\uff10\uff15", "119368/305"),
        ("119368/ȘT", "119368/șt"),
    ],
)
def test_the_canonical_form(text: str, canonical: str) -> None:
    assert registration_number(text) == canonical


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("119368/305", "119368/306"),
        ("119368/305", "119368/305/28.02.2020"),
        ("119368/305", "119368"),
        ("119368/305", "119368/0305"),
        ("119368/305", "119368/3.05"),
        ("119368/305/28.02.2020", "119368/305/02.28.20"),
        ("119368/305", "1193680/305"),
        ("119368/305", "119368305"),
        ("119368/II.1", "119368/III"),
    ],
)
def test_another_number(a: str, b: str) -> None:
    assert registration_number(a) != registration_number(b)


EVERY_PART = "with a letter or a digit in every part"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", EVERY_PART),
        (" ", EVERY_PART),
        ("/", EVERY_PART),
        ("/305", EVERY_PART),
        ("119368/", EVERY_PART),
        ("119368//28.02.2020", EVERY_PART),
        ("...", EVERY_PART),
        ("119368/.", EVERY_PART),
        ("119368/-", EVERY_PART),
        ("\u3164/305", EVERY_PART),
        ("119368/305/31.02.2020", "a date that exists"),
        ("119368/305/29.02.2021", "a date that exists"),
        ("119368/305/1.13.2020", "a date that exists"),
        ("119368/305/0.1.2020", "a date that exists"),
        ("119368/305/01.01.0000", "a date that exists"),
        ("119368\n/305", "control characters"),
        ("119368\t/305", "control characters"),
        ("119368/305\x00", "control characters"),
        ("119368/305\r\nSet-Cookie: a", "control characters"),
        ("119368\u2028", "line separators"),
        ("119368/\ud800", "lone surrogates"),
        ("1" * (LONGEST_NUMBER + 1), "at most 100 characters"),
        ("1" * 10_240, "at most 1000 characters as typed"),
        ("1" + "\u0315\u0300" * 1_000_000, "at most 1000 characters as typed"),
    ],
)
def test_what_no_registry_issues_is_refused(text: str, right: str) -> None:
    with pytest.raises(InvalidInput, match=right) as refusal:
        registration_number(text)
    assert refusal.value.field == "registration_number"
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize("text", [None, 119368, b"119368/305", 119.368])
def test_what_is_no_text_is_refused(text: object) -> None:
    with pytest.raises(WrongType, match=r"^registration_number: .* expected a str"):
        registration_number(text)  # type: ignore[arg-type]


def test_the_longest_number() -> None:
    assert registration_number("0" * 100 + "1" * LONGEST_NUMBER) == "1" * LONGEST_NUMBER


@given(st.data(), numbers, sections, dates)
def test_every_way_of_typing_a_number_is_that_number(
    data: st.DataObject, number: int, section: str, filed: date
) -> None:
    written = f"{filed.day:02}.{filed.month:02}.{filed.year:04}"
    text = data.draw(typed(number, section, filed))
    assert registration_number(text) == f"{number}/{section}/{written}"


@given(st.data(), *[st.tuples(numbers, sections, dates)] * 2)
def test_different_numbers_stay_different(
    data: st.DataObject, a: tuple[int, str, date], b: tuple[int, str, date]
) -> None:
    assume(a != b)
    assert registration_number(data.draw(typed(*a))) != registration_number(data.draw(typed(*b)))


@given(anything)
@example("½/\u210e/℀")
@example("1 \u0301/ \u0338")
def test_any_text_has_a_stable_form_or_is_refused(text: str) -> None:
    try:
        canonical = registration_number(text)
    except InvalidInput:
        pass
    else:
        assert registration_number(canonical) == canonical
        assert len(canonical) <= LONGEST_NUMBER
        assert " " not in canonical
