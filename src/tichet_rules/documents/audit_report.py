"""The report of an audit: for a terminal, as one HTML page, and as a table (CSV)."""

from __future__ import annotations

from collections.abc import Iterable

from tichet_rules._door import checked_instance, listed
from tichet_rules.audit import AuditReport, Provenance, ReadingRow
from tichet_rules.documents import _audit_readings
from tichet_rules.documents._audit_html import html_of
from tichet_rules.documents._audit_table import table_of
from tichet_rules.documents._audit_text import text_of
from tichet_rules.text import Language, checked_language

__all__ = ["readings_csv", "report_csv", "report_html", "report_text"]


def report_text(
    report: AuditReport,
    language: Language = "ro",
    *,
    readings: Iterable[ReadingRow] = (),
    provenance: Provenance | None = None,
) -> str:
    """The report for a terminal: its head, the totals, the counts, the first findings in words.

    Of each rule the first five findings are told, its sources once. No personal data stands in
    it. ``readings`` are those of :func:`~tichet_rules.audit.readings_table`, to be told too;
    ``provenance`` is told in the head, and says what was presumed. Of more than three unreadable
    rows of one column and one kind of reason, one is shown with their number and the first lines.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, Provenance, audit_log
    >>> report = audit_log(BookingLog("empty.csv", []), office=Office())
    >>> made = Provenance("Primăria Dej", version="1.0")
    >>> print(report_text(report, "en", provenance=made), end="")
    Audit of bookings: empty.csv
      institution      Primăria Dej
      made with        tichet_rules 1.0
    <BLANKLINE>
      rows in the log         0
      without findings        0
      with findings           0
      unreadable              0
      findings                0
    """
    checked_instance("report", report, AuditReport)
    made = _made(provenance)
    return "\n".join(text_of(report, checked_language(language), _readings(readings), made)) + "\n"


def report_csv(report: AuditReport, language: Language = "ro", *, personal: bool = False) -> str:
    r"""Every finding and every unreadable row as a table, for a spreadsheet program.

    It begins with the mark of UTF-8, has CRLF line ends, and its columns have names in the
    language; between them are commas, in Romanian semicolons, as that language's spreadsheet
    programs expect. A value that such a program would take for a formula begins with an
    apostrophe (OWASP, "CSV Injection"). ``personal=True`` adds the name of the applicant.

    Beside the words of a finding stands what its rule measured, what that is in, what it was
    compared with, and what that is in: a number of minutes, a count, a date, an instant
    (ISO 8601), or text. A cell is empty where the rule has no such figure.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> report = audit_log(BookingLog("empty.csv", []), office=Office())
    >>> report_csv(report).removeprefix("\ufeff").split(";")[:4]
    ['linia', 'programarea', 'cererea', 'inspectorul']
    """
    checked_instance("report", report, AuditReport)
    return table_of(report, checked_language(language), personal=personal)


def readings_csv(readings: Iterable[ReadingRow], language: Language = "ro") -> str:
    r"""Each booking that a reading decides otherwise than the policy, as a table.

    ``readings`` are those of :func:`~tichet_rules.audit.readings_table`. A row has the rule, its
    parameter and the reading, whether the booking becomes a breach under it or is none any more,
    its line, its id and its request, then the rule, the parameter and the reading in words; a
    booking stands once for each such reading. The form is that of :func:`report_csv`.

    >>> readings_csv([], "en").split(",")[:4]
    ['\ufeffrule', 'parameter', 'reading', 'compared with the policy']
    """
    return _audit_readings.table_of(_readings(readings), checked_language(language))


def report_html(
    report: AuditReport,
    language: Language = "ro",
    *,
    personal: bool = False,
    readings: Iterable[ReadingRow] = (),
    provenance: Provenance | None = None,
) -> str:
    """The report as one HTML page that opens from disk: no script, no network.

    A head with the time that the log covers, the policies, and the ``provenance``; tables with
    bars by rule, month and inspector, what depends on a reading of the law, the
    versions of the policy that judged, the unreadable rows, and the findings with their sources;
    of these two the first 5,000. Of more than three unreadable rows of one column and one kind
    of reason, one is shown with their number and the first lines. ``personal=True`` adds the name
    of the applicant, and shows what the log has for an inspector even where it may be a name.
    ``readings`` are those of :func:`~tichet_rules.audit.readings_table`, to be told too.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> html = report_html(audit_log(BookingLog("a<b.csv", []), office=Office()), "en")
    >>> "a&lt;b.csv" in html
    True
    """
    checked_instance("report", report, AuditReport)
    made = _made(provenance)
    return html_of(report, checked_language(language), _readings(readings), made, personal=personal)


def _made(provenance: Provenance | None) -> Provenance:
    if provenance is None:
        return Provenance()
    return checked_instance("provenance", provenance, Provenance)


def _readings(rows: Iterable[ReadingRow]) -> tuple[ReadingRow, ...]:
    given = listed("readings", rows, "a list of reading rows")
    return tuple(
        checked_instance(f"readings[{index}]", each, ReadingRow) for index, each in enumerate(given)
    )
