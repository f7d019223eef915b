"""What is written in any dialect and encoding is read back as the same bookings."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import Applicant, Booking, Office, Slot
from tichet_rules.interchange import booking_document
from tichet_rules.interchange.logs import read_log
from tichet_rules.model import BookingStatus, Channel, Contact

OFFICE = Office()
NAMES = ("Pop Ana", "Țîrlea Ștefan", "Pop-Ionescu Ana Maria")
CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
ALPHABET = "abcXYZ019 ăâîșțĂÂÎȘȚéő;,|'\"-_/=+@#.€"
IDS = st.text(ALPHABET, min_size=1, max_size=12).map(str.strip).filter(bool)


def instants(first: int, last: int) -> st.SearchStrategy[datetime]:
    zone = OFFICE.calendar.zone
    bounds = [datetime.fromisoformat(f"{year}-01-01") for year in (first, last)]
    found = st.datetimes(*bounds, timezones=st.just(zone))
    return found.map(lambda it: it.replace(microsecond=0))


@st.composite
def bookings(draw: st.DrawFn) -> tuple[Booking, str | None]:
    """A booking, and the name of who comes, if the file tells it."""
    name = draw(st.sampled_from([None, *NAMES]))
    number = f"{draw(st.integers(1, 999999))}/305"
    room = draw(st.none() | IDS)
    booking = Booking(
        id=draw(IDS),
        request=number,
        inspector=draw(IDS),
        applicant=f"request:{number}" if name is None else Applicant(name).key,
        slot=Slot(draw(instants(2021, 2090)), draw(st.integers(1, 600))),
        status=draw(st.sampled_from(list(BookingStatus))),
        channel=draw(st.sampled_from(list(Channel))),
        contact=Contact(
            draw(st.none() | st.just("0722 123 456")), draw(st.none() | st.just("a@b"))
        ),
        booked_at=draw(instants(2021, 2090)),
        room=room,
    )
    return booking, name


def written(instant: datetime, form: str) -> str:
    local = OFFICE.calendar.local(instant)
    single = local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()
    return local.strftime(form) if single else local.isoformat()


HEADERS = (
    ("Nr", "Număr înregistrare", "Inspector", "Solicitant", "Început", "Durata", "Programat la",
     "Stare", "Canal", "Sala", "Telefon", "E-mail"),
    ("id", "request", "inspector", "applicant", "start", "minutes", "booked_at",
     "status", "channel", "room", "phone", "email"),
)  # fmt: skip
FORMS = ("%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


@given(
    st.lists(bookings(), min_size=1, max_size=6),
    st.sampled_from(HEADERS),
    st.sampled_from(FORMS),
    st.sampled_from(";,\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1250"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
def test_bookings_come_back_from_any_spreadsheet(
    given_: list[tuple[Booking, str | None]],
    header: tuple[str, ...],
    form: str,
    delimiter: str,
    end: str,
    encoding: str,
    quoting: Any,
    romanian: bool,
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    for each, name in given_:
        writer.writerow(
            [
                each.id,
                each.request,
                each.inspector,
                name,
                written(each.slot.start, form),
                each.slot.minutes,
                written(each.booked_at or each.slot.start, form),
                each.status.words.ro if romanian else each.status,
                each.channel.words.ro if romanian else each.channel,
                each.room,
                each.contact.phone,
                each.contact.email,
            ]
        )
    text = out.getvalue()
    if encoding == "cp1250":  # which has the letters with a cedilla alone
        text = text.translate(CEDILLAS)
    log = read_log(text.encode(encoding), name="log.csv", office=OFFICE)
    assert not log.unreadable
    assert [each.booking for each in log.rows] == [each for each, _ in given_]
    assert [each.line for each in log.rows] == list(range(2, len(given_) + 2))


@given(st.lists(bookings(), min_size=1, max_size=6))
def test_bookings_come_back_from_json_lines(given_: list[tuple[Booking, str | None]]) -> None:
    text = "\n".join(
        json.dumps(booking_document(each, OFFICE.calendar, personal=True)) for each, _ in given_
    )
    log = read_log(text, name="log", office=OFFICE)
    assert not log.unreadable
    assert [each.booking for each in log.rows] == [each for each, _ in given_]
