"""The report of an audit: for a terminal, as one HTML page, and as a table (CSV)."""

from __future__ import annotations

from collections.abc import Iterable

from tichet_rules._door import checked_instance, listed
from tichet_rules.audit import AuditReport, ReadingRow
from tichet_rules.documents._audit_html import html_of
from tichet_rules.documents._audit_table import table_of
from tichet_rules.documents._audit_text import text_of
from tichet_rules.text import Language, language

__all__ = ["report_csv", "report_html", "report_text"]


def report_text(
    report: AuditReport, code: Language = "ro", *, readings: Iterable[ReadingRow] = ()
) -> str:
    """The report for a terminal: the totals, the counts, the first findings in words.

    No personal data stands in it. ``readings`` are those of
    :func:`~tichet_rules.audit.readings_table`, to be told too.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> print(report_text(audit_log(BookingLog("empty.csv", []), office=Office()), "en"), end="")
    Audit of bookings: empty.csv
      rows in the log         0
      without findings        0
      with findings           0
      unreadable              0
      findings                0
    """
    checked_instance("report", report, AuditReport)
    return "\n".join(text_of(report, language(code), _readings(readings))) + "\n"


def report_csv(report: AuditReport, code: Language = "ro", *, personal: bool = False) -> str:
    r"""Every finding and every unreadable row as a table, for a spreadsheet program.

    It begins with the mark of UTF-8, has CRLF line ends, and its columns have names in the
    language; between them are commas, in Romanian semicolons, as that language's spreadsheet
    programs expect. A value that such a program would take for a formula begins with an
    apostrophe (OWASP, "CSV Injection"). ``personal=True`` adds the key of the applicant.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> report = audit_log(BookingLog("empty.csv", []), office=Office())
    >>> report_csv(report).removeprefix("\ufeff").split(";")[:4]
    ['linia', 'programarea', 'cererea', 'inspectorul']
    """
    checked_instance("report", report, AuditReport)
    return table_of(report, language(code), personal=personal)


def report_html(
    report: AuditReport,
    code: Language = "ro",
    *,
    personal: bool = False,
    readings: Iterable[ReadingRow] = (),
) -> str:
    """The report as one HTML page that opens from disk: no script, no network.

    Tables with bars by rule, month and inspector, what depends on a reading of the law, the
    versions of the policy that judged, the unreadable rows, and the findings with their sources;
    of these two the first 5,000. ``personal=True`` adds the key of the applicant. ``readings``
    are those of :func:`~tichet_rules.audit.readings_table`, to be told too.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> html = report_html(audit_log(BookingLog("a<b.csv", []), office=Office()), "en")
    >>> "a&lt;b.csv" in html
    True
    """
    checked_instance("report", report, AuditReport)
    return html_of(report, language(code), _readings(readings), personal=personal)


def _readings(rows: Iterable[ReadingRow]) -> tuple[ReadingRow, ...]:
    given = listed("readings", rows, "a list of reading rows")
    return tuple(
        checked_instance(f"readings[{index}]", each, ReadingRow) for index, each in enumerate(given)
    )
