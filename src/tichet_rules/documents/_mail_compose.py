"""Letters as e-mail messages: the same letter gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Any, Final

from attrs import field, frozen

from tichet_rules._door import through_the_door
from tichet_rules.documents._mail_door import checked_line
from tichet_rules.documents._mail_headers import sender_header, subject_header
from tichet_rules.documents._mail_letter import Letter, as_html, as_text
from tichet_rules.documents._mail_meeting import Meeting
from tichet_rules.documents.invitation import invitation_of, method_of
from tichet_rules.errors import InvalidInput, WrongType

__all__ = ["Attachment", "composed"]

_LONGEST_NAME: Final = 100
_LONGEST_TYPE: Final = 127
# Not allowed in a file name by one system or another, or hiding what comes after it.
_NOT_IN_A_NAME: Final = frozenset('/\\:*?"<>|')
_TYPE_MARKS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+")


@frozen(repr=False)
class Attachment:
    """A file that goes with a message, already made: its name, what it is, and its bytes.

    ``content_type`` is a media type without parameters, in lower case; a text is in UTF-8.

    >>> Attachment("tichet-albastru.pdf", "application/pdf", b"%PDF-1.7")
    Attachment(...)

    Raises :class:`~tichet_rules.errors.InvalidInput` for a name that is not one on every
    system or hides its ending, a type that is none or holds messages or other parts, no
    bytes, and a text that is not UTF-8. The name is not shown: it may tell of someone.
    """

    filename: str = field()
    content_type: str = field()
    content: bytes = field()

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        name = checked_line("filename", self.filename, personal=True)
        if (
            len(name) > _LONGEST_NAME
            or not name.isprintable()
            or not _NOT_IN_A_NAME.isdisjoint(name)
            or name != name.strip(" .")
        ):
            raise InvalidInput(
                "filename",
                name,
                f'a file name of at most {_LONGEST_NAME} characters, without /\\:*?"<>| or '
                "marks that are not seen, and no space or dot around it",
                personal=True,
            )
        expected = "a media type such as 'application/pdf', in lower case, without parameters"
        if not isinstance(self.content_type, str):
            raise WrongType("content_type", self.content_type, expected)
        main, slash, sub = self.content_type.partition("/")
        marks = set(main) | set(sub)
        whole = main and slash and sub and marks <= _TYPE_MARKS
        if not whole or len(self.content_type) > _LONGEST_TYPE or main in {"message", "multipart"}:
            raise InvalidInput("content_type", self.content_type, expected)
        if not isinstance(self.content, bytes):
            raise WrongType("content", self.content, "bytes", personal=True)
        if not self.content:
            raise InvalidInput("content", self.content, "at least one byte", personal=True)
        if main == "text":
            try:
                self.content.decode()
            except UnicodeDecodeError:
                raise InvalidInput(
                    "content", self.content, "a text in UTF-8", personal=True
                ) from None

    def __repr__(self) -> str:
        return "Attachment(...)"


def composed(
    that: Meeting,
    letter: Letter,
    *,
    kind: str,
    in_calendar: bool,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """The message that brings a letter, its invitation and its attachments.

    The parts are nested as CalConnect's guide for developers recommends for iMIP (RFC 6047):
    the invitation is the last alternative, where calendar programs look for it, and once
    more a file, for those that look only there. The file is no ``text/calendar``, so that no
    program takes it for a second invitation.
    """
    message = EmailMessage(policy=SMTP)
    letterhead, code = that.letterhead, that.language
    message["From"] = sender_header(letterhead.sender.in_(code), letterhead.email)
    if letterhead.reply_to is not None:
        message["Reply-To"] = letterhead.reply_to
    message["To"] = that.recipient
    message["Subject"] = subject_header(letter.title)
    message["Date"] = that.at
    name = f"{that.token}.{that.booking.revision}.{kind}"
    message["Message-ID"] = f"<{name}@{letterhead.domain}>"
    # RFC 3834: away messages do not answer.
    message["Auto-Submitted"] = "auto-generated"

    # "=_" is found neither in quoted-printable nor in base64, so a boundary made of what is
    # known beforehand, and of no random number, can't occur in a part (RFC 2045, section 6.7).
    # It is short, as a parameter that needs a second line is written in a way (RFC 2231) that
    # not every program reads.
    boundary = f"=_{sha256(name.encode()).hexdigest()[:24]}"
    message.set_content(as_text(letter), cte="quoted-printable")
    message.make_alternative(boundary=f"{boundary}.a")
    message.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    files = [_as_part(each) for each in attachments]
    if in_calendar:
        entry = invitation_of(that)
        message.add_alternative(
            entry,
            maintype="text",
            subtype="calendar",
            params={"charset": "utf-8", "method": method_of(that.booking)},
        )
        files.append(
            {
                "maintype": "application",
                "subtype": "ics",
                "filename": "invite.ics",
                "params": {"name": "invite.ics"},
                "content": entry,
            }
        )
    if files:
        message.make_mixed(boundary=f"{boundary}.m")
    for file in files:
        message.add_attachment(file.pop("content"), **file)
    for part in message.walk():
        if part is not message:
            del part["MIME-Version"]
    message["Content-Language"] = code
    return message


def _as_part(attachment: Attachment) -> dict[str, Any]:
    main, _, sub = attachment.content_type.partition("/")
    return {
        "maintype": main,
        "subtype": sub,
        "filename": attachment.filename,
        "params": {"charset": "utf-8"} if main == "text" else {},
        "content": attachment.content,
    }
