"""What each message says, and how it is put together."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from tests.documents import golden_mail
from tests.documents._mail_scene import (
    ANSWERED,
    AT,
    AUDIENCE,
    BOOKED,
    BY_PHONE,
    CANCELLED,
    CITIZEN,
    FINGERPRINT,
    HELD,
    LETTERHEAD,
    LINK,
    MOVED,
    OFFICE,
    PDF,
    SHEET,
    TEN,
    WHO,
    content,
    parsed,
    part,
)
from tichet_rules import Contact, Slot
from tichet_rules.documents.messages import (
    Attachment,
    Letterhead,
    cancellation,
    change,
    confirmation,
    delivery,
    reminder,
)
from tichet_rules.errors import InvalidInput, MissingExtra, WrongType
from tichet_rules.model import Booking, BookingStatus, Channel
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping import WorkingCalendar

Compose = Callable[..., Any]


def _confirmation(**changes: Any) -> EmailMessage:
    booking = changes.pop("booking", BOOKED)
    return confirmation(booking, **{**WHO, **changes})


def _change(**changes: Any) -> EmailMessage:
    booking = changes.pop("booking", MOVED)
    return change(BOOKED, booking, **{**WHO, **changes})


def _cancellation(**changes: Any) -> EmailMessage:
    booking = changes.pop("booking", CANCELLED)
    return cancellation(booking, **{"by": "institution", **WHO, **changes})


def _reminder(**changes: Any) -> EmailMessage:
    booking = changes.pop("booking", BOOKED)
    return reminder(booking, **{**WHO, **changes})


def _delivery(**changes: Any) -> EmailMessage:
    booking = changes.pop("booking", HELD)
    return delivery(booking, changes.pop("attachments", [PDF]), **{**WHO, **changes})


EVERY: dict[str, Compose] = {
    "confirmation": _confirmation,
    "change": _change,
    "cancellation": _cancellation,
    "reminder": _reminder,
    "delivery": _delivery,
}
IN_CALENDAR = ["confirmation", "change", "cancellation"]

every = pytest.mark.parametrize("compose", EVERY.values(), ids=EVERY)


# ------------------------------------------------------------------------------------ golden


def _unfolded(text: str) -> str:
    """Where a long line of a calendar is folded is up to the release of `icalendar`."""
    return text.replace("\n ", "")


def test_the_golden_files() -> None:
    written = dict(golden_mail.files())
    assert set(golden_mail.FOLDER.iterdir()) == set(written)
    for path, text in written.items():
        assert _unfolded(path.read_text(encoding="utf-8")) == _unfolded(text), path.name


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_two_languages_say_each_thing_once(code: Language) -> None:
    for name, message in golden_mail.messages(code):
        text = message.get_body(("plain",))
        assert isinstance(text, EmailMessage)
        lines = [line for line in text.get_content().splitlines() if line]
        once = {line for line in lines if lines.count(line) == 1}
        # Only the institution's name is there twice: above the letter and below it.
        assert set(lines) - once == {LETTERHEAD.institution.in_(code)}, name


def test_romanian_is_written_with_commas_below() -> None:
    for path, text in golden_mail.files():
        assert not set("şţŞŢ") & set(text), path.name


# ------------------------------------------------------------------------------------ structure


def _tree(message: Any) -> Any:
    kind = message.get_content_type()
    if not message.is_multipart():
        return kind
    return {kind: [_tree(each) for each in message.iter_parts()]}


@pytest.mark.parametrize("name", IN_CALENDAR)
def test_an_invitation_is_an_alternative_and_a_file(name: str) -> None:
    message = parsed(EVERY[name]())
    alternatives = ["text/plain", "text/html", "text/calendar"]
    assert _tree(message) == {
        "multipart/mixed": [{"multipart/alternative": alternatives}, "application/ics"]
    }
    entry, file = part(message, "text/calendar"), part(message, "application/ics")
    method = "CANCEL" if name == "cancellation" else "REQUEST"
    assert dict(entry["Content-Type"].params) == {"charset": "utf-8", "method": method}
    assert entry.get_content_disposition() is None
    assert file.get_filename() == "invite.ics"
    assert file["Content-Type"].params["name"] == "invite.ics"
    assert file.get_content() == entry.get_payload(decode=True)
    assert f"METHOD:{method}\r\n" in entry.get_content()


def test_a_reminder_has_only_words() -> None:
    assert _tree(parsed(_reminder())) == {"multipart/alternative": ["text/plain", "text/html"]}


def test_a_ticket_comes_with_its_files() -> None:
    message = parsed(_delivery(attachments=[PDF, SHEET]))
    assert _tree(message) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", "text/html"]},
            "application/pdf",
            "text/html",
        ]
    }
    pdf, sheet = message.iter_attachments()
    assert (pdf.get_filename(), pdf.get_payload(decode=True)) == (PDF.filename, PDF.content)
    assert (sheet.get_filename(), sheet.get_payload(decode=True)) == (SHEET.filename, SHEET.content)
    assert sheet["Content-Type"].params["charset"] == "utf-8"
    assert FINGERPRINT in message.get_body(("plain",)).get_content()
    assert FINGERPRINT in message.get_body(("html",)).get_content()


@every
def test_the_headers(compose: Compose) -> None:
    message = parsed(compose())
    assert message.keys() == [
        "From",
        "Reply-To",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
        "Content-Language",
    ]
    assert message["From"] == "Primăria Municipiului Exemplu <programari@xn--primria-c4a.example>"
    assert message["Reply-To"] == "relatii@primaria.example"
    assert message["To"] == "ana.pop@example.org"
    assert message["Date"].datetime == AT
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ro"
    assert message["Message-ID"].endswith("@xn--primria-c4a.example>")


@every
def test_the_same_question_gives_the_same_bytes(compose: Compose) -> None:
    first = compose(at=AT)
    again = compose(at=AT.astimezone(ZoneInfo("Asia/Tokyo")))
    assert first.as_bytes() == again.as_bytes()
    assert copy.deepcopy(first).as_bytes() == first.as_bytes()
    assert pickle.loads(pickle.dumps(first)).as_bytes() == first.as_bytes()


@every
def test_boundaries_are_written_plainly_and_are_in_no_part(compose: Compose) -> None:
    message = compose()
    raw = message.as_bytes()
    boundaries = [part.get_boundary() for part in message.walk() if part.is_multipart()]
    for boundary in boundaries:
        assert f'boundary="{boundary}"\r\n'.encode() in raw
        assert boundary.startswith("=_")
    inside = [part.get_payload() for part in message.walk() if not part.is_multipart()]
    assert not any("=_" in text for text in inside)
    assert len(set(boundaries)) == len(boundaries)


def test_every_message_of_a_booking_has_its_own_id() -> None:
    other = evolve(HELD, ticket="0" * 64)
    messages = [
        *(compose() for compose in EVERY.values()),
        _confirmation(booking=evolve(BOOKED, id="b-2")),
        _change(booking=evolve(MOVED, revision=3)),
        _delivery(booking=other),
    ]
    assert len({message["Message-ID"] for message in messages}) == len(messages)
    [later] = {_confirmation(at=AT + timedelta(hours=n))["Message-ID"] for n in range(3)}
    assert later == _confirmation(language="en")["Message-ID"]


def test_a_subject_is_plain_where_it_can_be() -> None:
    raw = _confirmation(language="en").as_bytes()
    assert b"\r\nSubject: Booking confirmed: Thursday, 26 November 2026, 10:00\r\n" in raw
    assert b"\r\nSubject: =?utf-8?b?" in _delivery().as_bytes()


def test_a_letterhead_of_few_words() -> None:
    bare = Letterhead(
        institution=LETTERHEAD.institution, email="programari@primaria.example", alarm_minutes=None
    )
    message = parsed(_confirmation(letterhead=bare))
    assert "Reply-To" not in message
    text = content(message, "text/plain")
    assert "din timp, la adresa programari@primaria.example.\n" in text
    assert "Telefon" not in text
    assert "VALARM" not in content(message, "text/calendar")
    assert message["Message-ID"].endswith("@primaria.example>")


def test_the_sender_may_have_another_name_and_domain() -> None:
    other = evolve(LETTERHEAD, sender=Text("Programări, P.M.E.", "Bookings"), domain="pme.example")
    message = parsed(_confirmation(letterhead=other))
    assert message["From"].addresses[0].display_name == "Programări, P.M.E."
    assert message["Message-ID"].endswith("@pme.example>")


# ------------------------------------------------------------------------------------ HTML


class _Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_html_needs_nothing_from_elsewhere() -> None:
    for code in LANGUAGES:
        for _, message in golden_mail.messages(code):
            body = message.get_body(("html",))
            assert isinstance(body, EmailMessage)
            html = body.get_content()
            reader = _Tags()
            reader.feed(html)
            reader.close()
            assert ("html", {"lang": code, "dir": "ltr"}) in reader.tags
            assert [tag for tag, _ in reader.tags].count("h1") == 1
            for tag, attributes in reader.tags:
                assert tag not in {"img", "link", "script", "iframe", "form", "base", "object"}
                assert not {"src", "background", "srcset"} & set(attributes)
                assert attributes.get("href", LINK) == LINK
                if tag == "th":
                    assert attributes["scope"] == "row"
            assert "url(" not in html
            assert "@import" not in html


# ------------------------------------------------------------------------------------ words


def test_a_phone_number_is_not_written_out() -> None:
    for phone, said in (
        ("0722 123 456", "la telefon, la numărul care se termină în 456"),
        ("0722 123", "la telefon, la numărul pe care l-ați dat"),
    ):
        booking = evolve(BY_PHONE, contact=Contact(phone, "ana.pop@example.org"))
        message = _confirmation(booking=booking)
        assert f"\nCum: {said}\n" in content(message, "text/plain")
        assert phone not in content(message, "text/plain")
        assert phone not in content(message, "text/html")
        assert phone not in content(message, "text/calendar")


def test_a_meeting_in_person_has_an_address_and_perhaps_a_room() -> None:
    in_person = evolve(BOOKED, channel=Channel.IN_PERSON)
    text = content(_confirmation(booking=in_person), "text/plain")
    assert "\nAdresa: Piața Unirii nr. 1, Exemplu\n" in text
    assert "Camera" not in text
    text = content(_confirmation(booking=evolve(in_person, room="12")), "text/plain")
    assert "\nCamera: 12\n" in text


@pytest.mark.parametrize(
    ("inspector", "who"),
    [
        ("i-017", "Mureșan Ioana"),
        ("d-1", "Pop Dan, viceprimar"),
        ("i-nameless", "un reprezentant al instituției"),
        ("d-nameless", "un reprezentant al instituției"),
        ("i-unknown", "un reprezentant al instituției"),
    ],
)
def test_whom_the_citizen_meets(inspector: str, who: str) -> None:
    message = _confirmation(booking=evolve(BOOKED, inspector=inspector))
    assert f"\nCu cine: {who}\n" in content(message, "text/plain")


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Bucharest", "ora 10:00 (ora României)"),
        ("Europe/Chisinau", "ora 10:00 (Europe/Chisinau)"),
        ("Europe/Lisbon", "ora 08:00 (Europe/Lisbon)"),
    ],
)
def test_the_hour_is_that_of_the_office(zone: str, said: str) -> None:
    office = OFFICE.replace(calendar=WorkingCalendar(zone=zone))
    message = _confirmation(office=office)
    assert f"\nCând: joi, 26 noiembrie 2026, {said}\n" in content(message, "text/plain")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (
            {"slot": Slot(TEN + timedelta(hours=1))},
            "a fost mutată la altă oră.",
        ),
        (
            {"slot": Slot(TEN + timedelta(days=1), 20)},
            "a fost mutată în altă zi. Are altă durată.",
        ),
        (
            {"inspector": "d-1"},
            "rămâne la data și ora stabilite. Veți discuta cu altă persoană decât cea anunțată.",
        ),
        (
            {"channel": Channel.IN_PERSON, "room": "12"},
            "rămâne la data și ora stabilite. S-a schimbat modul sau locul în care ne întâlnim.",
        ),
        # Moved to the slot that it had: allowed, and of a greater revision.
        ({}, "rămâne la data și ora stabilite."),
    ],
)
def test_what_a_change_says(after: dict[str, Any], said: str) -> None:
    moved = evolve(BOOKED, revision=1, **after)
    text = content(_change(booking=moved), "text/plain")
    assert f"\nÎntâlnirea dumneavoastră prin „Tichetul Albastru” {said}\n" in text


def test_a_change_shows_what_was_only_where_it_is_another() -> None:
    text = content(_change(), "text/plain")
    assert (
        "Când: vineri, 27 noiembrie 2026, ora 12:30 (ora României)\n"
        "  înainte: joi, 26 noiembrie 2026, ora 10:00 (ora României)\n"
        "Durata: 15 minute\n"
        "Cum: online\n"
        "Cu cine: Țîrlea Ștefan\n"
        "  înainte: Mureșan Ioana\n"
        "Cererea: nr. 119368/305\n"
    ) in text


def test_what_was_need_not_be_complete() -> None:
    before = evolve(BOOKED, channel=Channel.PHONE, contact=Contact())
    message = change(before, MOVED, **WHO)
    assert "  înainte: la telefon, la numărul pe care l-ați dat\n" in content(message, "text/plain")


def test_a_link_may_come_later() -> None:
    with_link, without = (content(_confirmation(link=link), "text/plain") for link in (LINK, None))
    assert f"\nIntrați în întâlnire:\n{LINK}\n" in with_link
    assert "Linkul întâlnirii online vi se trimite pe e-mail" in without


def test_the_citizen_may_be_addressed_by_another_name() -> None:
    text = content(_confirmation(citizen="doamna Pop"), "text/plain")
    assert "\nBună ziua, doamna Pop,\n" in text
    assert f"\nBună ziua, {CITIZEN},\n" in content(_confirmation(), "text/plain")


# ------------------------------------------------------------------------------------ refused


IN_PERSON = evolve(BOOKED, channel=Channel.IN_PERSON)


@pytest.mark.parametrize(
    ("compose", "changes", "field"),
    [
        (_confirmation, {"booking": evolve(BOOKED, contact=Contact())}, "booking.contact.email"),
        (
            _confirmation,
            {"booking": evolve(BOOKED, contact=Contact(email="ana"))},
            "booking.contact.email",
        ),
        (_confirmation, {"booking": CANCELLED}, "booking.status"),
        (_confirmation, {"booking": HELD}, "booking.status"),
        (_confirmation, {"booking": AUDIENCE}, "citizen"),
        (_confirmation, {"office": OFFICE.replace(requests=[])}, "citizen"),
        (_confirmation, {"citizen": " "}, "citizen"),
        (_confirmation, {"citizen": "a" * 1001}, "citizen"),
        (_confirmation, {"link": "http://intalniri.example/"}, "link"),
        (_confirmation, {"booking": BY_PHONE, "link": LINK}, "link"),
        (
            _confirmation,
            {"booking": evolve(BY_PHONE, contact=Contact(email="ana.pop@example.org"))},
            "booking.contact.phone",
        ),
        (
            _confirmation,
            {"booking": IN_PERSON, "letterhead": evolve(LETTERHEAD, address=None)},
            "letterhead.address",
        ),
        (_confirmation, {"at": AT.replace(tzinfo=None)}, "at"),
        (_confirmation, {"language": "fr"}, "language"),
        (_change, {"booking": evolve(MOVED, id="b-2")}, "after.id"),
        (_change, {"booking": evolve(MOVED, revision=0)}, "after.revision"),
        (_change, {"booking": CANCELLED}, "after.status"),
        (_change, {"booking": evolve(MOVED, contact=Contact())}, "after.contact.email"),
        (_cancellation, {"booking": MOVED}, "booking.status"),
        (_cancellation, {"by": "citizens"}, "by"),
        (_cancellation, {"reason": " \n"}, "reason"),
        (_cancellation, {"reason": "a" * 20_001}, "reason"),
        (_reminder, {"at": TEN}, "at"),
        (_reminder, {"booking": CANCELLED}, "booking.status"),
        (_delivery, {"booking": BOOKED}, "booking.status"),
        (_delivery, {"booking": evolve(HELD, ticket=None)}, "booking.ticket"),
        (_delivery, {"booking": ANSWERED}, "citizen"),
        (_delivery, {"attachments": []}, "attachments"),
        (_delivery, {"attachments": [PDF, PDF]}, "attachments[1].filename"),
    ],
)
def test_what_is_refused(compose: Compose, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        compose(**changes)
    assert caught.value.field == field
    assert caught.value.expected


@pytest.mark.parametrize(
    ("compose", "changes", "field"),
    [
        (_confirmation, {"booking": "b-1"}, "booking"),
        (_confirmation, {"office": None}, "office"),
        (_confirmation, {"letterhead": {}}, "letterhead"),
        (_confirmation, {"at": "2026-11-24"}, "at"),
        (_confirmation, {"link": 5}, "link"),
        (_confirmation, {"citizen": 5}, "citizen"),
        (_change, {"booking": "b-1"}, "after"),
        (_cancellation, {"reason": 5}, "reason"),
        (_delivery, {"attachments": PDF}, "attachments"),
        (_delivery, {"attachments": [b"%PDF"]}, "attachments[0]"),
    ],
)
def test_what_is_of_the_wrong_type(compose: Compose, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongType) as caught:
        compose(**changes)
    assert caught.value.field == field


def test_what_it_was_is_a_booking() -> None:
    with pytest.raises(WrongType, match=r"^before: "):
        change("b-1", MOVED, **WHO)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"institution": "Primăria"}, "institution"),
        ({"institution": Text("Primăria\n", "City Hall")}, "institution.ro"),
        ({"institution": Text("Primăria", "")}, "institution.en"),
        ({"sender": None}, "sender"),
        ({"email": None}, "email"),
        ({"email": "primaria"}, "email"),
        ({"reply_to": "primăria@primaria.example"}, "reply_to"),
        ({"domain": 5}, "domain"),
        ({"domain": "primaria"}, "domain"),
        ({"domain": "a@primaria.example"}, "domain"),
        ({"address": Text("a\u2028b", "c")}, "address.ro"),
        ({"phone": "0264\r\n"}, "phone"),
        ({"phone": 5}, "phone"),
        ({"alarm_minutes": -1}, "alarm_minutes"),
        ({"alarm_minutes": True}, "alarm_minutes"),
    ],
)
def test_a_letterhead_is_checked(changes: dict[str, Any], field: str) -> None:
    right: dict[str, Any] = {
        "institution": LETTERHEAD.institution,
        "email": LETTERHEAD.email,
    }
    with pytest.raises(InvalidInput) as caught:
        Letterhead(**{**right, **changes})
    assert caught.value.field == field


def test_a_letterhead_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(LETTERHEAD)) == LETTERHEAD
    assert evolve(LETTERHEAD) == LETTERHEAD
    assert hash(evolve(LETTERHEAD)) == hash(LETTERHEAD)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ((5, "application/pdf", b"a"), "filename"),
        (("", "application/pdf", b"a"), "filename"),
        (("a" * 101, "application/pdf", b"a"), "filename"),
        (("../a.pdf", "application/pdf", b"a"), "filename"),
        (("a\r\nBcc: b@c.example.pdf", "application/pdf", b"a"), "filename"),
        (("a\u202efdp.exe", "application/pdf", b"a"), "filename"),
        ((".pdf", "application/pdf", b"a"), "filename"),
        (("a.pdf ", "application/pdf", b"a"), "filename"),
        (("a.pdf", None, b"a"), "content_type"),
        (("a.pdf", "pdf", b"a"), "content_type"),
        (("a.pdf", "application/", b"a"), "content_type"),
        (("a.pdf", "/pdf", b"a"), "content_type"),
        (("a.pdf", "application/pdf; name=b", b"a"), "content_type"),
        (("a.pdf", "application/pdf\r\nBcc: b", b"a"), "content_type"),
        (("a.eml", "message/rfc822", b"a"), "content_type"),
        (("a.eml", "multipart/mixed", b"a"), "content_type"),
        (("a.pdf", "application/pdf", "a"), "content"),
        (("a.pdf", "application/pdf", b""), "content"),
        (("a.txt", "text/plain", b"\xff"), "content"),
    ],
)
def test_an_attachment_is_checked(values: tuple[Any, ...], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Attachment(*values)
    assert caught.value.field == field


def test_an_attachment_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(PDF)) == PDF
    assert repr(PDF) == "Attachment(...)"


# ------------------------------------------------------------------------------------ personal


def test_no_error_shows_personal_data() -> None:
    marks = ("zqx", "9876")
    contact = Contact("zqx9876", "zqx9876")
    inspectors = [evolve(each, name="zqx\n9876") for each in OFFICE.inspectors.values()]
    wrong: list[tuple[Compose, dict[str, Any]]] = [
        (_confirmation, {"booking": evolve(BOOKED, contact=contact)}),
        (_confirmation, {"booking": evolve(BY_PHONE, contact=contact)}),
        (_confirmation, {"citizen": "zqx9876\n"}),
        (_confirmation, {"link": "zqx9876"}),
        (_confirmation, {"booking": BY_PHONE, "link": "https://zqx9876.example"}),
        (_confirmation, {"office": OFFICE.replace(inspectors=inspectors)}),
        (_cancellation, {"reason": "zqx9876\0"}),
        (_confirmation, {"booking": "zqx9876"}),
        (_confirmation, {"citizen": b"zqx9876"}),
        (_confirmation, {"link": b"zqx9876"}),
        (_cancellation, {"reason": b"zqx9876"}),
        (_delivery, {"attachments": "zqx9876"}),
        (_delivery, {"attachments": ["zqx9876"]}),
    ]
    for compose, changes in wrong:
        with pytest.raises(InvalidInput) as caught:
            compose(**changes)
        shown = f"{caught.value!s} {caught.value!r} {caught.value.given}"
        assert not any(mark in shown for mark in marks), caught.value.field
        assert caught.value.personal


def test_only_the_letter_holds_the_name() -> None:
    for compose in EVERY.values():
        message = parsed(compose())
        assert not any("Pop-Ionescu" in str(value) for value in message.values())
    assert "Ionescu" not in content(_confirmation(), "text/calendar")


# ------------------------------------------------------------------------------------ extras


@pytest.mark.parametrize(
    ("missing", "extra"), [("icalendar", "calendar"), ("email_validator", "contact")]
)
def test_an_extra_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtra) as caught:
        _confirmation()
    assert caught.value.extra == extra


def test_a_reminder_needs_no_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    assert _reminder()["Subject"] == "Reamintire: joi, 26 noiembrie 2026, ora 10:00"


def test_the_extras_are_loaded_only_when_needed() -> None:
    script = (
        "import sys, tichet_rules.documents.messages\n"
        "assert not {'icalendar', 'email_validator', 'phonenumbers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_day_that_no_clock_shows() -> None:
    last = datetime.fromisoformat("9999-12-31T23:59:00+00:00")
    with pytest.raises(InvalidInput):
        _confirmation(at=last)


def test_a_booking_of_every_status_is_refused_or_written() -> None:
    for status in BookingStatus:
        booking: Booking = evolve(BOOKED, status=status)
        if status is BookingStatus.BOOKED:
            assert _confirmation(booking=booking)["To"] == "ana.pop@example.org"
        else:
            with pytest.raises(InvalidInput, match=r"^booking.status: "):
                _confirmation(booking=booking)
