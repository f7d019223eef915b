"""Messages sent to a real SMTP server, and what arrives there."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import golden_mail
from tests.documents._mail_scene import (
    BOOKED,
    CANCELLED,
    HELD,
    LETTERHEAD,
    PDF,
    SHEET,
    WHO,
    parsed,
)
from tichet_rules import Contact
from tichet_rules.documents.messages import cancellation, confirmation, delivery
from tichet_rules.text import LANGUAGES, Text


class _Inbox:
    """What a server has received."""

    def __init__(self) -> None:
        self.received: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        self.received.append(envelope)
        return "250 OK"


class _Server(Controller):
    """A server on a port that the system has chosen, bound before it starts."""

    def __init__(self, inbox: _Inbox, bound: socket.socket, *, utf8: bool) -> None:
        host, port = bound.getsockname()
        self.bound = bound
        self.inbox = inbox
        super().__init__(inbox, hostname=host, port=port, enable_SMTPUTF8=utf8)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.bound)

    def deliver(self, message: EmailMessage, *options: str) -> Any:
        with smtplib.SMTP(self.hostname, self.port) as smtp:
            smtp.send_message(message, mail_options=options)
        return self.inbox.received.pop()


@pytest.fixture(scope="module", params=[True, False], ids=["SMTPUTF8", "ASCII"])
def server(request: pytest.FixtureRequest) -> Iterator[_Server]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        running = _Server(_Inbox(), bound, utf8=request.param)
        running.start()
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def options(server: _Server) -> tuple[str, ...]:
    return ("SMTPUTF8", "BODY=8BITMIME") if server.SMTP_kwargs["enable_SMTPUTF8"] else ()


def _leaves(message: Any) -> list[tuple[Any, ...]]:
    return [
        (
            part.get_content_type(),
            dict(part["Content-Type"].params),
            part.get_filename(),
            part.get_payload(decode=True),
        )
        for part in message.walk()
        if not part.is_multipart()
    ]


def test_every_message_arrives_as_it_was_composed(
    server: _Server, options: tuple[str, ...]
) -> None:
    for code in LANGUAGES:
        for name, message in golden_mail.messages(code):
            envelope = server.deliver(message, *options)
            assert envelope.mail_from == "programari@xn--primria-c4a.example"
            assert envelope.rcpt_tos == ["ana.pop@example.org"]
            assert envelope.smtp_utf8 == bool(options)
            assert envelope.content == message.as_bytes(), name


def test_what_arrives_has_the_parts_that_were_put_in(
    server: _Server, options: tuple[str, ...]
) -> None:
    message = delivery(HELD, [PDF, SHEET], **WHO)
    arrived = message_from_bytes(server.deliver(message, *options).content, policy=policy.SMTP)
    assert _leaves(arrived) == _leaves(parsed(message))
    assert [leaf[3] for leaf in _leaves(arrived)][-2:] == [PDF.content, SHEET.content]
    assert arrived.items() == parsed(message).items()


def test_an_international_domain_needs_no_smtputf8(server: _Server) -> None:
    contact = Contact(email="ana@primăria.example")
    envelope = server.deliver(confirmation(evolve(BOOKED, contact=contact), **WHO))
    assert envelope.rcpt_tos == ["ana@xn--primria-c4a.example"]
    assert not envelope.smtp_utf8


@given(
    citizen=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(
        str.strip
    ),
    reason=st.text(
        st.one_of(st.sampled_from(".\n"), st.characters(exclude_categories=["Cc", "Cs"])),
        min_size=1,
    ).filter(str.strip),
)
@settings(max_examples=25)
def test_any_words_arrive(
    server: _Server, options: tuple[str, ...], citizen: str, reason: str
) -> None:
    message = cancellation(CANCELLED, by="institution", citizen=citizen, reason=reason, **WHO)
    assert server.deliver(message, *options).content == message.as_bytes()


def test_lines_that_begin_with_a_dot(server: _Server, options: tuple[str, ...]) -> None:
    message = cancellation(CANCELLED, by="institution", reason=".\n..\n.\nQUIT\n.", **WHO)
    arrived: Any = message_from_bytes(server.deliver(message, *options).content, policy=policy.SMTP)
    text = arrived.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "\n\nMotivul:\n.\n..\n.\nQUIT\n.\n\nCând" in text


def test_a_long_sender_arrives(server: _Server, options: tuple[str, ...]) -> None:
    sender = Text(
        "Direcția Generală de Urbanism, Primăria Municipiului Exemplu; birou 12 " * 3, "x"
    )
    letterhead = evolve(LETTERHEAD, sender=sender)
    message = confirmation(BOOKED, **{**WHO, "letterhead": letterhead})
    assert server.deliver(message, *options).content == message.as_bytes()
