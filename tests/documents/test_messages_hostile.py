"""Values that try to be more than a value: they are refused, or come back as they were."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.header import decode_header
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents._mail_scene import (
    AUDIENCE,
    BOOKED,
    CANCELLED,
    HELD,
    LETTERHEAD,
    LINK,
    OFFICE,
    PDF,
    WHO,
    parsed,
)
from tichet_rules import Contact, Inspector
from tichet_rules.documents._mail_bidi import balanced, isolated
from tichet_rules.documents._mail_headers import subject_header
from tichet_rules.documents.messages import (
    Attachment,
    cancellation,
    confirmation,
    delivery,
)
from tichet_rules.errors import InvalidInput
from tichet_rules.text import Text

HEADERS = [
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

# Each ends a line, or the text, for one program or another.
ENDS = [
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\ud800",
]

ALLOWED = [
    'Pop "Ana", <a@b.example>; Pop \\ Ana: (x)',
    "<script>alert(1)</script><b>&amp;&lt;",
    "\" onmouseover='alert(1)' x=\"",
    "--></style><img src=https://x.example/>",
    '=HYPERLINK("https://x.example")',
    "=?utf-8?b?QmNjOiBhQGIuZXhhbXBsZQ==?=",
    "Bcc: a@b.example",
    ".",
    "..  Pop  ..",
    "From Pop Ana",
    "--=_ -- ",
    "😀 ș ț Ă â î 👩\u200d👧",
    "Pop \u202eanA\u202c \u202a",
    "\u2069\u2069Pop\u2067\u2066Ana",
    "אנה פופ",
    "آنا",
    "a" * 1000,
    "ș " * 499 + "ț",
    "\ufeffPop\u00adAna\u200b",
]


class _Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, _ in attrs:
            assert not name.startswith("on")
        if tag == "br":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data


def _body(message: Any, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def _sender(message: EmailMessage) -> str:
    """The display name, read by RFC 2047 alone.

    The reader that comes with `email.policy` puts spaces between encoded words, in releases of
    Python that the package supports.
    """
    raw = email.message_from_bytes(message.as_bytes(), policy=email.policy.compat32)["From"]
    words = [
        text.decode(charset or "ascii") if isinstance(text, bytes) else text
        for text, charset in decode_header(raw)
    ]
    name, left, address = "".join(words).rpartition("<")
    assert (left, address) == ("<", f"{LETTERHEAD.email}>")
    return name


def _with(value: str) -> list[EmailMessage]:
    """Messages with a value in every place that takes one line of text."""
    letterhead = evolve(
        LETTERHEAD,
        institution=Text(value, value),
        sender=Text(value, value),
        address=Text(value, value),
        phone=value,
    )
    office = OFFICE.replace(inspectors=[Inspector("d-1", value), Inspector("i-017", value)])
    who: Any = {**WHO, "letterhead": letterhead, "office": office, "citizen": value}
    return [
        confirmation(AUDIENCE, **who),
        confirmation(BOOKED, link=LINK, **who),
        cancellation(CANCELLED, by="institution", reason=f"{value}\n\n{value}", **who),
        delivery(HELD, [PDF], **who),
    ]


def _check(value: str) -> None:
    for message, plain in zip(_with(value), _with("Pop"), strict=True):
        read = parsed(message)
        assert read.keys() == HEADERS
        assert read["To"] == "ana.pop@example.org"
        [sender] = read["From"].addresses
        assert sender.addr_spec == LETTERHEAD.email
        assert _sender(message).rstrip() == value.rstrip()
        assert all(not part.defects for part in read.walk())
        assert [part.get_content_type() for part in read.walk()] == [
            part.get_content_type() for part in plain.walk()
        ]
        text, page = _body(read, "plain"), _Page(_body(read, "html"))
        assert f"\n\nBună ziua, {isolated(value)},\n\n" in text
        assert text.startswith(f"{isolated(value)}\n")
        assert f"Bună ziua, {balanced(value)}," in page.text
        assert page.tags == _Page(_body(plain, "html")).tags
        if "METHOD:CANCEL" in str(read):
            reason = isolated(f"{value}\n\n{value}")
            assert f"\n\nMotivul:\n{reason}\n\n" in text


@pytest.mark.parametrize("value", ALLOWED)
def test_a_value_stays_a_value(value: str) -> None:
    _check(value)


@given(
    st.text(
        st.one_of(
            st.sampled_from(" .,;:\\\"'<>&=?@()[]\u202e\u2066\u2067\u2068\u2069אș😀"),
            st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
        ),
        min_size=1,
        max_size=150,
    ).filter(str.strip)
)
@settings(max_examples=25)
def test_any_value_stays_a_value(value: str) -> None:
    _check(value)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
@settings(max_examples=50)
def test_any_reason_comes_whole_or_is_refused(reason: str) -> None:
    try:
        message = cancellation(CANCELLED, by="institution", reason=reason, **WHO)
    except InvalidInput as error:
        assert error.field == "reason"  # noqa: PT017 (either way is right)
        return
    read = parsed(message)
    assert read.keys() == HEADERS
    assert f"\n\nMotivul:\n{isolated(reason)}\n\nCând: " in _body(read, "plain")
    lines = "\n".join(balanced(line) for line in reason.split("\n"))
    assert lines in _Page(_body(read, "html")).text


# Where a line may come from, with what makes the question.
PLACES: dict[str, Callable[[str], object]] = {
    "citizen": lambda value: confirmation(BOOKED, citizen=value, **WHO),
    "office.inspectors[i-017].name": lambda value: confirmation(
        BOOKED, **{**WHO, "office": OFFICE.replace(inspectors=[Inspector("i-017", value)])}
    ),
    "institution.ro": lambda value: evolve(LETTERHEAD, institution=Text(value, "x")),
    "sender.en": lambda value: evolve(LETTERHEAD, sender=Text("x", value)),
    "address.ro": lambda value: evolve(LETTERHEAD, address=Text(value, "x")),
    "phone": lambda value: evolve(LETTERHEAD, phone=value),
    "email": lambda value: evolve(LETTERHEAD, email=value),
    "reply_to": lambda value: evolve(LETTERHEAD, reply_to=value),
    "domain": lambda value: evolve(LETTERHEAD, domain=value),
    "booking.contact.email": lambda value: confirmation(
        evolve(BOOKED, contact=Contact(email=value)), **WHO
    ),
    "link": lambda value: confirmation(BOOKED, link=value, **WHO),
    "filename": lambda value: Attachment(value, "application/pdf", b"a"),
    "content_type": lambda value: Attachment("a.pdf", value, b"a"),
}
RIGHT = {
    "email": "ana@example.org",
    "reply_to": "ana@example.org",
    "booking.contact.email": "ana@example.org",
    "domain": "primaria.example",
    "link": LINK,
    "content_type": "application/pdf",
}


@pytest.mark.parametrize("end", ENDS, ids=ascii)
@pytest.mark.parametrize("place", PLACES)
def test_no_value_begins_a_line_of_its_own(place: str, end: str) -> None:
    right = RIGHT.get(place, "Pop Ana")
    PLACES[place](right)
    for value in (f"{right}{end}Bcc: a@b.example", f"{right}{end}", f"{end}{right}"):
        with pytest.raises(InvalidInput) as caught:
            PLACES[place](value)
        assert caught.value.field == place


@pytest.mark.parametrize("place", PLACES)
def test_no_line_is_endless(place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        PLACES[place](RIGHT.get(place, "") + "a" * 10_240)
    assert caught.value.field == place


def test_a_reason_may_be_long_but_has_no_control_characters() -> None:
    long = "\n".join(["." + "ș" * 2_047] * 5)
    read = parsed(cancellation(CANCELLED, by="institution", reason=long, **WHO))
    assert f"\n{long}\n" in _body(read, "plain")
    assert max(map(len, read.as_bytes().split(b"\r\n"))) <= 78
    for mark in ("\r", "\0", "\x85", "\x1b", "\ud800"):
        with pytest.raises(InvalidInput) as caught:
            cancellation(CANCELLED, by="institution", reason=f"a{mark}b", **WHO)
        assert caught.value.field == "reason"


@pytest.mark.parametrize(
    "address",
    [
        "Ana <ana@example.org>",
        "ana@example.org, b@c.example",
        "ana@example.org;b@c.example",
        "ana@[127.0.0.1]",
        '"ana b"@example.org',
        "ăna@example.org",  # only servers with SMTPUTF8 could deliver to it
        "ana@exam\u202eple.org",
        "ana",
        "",
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        confirmation(evolve(BOOKED, contact=Contact(email=address)), **WHO)
    assert caught.value.field == "booking.contact.email"


def test_an_international_domain_is_written_in_ascii() -> None:
    contact = Contact(email="ana@primăria.example")
    message = confirmation(evolve(BOOKED, contact=contact), **WHO)
    assert parsed(message)["To"] == "ana@xn--primria-c4a.example"
    assert message.as_bytes().isascii()


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "http://intalniri.example/",
        "//intalniri.example/",
        "https:intalniri.example",
        "https://",
        "https:///a",
        "https://?a",
        "https://a@intalniri.example/",
        "https://a:b@intalniri.example/",
        "https://intalniri.example:port/",
        "https://intalniri.example:99999/",
        "https://[intalniri.example/",
        "https://intalniri.example/a b",
        "https://intalniri.example/\u202e",
        "https://intalniri.example/ș",
        'https://intalniri.example/"onclick="a',
        "https://intalniri.example/<b>",
        "https://intalniri.example/\\a",
        " https://intalniri.example/",
        "https://intalniri.example/" + "a" * 2_000,
    ],
)
def test_links_that_are_refused(link: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        confirmation(BOOKED, link=link, **WHO)
    assert (caught.value.field, caught.value.personal) == ("link", True)


@pytest.mark.parametrize(
    "link",
    [
        "https://intalniri.example",
        "https://intalniri.example:8443/j/1?a=b&c='d'#e",
        "https://[2001:db8::1]/j;1,2",
        "https://intalniri.example/%0D%0ABcc:%20a",
    ],
)
def test_links_that_are_written(link: str) -> None:
    read = parsed(confirmation(BOOKED, link=link, **WHO))
    assert read.keys() == HEADERS
    assert f"\n{link}\n" in _body(read, "plain")
    assert link in _Page(_body(read, "html")).text


def test_the_longest_addresses_are_not_taken_apart() -> None:
    long = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 40}.example"
    letterhead = evolve(LETTERHEAD, email=long, reply_to=long)
    booking = evolve(HELD, contact=Contact(email=long))
    message = delivery(booking, [PDF], **{**WHO, "letterhead": letterhead})
    read = parsed(message)
    assert read.keys() == HEADERS
    assert read["To"] == read["Reply-To"] == read["From"].addresses[0].addr_spec == long
    assert message.as_bytes().count(long.encode()) >= 3
    assert read["Message-ID"] == message["Message-ID"]


@pytest.mark.parametrize("name", ["tichet șț.pdf", "a'b;c=d%20.pdf", "😀" * 90 + ".pdf", "ț" * 100])
def test_names_of_files_come_back(name: str) -> None:
    read = parsed(delivery(HELD, [Attachment(name, "application/pdf", b"a")], **WHO))
    [file] = read.iter_attachments()
    assert file.get_filename() == name
    assert read.keys() == HEADERS


@given(st.text())
def test_what_is_balanced_can_be_held(text: str) -> None:
    held = balanced(text)
    depth = 0
    for mark in held:
        depth += (mark in "\u2066\u2067\u2068") - (mark == "\u2069")
        assert depth >= 0
    assert depth == 0
    assert balanced(held) == held
    assert held.replace("\u2069", "") == text.replace("\u2069", "")


@given(st.text(st.sampled_from("aZ =?_.,:;\"'()<>@\\ș😀"), min_size=1, max_size=120))
def test_any_subject_comes_back(text: str) -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = subject_header(text)
    raw = email.message_from_bytes(message.as_bytes(), policy=email.policy.compat32)
    words = [
        part.decode(charset or "ascii") if isinstance(part, bytes) else part
        for part, charset in decode_header(raw["Subject"])
    ]
    assert "".join(words) == text
    assert max(map(len, message.as_bytes().split(b"\r\n"))) <= 76
