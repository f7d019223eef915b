from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import (
    Booking,
    BookingStatus,
    Channel,
    Contact,
    InvalidInput,
    Procedure,
    Slot,
    WrongType,
)
from tichet_rules.storage import booking_of, row_of
from tichet_rules.timekeeping.instants import from_ticks

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
FIRST, LAST = -62_135_510_400_000_000, 253_370_764_800_000_000  # in the years 1 and 9998
instants = st.integers(FIRST, LAST).map(from_ticks)
any_booking = st.builds(
    Booking,
    id=st.sampled_from(["b-1", "119368/305@20261126T080000Z-2", "ă" * 200]),
    request=st.sampled_from(["119368/305", "1"]),
    inspector=st.sampled_from(["i-1", "Mureșan, Ioana"]),
    applicant=texts,
    slot=st.builds(Slot, instants, st.integers(1, 20_000)),
    status=st.sampled_from(BookingStatus),
    channel=st.sampled_from(Channel),
    contact=st.builds(Contact, st.none() | texts, st.none() | texts),
    buffer_before_minutes=st.integers(0, 1440),
    buffer_after_minutes=st.integers(0, 1440),
    booked_at=st.none() | instants,
    revision=st.integers(0, 2**62),
    procedure=st.sampled_from(Procedure),
    room=st.none() | st.just("Sala 3"),
    in_place_of=st.none() | st.just("i-2"),
    record=st.none() | st.just("0123456789abcdef" * 4),
    recorded_at=st.none() | instants,
    answer_requested_at=st.none() | instants,
    ticket=st.none() | st.just("f" * 64),
    issued_at=st.none() | instants,
)

ONE = Booking("b-1", "1/305", "i-1", "name:a", Slot(datetime(2026, 11, 26, 8, tzinfo=UTC)))


@given(any_booking, st.sampled_from(["postgresql", "sqlite"]))
def test_a_booking_and_its_row_are_the_same(booking: Booking, dialect: Any) -> None:
    row = row_of(booking, dialect)
    assert booking_of(row) == booking
    # Plain values only, as not every driver knows what to do with an enumeration.
    assert {type(each) for each in row.values()} <= {str, int, datetime, type(None)}


def test_an_audience_without_a_request_has_a_row() -> None:
    audience = Booking("b-1", None, "d-1", "name:a", ONE.slot, procedure="audience")
    row = row_of(audience, "sqlite")
    assert row["request"] is None
    assert booking_of(row) == audience


def test_instants_are_exact_and_in_the_form_of_the_database() -> None:
    start = datetime(2026, 11, 26, 8, 0, 0, 1, tzinfo=UTC)
    booking = Booking("b-1", "1/305", "i-1", "name:a", Slot(start), booked_at=start)
    assert row_of(booking)["start"] == start
    assert row_of(booking, "sqlite")["start"] == 1_795_680_000_000_001
    assert row_of(booking, "sqlite")["booked_at"] == 1_795_680_000_000_001


def test_an_instant_in_any_zone_is_read_as_the_same_instant() -> None:
    there = ONE.slot.start.astimezone(timezone(timedelta(hours=2)))
    assert booking_of(row_of(ONE) | {"start": there}) == ONE


def test_the_table_may_have_other_columns() -> None:
    assert booking_of(row_of(ONE) | {"occupied_from": 0, "webex": "…"}) == ONE


@pytest.mark.parametrize("row", [tuple(row_of(ONE).values()), None, "b-1"])
def test_a_row_without_names_is_an_error_that_says_how_to_have_them(row: Any) -> None:
    with pytest.raises(WrongType, match=r"row: expected .*row_factory = sqlite3\.Row") as error:
        booking_of(row)
    assert "name:a" not in str(error.value)


def test_a_missing_column_is_named() -> None:
    row = row_of(ONE)
    del row["minutes"]
    with pytest.raises(InvalidInput, match="a row with the column 'minutes'"):
        booking_of(row)


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        ("start", datetime(2026, 11, 26, 8), InvalidInput),  # noqa: DTZ001 (that is the point)
        ("start", "2026-11-26T08:00:00Z", WrongType),
        ("start", None, WrongType),
        ("start", 10**30, InvalidInput),
        ("booked_at", 1.5, WrongType),
        ("minutes", 0, InvalidInput),
        ("status", "tentative", InvalidInput),
        ("channel", "", InvalidInput),
        ("revision", -1, InvalidInput),
        ("id", None, WrongType),
        ("request", None, InvalidInput),
        ("procedure", "petition", InvalidInput),
        ("record", "0" * 63, InvalidInput),
        ("issued_at", "2026-11-26T08:00:00Z", WrongType),
    ],
)
def test_a_value_that_no_booking_has_is_an_error_that_names_it(
    column: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=column):
        booking_of(row_of(ONE) | {column: value})


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
@pytest.mark.parametrize("column", ["applicant", "phone", "email"])
def test_text_that_no_database_keeps_is_an_error_that_does_not_show_it(
    column: str, text: str
) -> None:
    facts: dict[str, Any] = (
        {"applicant": text}
        if column == "applicant"
        else {"applicant": "name:a", "contact": Contact(**{column: text})}
    )
    booking = Booking("b-1", "1/305", "i-1", slot=ONE.slot, **facts)
    with pytest.raises(InvalidInput, match=f"{column}: expected text without NUL") as error:
        row_of(booking)
    assert error.value.given is None


def test_only_a_booking_has_a_row() -> None:
    with pytest.raises(WrongType):
        row_of("b-1")  # type: ignore[arg-type]
