"""The blue ticket as plain text, as HTML and as PDF.

All three show the same words in the same order, and are worked out from the ticket alone: no
clock, no network, no file but those of this package. What people wrote is only ever text; none
of it is read as markup. The same ticket always gives the same bytes.
"""

from __future__ import annotations

from tichet_rules._door import checked_instance
from tichet_rules.documents._ticket_html import html_of
from tichet_rules.documents._ticket_pdf import pdf_of
from tichet_rules.documents._ticket_sheet import Sheet, sheet_of
from tichet_rules.documents._ticket_text import text_of
from tichet_rules.model.ticket import BlueTicket
from tichet_rules.text import checked_language

__all__ = ["ticket_html", "ticket_pdf", "ticket_text"]


def _sheet(ticket: BlueTicket, language: str) -> Sheet:
    checked_instance("ticket", ticket, BlueTicket, personal=True)
    return sheet_of(ticket, checked_language(language))


def ticket_text(ticket: BlueTicket, language: str = "ro") -> str:
    """The ticket as plain text in lines of at most 72 columns, fit for the body of a mail.

    Headings stand at the margin and what people wrote is indented, so that no paragraph can
    pass for a heading. A line with writing from right to left is isolated by Unicode's marks,
    so that it can't reorder the words around it.

    >>> from datetime import date, datetime
    >>> from tichet_rules.model.ticket import MeetingRecord
    >>> from tichet_rules.text import Text
    >>> ticket = BlueTicket(
    ...     booking="b-1",
    ...     procedure="blue_ticket",
    ...     institution=Text("Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"),
    ...     policy="cluj-napoca/tichet-albastru@2020-10-05",
    ...     request="119368/305",
    ...     filed_on=date(2026, 1, 12),
    ...     citizen="Pop-Ionescu Ana Maria",
    ...     inspector="i-017",
    ...     inspector_name="Mureșan Ioana",
    ...     inspector_role="execution",
    ...     start=datetime.fromisoformat("2026-11-26T10:00:00+02:00"),
    ...     minutes=15,
    ...     time_zone="Europe/Bucharest",
    ...     channel="online",
    ...     record=MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."]),
    ...     issued_at=datetime.fromisoformat("2026-11-26T12:00:00+02:00"),
    ... )
    >>> for line in ticket_text(ticket).splitlines()[11:16]:
    ...     print(line)
    Inspector:        Mureșan Ioana (personal de execuție, i-017)
    Cerere:           nr. 119368/305 (depusă luni, 12 ianuarie 2026)
    Data:             joi, 26 noiembrie 2026
    Ora:              10:00 (Europe/Bucharest, UTC+02:00)
    Durata:           15 minute

    Raises:
        WrongType: The ticket is no :class:`~tichet_rules.model.ticket.BlueTicket`.
        InvalidInput: There are no words in the language; the ticket's ``time_zone`` is not
            known; or its clock has no date for the instant (at the ends of the calendar).
    """
    return text_of(_sheet(ticket, language))


def ticket_html(ticket: BlueTicket, language: str = "ro") -> str:
    """The ticket as one HTML document that needs nothing else: no script, image or font.

    It has a style for the screen, light and dark, for a telephone and for paper, and a content
    security policy that allows that style alone.

    >>> ticket_html("b-1")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tichet_rules.errors.WrongType: ticket: expected a BlueTicket ...

    Raises:
        WrongType, InvalidInput: As :func:`ticket_text`.
    """
    return html_of(_sheet(ticket, language))


def ticket_pdf(ticket: BlueTicket, language: str = "ro") -> bytes:
    """The ticket as a PDF for the archive (PDF/A-3a) and for every reader (PDF/UA-1).

    The canonical form is attached as ``tichet-albastru.json``: its SHA-256 is the fingerprint.
    The document is dated ``issued_at``. Characters that the fonts don't have, and marks that
    would reorder a line, are shown by their Unicode number, such as [U+1F600].

    >>> ticket_pdf("b-1")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tichet_rules.errors.WrongType: ticket: expected a BlueTicket ...

    Raises:
        WrongType, InvalidInput: As :func:`ticket_text`.
        MissingExtra: The extra ``pdf`` is not installed.
    """
    return pdf_of(ticket, _sheet(ticket, language))
