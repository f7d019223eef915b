"""The command line: the only module that reads a clock, a file or the environment."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NoReturn

from attrs import asdict

from tichet_rules._door import member
from tichet_rules.agenda import Agenda, decide, explain_day
from tichet_rules.audit import (
    AuditFinding,
    Judge,
    ReadingRow,
    audit,
    audit_log,
    readings_table,
)
from tichet_rules.audit.columns import LogColumns, audit_columns
from tichet_rules.demo import Paper, demo_story
from tichet_rules.documents.audit_report import report_csv, report_html, report_text
from tichet_rules.errors import InvalidInput, TichetError
from tichet_rules.interchange import (
    CaseResult,
    QuestionDocument,
    day_document,
    decision_document,
    parse_json,
    read_office,
    rule_document,
    run_vectors,
    structured,
)
from tichet_rules.interchange.logs import parse_mapping, read_log
from tichet_rules.interchange.render import audit_document
from tichet_rules.interchange.rulebook import entry_document, explained, rule_entry
from tichet_rules.interchange.schemas import NAMES as SCHEMAS
from tichet_rules.interchange.schemas import schema_text
from tichet_rules.interchange.structure import checked_object, read_date, read_instant
from tichet_rules.model import Booking, Channel, Procedure
from tichet_rules.office import Office
from tichet_rules.policy import PRESETS, parse_policy, preset
from tichet_rules.rules import RULE_BOOK, Rule, rule_of
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.wording import clock, counted, day_name

__all__ = ["main"]

YES: Final = 0
NO: Final = 1
BAD_INPUT: Final = 2

_WIDEST: Final = 100  # lines longer than this are hard to read, however wide the terminal

_STATUSES: Final = """\
exit status:
  0  yes: the command is allowed, there are free slots, every vector passed
  1  no: the command is refused, no slot is free, a vector failed
  2  bad input: a file that can't be read or breaks its format, a wrong argument
"""
_AUDIT_STATUSES: Final = """\
exit status:
  0  clean: every row was read, and none breaks a rule
  1  findings: at least one row breaks a rule
  2  bad input: no findings, but rows that can't be read; or a wrong file or argument
"""
_EXAMPLES: Final = """\
examples:
  tichet-rules demo
  tichet-rules demo --out documents --lang ro
  tichet-rules check question.json --office office.json
  tichet-rules slots office.json --inspector i-017 --from 2026-11-26 --to 2026-11-27
  tichet-rules audit log.csv --office office.json --html report.html
  tichet-rules vectors tests/vectors
  tichet-rules explain slot.notice --lang ro
  tichet-rules rules slot.notice --lang ro
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; see ``tichet-rules --help``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The words are Romanian, whatever the locale; what can't be written is escaped.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            status = run(options)
    except TichetError as error:
        status = _complain(str(error))
    try:
        # Written at the end, so that the status is the answer's even if nobody reads it.
        text = said.getvalue()
        narrow = sys.stdout.isatty() and not options.json
        sys.stdout.write(_wrapped(text) if narrow else text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _complain(message: str) -> int:
    print(f"tichet-rules: {_printable(message)}", file=sys.stderr)
    return BAD_INPUT


def _printable(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )


# --- the commands -----------------------------------------------------------------------------


def _demo(options: argparse.Namespace) -> int:
    code: Language = options.lang
    steps = list(demo_story())
    if options.out is not None:
        written = _written(options.out, (paper for each in steps for paper in each.papers(code)))
        if options.json:
            _print_json({"folder": str(options.out), "files": [each.name for each in written]})
        else:
            _print_papers(options.out, written, code)
        return YES
    if options.json:
        _print_json(
            [
                {
                    "title": step.title.in_(code),
                    "words": step.words.in_(code),
                    "decision": None
                    if step.decision is None
                    else decision_document(step.decision, code),
                }
                for step in steps
            ]
        )
        return YES
    for number, step in enumerate(steps, 1):
        print(f"{number}. {step.title.in_(code)}")
        print(_indented(step.words.in_(code)))
        if step.decision is not None:
            print(_indented(step.decision.explain(code)))
        print()
    return YES


def _written(folder: Path, papers: Iterable[Paper]) -> list[Paper]:
    """Write the documents, all or none; a file that is there already is left alone."""
    made = list(papers)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for paper in made:
            if (folder / paper.name).exists():
                raise InvalidInput("--out", str(folder), f"a folder without {paper.name!r} in it")
        for paper in made:
            (folder / paper.name).write_bytes(paper.content)
    except OSError as error:
        raise _FileProblem(f"{folder}: {error.strerror or type(error).__name__}") from None
    return made


def _print_papers(folder: Path, papers: Iterable[Paper], code: Language) -> None:
    print(Text(f"Documentele, în {folder}:", f"The documents, in {folder}:").in_(code))
    for paper in papers:
        print(f"  {paper.name}")


def _check(options: argparse.Namespace) -> int:
    question = checked_object_of(_json_file(options.question), ("office", "when"), options.question)
    if options.office is not None:
        if "office" in question:
            raise InvalidInput(f"{options.question}: office", "one", "none beside --office FILE")
        office, agenda = _office_file(options.office)
    elif "office" in question:
        office, agenda = _in_file(options.question, lambda: read_office(question["office"]))
    else:
        raise InvalidInput(
            str(options.question), "no office", "an «office» in the file, or --office FILE"
        )
    when = _in_file(
        options.question, lambda: structured(question["when"], QuestionDocument, "when")
    )
    command = _in_file(options.question, lambda: _placed_command(when, agenda))
    at = options.at or when.at or _now()
    decision = decide(command, agenda, at=at, office=office)
    if options.json:
        _print_json(
            decision_document(
                decision, options.lang, staff=options.staff, personal=options.with_personal_data
            )
        )
    else:
        print(decision.explain(options.lang, full=options.full, staff=options.staff))
    return YES if decision.allowed else NO


def _placed_command(when: QuestionDocument, agenda: Agenda) -> Any:
    try:
        return when.command(agenda)
    except InvalidInput as error:
        raise error.inside("when") from None


def _slots(options: argparse.Namespace) -> int:
    office, agenda = _office_file(options.office)
    code: Language = options.lang
    at = options.at or _now()
    first = options.from_ or office.calendar.local(at).date()
    last = options.to or day_after(first, 13)
    if last < first:
        raise InvalidInput("--to", last.isoformat(), f"a date on or after --from, {first}")
    reports = [
        explain_day(
            agenda,
            day,
            inspector=options.inspector,
            at=at,
            office=office,
            minutes=options.minutes,
            request=options.request,
            channel=options.channel,
            procedure=options.procedure,
        )
        for day in office.calendar.days(first, last)
    ]
    if options.json:
        _print_json([day_document(each, office.calendar, code) for each in reports])
    else:
        for report in reports:
            if report.free and not options.why:
                times = " ".join(clock(office.calendar.local(each.start)) for each in report.free)
                free = counted(len(report.free), "slot", code)
                print(f"{day_name(report.day, code)}: {free}\n  {times}")
            else:
                print(report.explain(code))
    return YES if any(each.free for each in reports) else NO


def _vectors(options: argparse.Namespace) -> int:
    passed, failed, bad = 0, 0, 0
    failures: list[dict[str, Any]] = []
    for path in options.paths:
        try:
            files = list(_vector_files(path))
        except TichetError as error:
            bad += 1
            _complain(str(error))
            continue
        for file in files:
            try:
                results = list(run_vectors(_text_file(file)))
            except TichetError as error:
                bad += 1
                _complain(f"{error}" if isinstance(error, _FileProblem) else f"{file}: {error}")
                continue
            for result in results:
                if result.passed:
                    passed += 1
                    continue
                failed += 1
                failures.append(_failure(file, result))
                if not options.json:
                    _print_failure(failures[-1])
    if options.json:
        _print_json({"passed": passed, "failed": failed, "unreadable": bad, "failures": failures})
    else:
        print(f"{passed} passed, {failed} failed")
    if bad:
        return BAD_INPUT
    return NO if failed else YES


def _failure(file: Path, result: CaseResult) -> dict[str, Any]:
    return {
        "file": str(file),
        "id": result.id,
        "about": result.about,
        "expected": result.expected,
        "got": result.got,
    }


def _print_failure(failure: dict[str, Any]) -> None:
    about = f" ({failure['about']})" if failure["about"] else ""
    print(_printable(f"FAILED {failure['file']}: {failure['id']}{about}"))
    for key in ("expected", "got"):
        print(f"  {key + ':':10}{json.dumps(failure[key], ensure_ascii=False, default=_instant)}")


def _vector_files(path: Path) -> Iterator[Path]:
    try:
        folder = path.is_dir()
    except OSError as error:
        raise _FileProblem(f"{path}: {error.strerror}") from None
    if not folder:
        yield path
        return
    files = sorted(path.rglob("*.json"))
    if not files:
        raise InvalidInput(str(path), "a folder without .json files", "vector files")
    yield from files


def _audit(options: argparse.Namespace) -> int:
    office, agenda = _office_file(options.office)
    office = _under(office, options.policy)
    mapping = None
    if options.mapping is not None:
        mapping = parse_mapping(_text_file(options.mapping), str(options.mapping))
    name = options.log.name
    content = _bytes_file(options.log)
    _progress("reading", options)
    log = read_log(content, name=name, office=office, format=options.format, mapping=mapping)
    bar = partial(_bar, options)
    _progress(f"judging {counted(len(log), 'row', 'en')}", options)
    report = audit_log(log, office=office, before=agenda, judge=_judge(len(log), bar))
    _progress("", options)
    code: Language = options.lang
    personal: bool = options.with_personal_data
    for path, made in ((options.csv, report_csv), (options.html, report_html)):
        if path is not None:
            _write(path, made(report, code, personal=personal))
    readings: tuple[ReadingRow, ...] = ()
    if options.readings:
        readings = readings_table([each.booking for each in report.log.rows], office=office)
    if options.json:
        document = audit_document(report, code, personal=personal)
        if options.readings:
            document["readings"] = [asdict(each) for each in readings]
        _print_json(document)
    else:
        print(report_text(report, code), end="")
        if readings:
            print(f"\n{_readings(readings, code)}")
    if report.findings:
        return NO
    return BAD_INPUT if report.unreadable else YES


def _under(office: Office, file: Path | None) -> Office:
    """The office with every version of its policy: those of a file, or of the preset it has."""
    if file is not None:
        return office.replace(policy=parse_policy(_text_file(file), str(file)))
    policy = office.policy
    if policy.name in PRESETS and policy == preset(policy.name).latest:
        return office.replace(policy=preset(policy.name))
    return office


def _readings(rows: Sequence[ReadingRow], code: Language) -> str:
    head = Text(
        "Ce ar constata fiecare citire (în plus, în minus față de politică):",
        "What each reading would find (more, fewer than as the policy reads):",
    ).in_(code)
    width = max(len(each.parameter) + len(each.reading) for each in rows) + 3
    lines = [
        f"  {each.rule}  {f'{each.parameter} = {each.reading}':<{width}}"
        f"  {each.breaches:>7}  +{each.more}  -{each.fewer}"
        for each in rows
    ]
    return "\n".join([head, *lines])


_LARGE_LOG: Final = 20_000


def _judge(rows: int, progress: Callable[[int, int], object]) -> Judge:
    """Column by column where the log is large and numpy is there; row by row otherwise."""
    if rows < _LARGE_LOG or find_spec("numpy") is None:
        return partial(audit, progress=progress)
    return _by_columns


def _by_columns(
    log: Iterable[Booking], *, office: Office, before: Iterable[Booking] = ()
) -> Iterable[AuditFinding]:
    return audit_columns(LogColumns.of(log), office=office, before=before).findings()


_BAR_WIDTH: Final = 40


def _bar(options: argparse.Namespace, done: int, total: int) -> None:
    """Draw how far it has come, each time that another hundredth is done."""
    percent = 100 * done // total
    if percent != 100 * (done - 1) // total:
        filled = _BAR_WIDTH * done // total
        drawn = "█" * filled + "░" * (_BAR_WIDTH - filled)
        _progress(f"{drawn} {percent:>3} % of {counted(total, 'row', 'en')}", options)


def _progress(doing: str, options: argparse.Namespace) -> None:
    """Say on a terminal what is being done; the line is wiped away in the end."""
    if sys.stderr.isatty() and not options.json:
        words = f"{doing} …" if doing else ""
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise _FileProblem(f"{path}: {error.strerror or type(error).__name__}") from None


def _explain(options: argparse.Namespace) -> int:
    entry = rule_entry(options.rule)
    if options.json:
        _print_json(entry_document(entry, options.lang))
    else:
        print(explained(entry, options.lang), end="")
    return YES


def _schema(options: argparse.Namespace) -> int:
    options.json = True  # it is for programs: a terminal's width breaks no line of it
    print(schema_text(options.name), end="")
    return YES


def _rules(options: argparse.Namespace) -> int:
    code: Language = options.lang
    rules = [rule_of(id_) for id_ in options.rules] or list(RULE_BOOK)
    policies = [preset(name).latest for name in PRESETS]
    documents = [rule_document(each, policies, code) for each in rules]
    if options.json:
        _print_json(documents)
        return YES
    for rule, document in zip(rules, documents, strict=True):
        _print_rule(rule, document, code)
    return YES


def _print_rule(rule: Rule, document: dict[str, Any], code: Language) -> None:
    print(f"{rule.id}: {document['title']}")
    if document["quote"]:
        print(f"  «{document['quote']}»")
    article = f", {document['article']}" if document["article"] else ""
    source = document["source"]
    print(f"  {Text('Sursa', 'Source').in_(code)}: {source['title']} ({source['where']}){article}")
    for policy, parameters in document["parameters"].items():
        values = ", ".join(f"{name} = {_said(value, code)}" for name, value in parameters.items())
        print(f"  {policy}: {values}")
    if document["note"]:
        print(f"  {document['note']}")
    print()


def _said(value: Any, code: Language) -> str:
    if value is None:
        return Text("nelimitat", "unlimited").in_(code)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(each, code)}" for key, each in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


class _FileProblem(TichetError):
    """A file that can't be read or written, or is no text."""


# --- reading and printing ---------------------------------------------------------------------


def _bytes_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _FileProblem(f"{path}: {error.strerror or type(error).__name__}") from None


def _text_file(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise _FileProblem(f"{path}: {error.strerror or type(error).__name__}") from None
    except UnicodeDecodeError:
        raise _FileProblem(f"{path}: not a UTF-8 text file") from None


def _in_file(path: Path, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except InvalidInput as error:
        raise error.inside(f"{path}: ") from None


def _json_file(path: Path) -> Any:
    text = _text_file(path)
    return _in_file(path, lambda: parse_json(text))


def _office_file(path: Path) -> tuple[Office, Agenda]:
    document = _json_file(path)
    found: tuple[Office, Agenda] = _in_file(path, lambda: read_office(document, ""))
    return found


def checked_object_of(value: Any, keys: tuple[str, ...], path: Path) -> dict[str, Any]:
    """The JSON object of a question file, with its «when»."""
    found: dict[str, Any] = _in_file(path, lambda: checked_object(value, keys, ("when",)))
    return found


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_instant))


def _instant(value: Any) -> str:
    return str(value.isoformat())


def _wrapped(text: str) -> str:
    """The lines, broken between words where a terminal is too narrow for them."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    lines: list[str] = []
    for line in text.splitlines():
        lead = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line, width, subsequent_indent=lead + "  ", break_long_words=False
        ) or [""]
    return "".join(f"{line}\n" for line in lines)


def _indented(text: str) -> str:
    return textwrap.indent(text, "   ")


def _now() -> datetime:
    return datetime.now().astimezone()


# --- arguments --------------------------------------------------------------------------------


def _argument(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def convert(text: str) -> Any:
        try:
            return read(text)
        except InvalidInput as error:
            raise argparse.ArgumentTypeError(f"got {text!r}; expected {error.expected}") from None

    return convert


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise InvalidInput("minutes", text, "a whole number of minutes, at least 1")
    return int(text)


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line, like everything else here."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and exit with status 2."""
        sys.exit(_complain(f"{message}; see {self.prog} --help"))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="tichet-rules",
        description="The scheduling rules of the Tichetul Albastru (blue ticket) of Cluj-Napoca: "
        "decide, explain, find free slots.",
        epilog=_EXAMPLES + "\n" + _STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = _Parser(add_help=False)
    spoken: Language = "ro" if _locale().startswith("ro") else "en"
    common.add_argument(
        "--lang", choices=LANGUAGES, default=spoken, help="the language of the words (%(default)s)"
    )
    common.add_argument("--json", action="store_true", help="print JSON, for programs")
    commands = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND", parser_class=_Parser
    )

    def command(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> Any:
        made = commands.add_parser(
            name,
            parents=[common],
            help=help_,
            description=help_[:1].upper() + help_[1:] + ".",
            epilog=_STATUSES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    at: dict[str, Any] = {
        "type": _argument(read_instant),
        "metavar": "INSTANT",
        "help": "the instant of the question, such as 2026-11-24T10:00:00+02:00 (default: now)",
    }
    day: dict[str, Any] = {"type": _argument(read_date), "metavar": "DATE"}

    demo = command("demo", _demo, "walk through both journeys on an invented town hall")
    demo.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="write what people receive into a folder: messages, invitations, the blue ticket "
        "(needs the extras 'calendar', 'contact' and 'pdf')",
    )

    check = command("check", _check, "decide a command that is written in a JSON file")
    check.add_argument(
        "question",
        type=Path,
        help='a file such as {"when": {"at": …, "book": {…}}, "office": {…}}, written like a '
        "case of the conformance vectors",
    )
    check.add_argument("--office", type=Path, help="the office, in a file of its own")
    check.add_argument("--at", **at)
    check.add_argument("--full", action="store_true", help="tell the rules that passed, too")
    check.add_argument("--staff", action="store_true", help="tell what the public must not be told")
    check.add_argument(
        "--with-personal-data",
        action="store_true",
        help="with --json: include the applicant's key and the contact data in the events",
    )

    slots = command("slots", _slots, "list the free slots of an inspector, and why days are empty")
    slots.add_argument("office", type=Path, help="the office, a JSON file")
    slots.add_argument("--inspector", required=True, metavar="ID", help="the inspector's id")
    slots.add_argument("--from", dest="from_", help="the first date (default: today)", **day)
    slots.add_argument("--to", help="the last date (default: 13 days after the first)", **day)
    slots.add_argument("--at", **at)
    slots.add_argument(
        "--minutes", type=_argument(_minutes), default=15, help="the length (%(default)s)"
    )
    slots.add_argument("--request", metavar="NUMBER", help="a request, whose window applies too")
    slots.add_argument(
        "--procedure",
        type=_argument(member("procedure", Procedure)),
        default=Procedure.BLUE_TICKET,
        metavar="|".join(Procedure),
        help="for a blue ticket or an audience (%(default)s)",
    )
    slots.add_argument(
        "--channel",
        type=_argument(member("channel", Channel)),
        default=Channel.ONLINE,
        metavar="|".join(Channel),
        help="in person, a room has to be free (%(default)s)",
    )
    slots.add_argument("--why", action="store_true", help="explain every day, not only empty ones")

    vectors = command("vectors", _vectors, "run conformance vectors: files, or folders of them")
    vectors.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    audited = command("audit", _audit, "find every breach in a log of bookings")
    audited.add_argument("log", type=Path, metavar="LOG", help="CSV, JSON lines or Parquet")
    audited.add_argument("--office", type=Path, required=True, help="the office, a JSON file")
    audited.add_argument(
        "--policy",
        type=Path,
        metavar="FILE",
        help="a town's own policy (TOML), each row judged by the version in force on its date",
    )
    audited.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="which column is what, for a log with names of its own: TOML or JSON",
    )
    audited.add_argument(
        "--format", choices=("csv", "jsonl", "parquet"), help="default: by the file"
    )
    audited.add_argument("--html", type=Path, metavar="FILE", help="write the report as a page")
    audited.add_argument("--csv", type=Path, metavar="FILE", help="write the findings as a table")
    audited.add_argument(
        "--with-personal-data",
        action="store_true",
        help="tell in files and JSON whose bookings they are",
    )
    audited.add_argument(
        "--readings", action="store_true", help="tell what each reading of the law would find"
    )
    audited.epilog = _AUDIT_STATUSES

    explain = command("explain", _explain, "explain a rule: source, code, parameters, an example")
    explain.add_argument("rule", metavar="RULE", help="a rule id, such as slot.notice")

    schemas = command("schema", _schema, "print the JSON Schema of a document")
    schemas.add_argument("name", choices=SCHEMAS, metavar="NAME", help=", ".join(SCHEMAS))

    rules = command("rules", _rules, "print the rule book: each rule with its source")
    rules.add_argument("rules", nargs="*", metavar="RULE", help="rule ids (default: all)")
    return parser


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value
    return ""


if __name__ == "__main__":
    sys.exit(main())
