"""``tichet-rules whatif``: what comes of a demand under several policies."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from types import NoneType
from typing import Any, Final

from attrs import evolve

from tichet_rules import figures
from tichet_rules.cli._arguments import (
    DAY,
    OFFICE,
    WRONG,
    Commands,
    argument,
    place,
    statuses,
)
from tichet_rules.cli._example import EXAMPLE
from tichet_rules.cli._files import (
    bytes_file,
    in_file,
    json_file,
    make_folder,
    text_file,
    write_text,
)
from tichet_rules.cli._scenarios import choices, more_inspectors, scenario, setting
from tichet_rules.cli._terminal import (
    BAD_INPUT,
    INTERRUPTED,
    YES,
    complain,
    print_json,
    progress,
    steps,
)
from tichet_rules.documents.comparison_report import comparison_csv, comparison_text
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.interchange.demands import read_counts
from tichet_rules.interchange.studies import (
    AS_IT_IS,
    MORE_INSPECTORS,
    StudyDocument,
    comparison_document,
    parse_study,
    sweep_of,
)
from tichet_rules.text import Language, Text
from tichet_rules.whatif import METRICS, Comparison, Sweep, SweepRun, read_runs
from tichet_rules.whatif.outcome import unknown_metric
from tichet_rules.whatif.simulation import Engine

_EXAMPLES: Final = (
    "--example",
    "--print-example > study.toml",
    "study.toml --csv figures.csv --figures figures",
    "study.toml --set notice_hours=24 --inspectors +2",
    'study.toml --scenario "short:max_minutes=10,grid_minutes=10"',
    "--office office.json --demand demand.json --from 2026-11-02 --to 2026-11-27",
    "study.toml --grid notice_hours=0,24,48 --grid window_days=20,30,40 --jobs 4 --runs runs.jsonl",
)
_EPILOG: Final = statuses(
    {
        YES: Text("simulat", "simulated"),
        BAD_INPUT: WRONG,
        INTERRUPTED: Text(
            "întrerupt; cu --runs, aceeași comandă continuă de unde a rămas",
            "interrupted; with --runs, the same command goes on where it was",
        ),
    }
)
_IDS: Final = ", ".join(each.id for each in METRICS)
_MOST_DRAWN: Final = 10  # more can't be told apart


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    asked = commands.add(
        "whatif",
        run,
        Text(
            "simulează cetățeni care cer programări după mai multe reguli și compară",
            "simulate citizens asking under several policies, and compare",
        ),
        examples=_EXAMPLES,
        epilog=_EPILOG,
    )
    asked.add_argument(
        "study",
        type=Path,
        nargs="?",
        metavar="STUDY",
        help=Text("studiul, un fișier TOML sau JSON", "the study, a TOML or JSON file"),
    )
    asked.add_argument(
        "--example",
        action="store_true",
        help=Text("rulează studiul inclus", "run the study that is built in"),
    )
    asked.add_argument(
        "--print-example",
        action="store_true",
        help=Text("îl scrie, ca punct de plecare", "print it, to begin with"),
    )
    asked.add_argument("--office", type=Path, metavar="FILE", help=OFFICE)
    asked.add_argument(
        "--demand",
        type=Path,
        metavar="FILE",
        help=Text("solicitările, un fișier JSON", "the demand, a JSON file"),
    )
    asked.add_argument(
        "--counts",
        type=Path,
        metavar="FILE",
        help=Text(
            "câți au cerut în fiecare zi, un tabel (CSV), în locul ratelor",
            "how many asked on each date, a table (CSV), instead of the demand's rates",
        ),
    )
    asked.add_argument(
        "--set",
        dest="changes",
        action="append",
        type=argument(setting),
        default=[],
        metavar="NAME=VALUE",
        help=Text(
            "un parametru al unui scenariu în plus, de exemplu notice_hours=24; se poate repeta",
            "a parameter of one more scenario, such as notice_hours=24; may be repeated",
        ),
    )
    asked.add_argument(
        "--inspectors",
        action="append",
        type=argument(more_inspectors),
        default=[],
        metavar="+N",
        help=Text(
            "un scenariu în plus, cu atâția inspectori în plus sau în minus (-N)",
            "one more scenario, with so many inspectors more, or fewer (-N)",
        ),
    )
    asked.add_argument(
        "--scenario",
        action="append",
        type=argument(scenario),
        default=[],
        metavar="NAME:CHANGES",
        help=Text(
            "un scenariu în plus: numele și schimbările, ca strict:notice_hours=72,inspectors=+1",
            "one more scenario: its name and changes, such as strict:notice_hours=72,inspectors=+1",
        ),
    )
    asked.add_argument(
        "--grid",
        action="append",
        type=argument(choices),
        default=[],
        metavar="NAME=VALUES",
        help=Text(
            "valori ale unui parametru, de exemplu notice_hours=24,48; repetat, fiecare combinație",
            "values of a parameter, such as notice_hours=24,48; repeated, every combination",
        ),
    )
    asked.add_argument("--from", dest="from_", help=Text("prima dată", "the first date"), **DAY)
    asked.add_argument("--to", help=Text("ultima dată", "the last date"), **DAY)
    for name, help_ in (
        ("--seed", Text("sămânța cetățenilor", "the seed of the citizens")),
        (
            "--replications",
            Text(
                "de câte ori se simulează, de fiecare dată cu alți cetățeni",
                "how often the time is simulated, each with other citizens",
            ),
        ),
        (
            "--warm-up",
            Text(
                "în câte zile dinainte se cer deja programări",
                "on how many days before the first citizens ask, too",
            ),
        ),
    ):
        asked.add_argument(name, type=int, metavar="N", help=help_)
    asked.add_argument(
        "--metrics",
        metavar="IDS",
        help=Text(
            f"cifrele de arătat, cu virgule: {_IDS}",
            f"the figures to tell, with commas: {_IDS}",
        ),
    )
    asked.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help=Text("scrie cifrele ca tabel", "write the figures as a table"),
    )
    asked.add_argument(
        "--engine",
        choices=tuple(Engine),
        help=Text(
            "cum se calculează, cu același rezultat (implicit: columns, dacă numpy este instalat)",
            "how it is worked out, with the same answer (default: columns, if numpy is there)",
        ),
    )
    asked.add_argument(
        "--figures",
        type=Path,
        metavar="FOLDER",
        help=Text(
            "desenează figuri (SVG) într-un folder; cere componenta opțională 'plots'",
            "draw figures (SVG) into a folder; needs the extra 'plots'",
        ),
    )
    asked.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help=Text("procese (%(default)s)", "processes (%(default)s)"),
    )
    asked.add_argument(
        "--runs",
        type=Path,
        metavar="FILE",
        help=Text(
            "păstrează aici fiecare rulare terminată și le preia pe cele de aici",
            "keep each finished run here, and take over those that are there",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    options.wrap = False  # tables
    if options.print_example:
        print(EXAMPLE.in_(options.lang), end="")
        return YES
    code: Language = options.lang
    study = _study(options)
    metrics = _metrics(options)
    comparison = _compared(_sweep(study, options), options)
    try:
        words = comparison_text(comparison, code, metrics=metrics)
    except InvalidInput as error:
        raise error.renamed("^metric$", "--metrics") from None
    if options.csv is not None:
        write_text(options.csv, comparison_csv(comparison, code))
    if options.figures is not None:
        _draw(comparison, options)
    if options.json:
        print_json(comparison_document(comparison, code))
    else:
        print(words)
    return YES


def _metrics(options: argparse.Namespace) -> list[str] | None:
    """The ids of ``--metrics``; those of rules are known when the runs are made."""
    if options.metrics is None:
        return None
    ids: list[str] = options.metrics.split(",")
    known = [each.id for each in METRICS]
    for each in ids:
        if each not in known and not each.startswith("refused."):
            raise unknown_metric("--metrics", each, known)
    return ids


def _sweep(study: StudyDocument, options: argparse.Namespace) -> Sweep:
    """The sweep of the study; an error names the option or the file that it comes from."""
    code: Language = options.lang
    if options.from_ is not None and options.to is None:
        _checked_first(study)
    try:
        return sweep_of(study, code)
    except InvalidInput as error:
        for pattern, option in _said_by(study, options):
            if re.match(pattern, error.field):
                told = option.replace("\\", r"\\")  # not to be taken for a reference
                raise error.renamed(pattern, told) from None
        place = "" if options.study is None else f"{options.study}: "
        raise error.inside(place) from None


def _checked_first(study: StudyDocument) -> None:
    """Refuse a ``--from`` after the study's own last date."""
    if study.first is not None and study.last is not None and study.last < study.first:
        right = Text(
            f"o dată nu mai târzie decât ultima din studiu, {study.last}",
            f"a date on or before the study's last, {study.last}",
        )
        raise InvalidInput("--from", study.first.isoformat(), right)


def _said_by(study: StudyDocument, options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """The fields of a study that options gave, as patterns, and what to call them."""
    for given, pattern, option in (
        (options.counts, r"^demand\.(demand\.)?counts", "--counts"),
        (options.to, "^last$", "--to"),
        (options.from_, "^first$", "--from"),
        (options.seed, "^seed$", "--seed"),
        (options.replications, "^replications$", "--replications"),
        (options.warm_up, "^warm_up_days$", "--warm-up"),
    ):
        if given is not None:
            yield pattern, option
    named = [(f"inspectors {number:+}", "--inspectors") for number in options.inspectors]
    named += [(name, f"--scenario {name}") for name, _ in options.scenario]
    if options.changes:
        named.append((_of_set(options.changes), "--set"))
    for name, option in named:
        place = rf"^scenarios\[{re.escape(repr(name))}\]\."
        yield f"{place}{MORE_INSPECTORS}$", option
        yield place, f"{option} "
    if options.grid:
        yield r"^grid\b", "--grid"
        others = "|".join(re.escape(repr(each)) for each in study.scenarios or ())
        yield rf"""^scenarios\[(?!({others})\]).+['"]\]\.""", "--grid "


def _of_set(changes: list[tuple[str, Any]]) -> str:
    """What the scenario of ``--set`` is called."""
    return ", ".join(map(_named, dict(changes).items()))


def _study(options: argparse.Namespace) -> StudyDocument:
    """The study of the file, or the one that is built in, with what the options say."""
    if options.example and options.study is not None:
        right = Text("niciun studiu pe lângă el", "no study beside it")
        raise InvalidInput("--example", str(options.study), right)
    if options.example:
        study = parse_study(EXAMPLE.in_(options.lang), "example")
    elif options.study is not None:
        study = _with_its_files(parse_study(text_file(options.study), str(options.study)), options)
    elif options.office is not None:
        study = StudyDocument()
    else:
        raise InvalidInput(
            place("STUDY", options.lang),
            Given("nimic", "nothing"),
            Text(
                "un studiu; --example; sau --office, --demand, --from și --to",
                "a study; --example; or --office, --demand, --from and --to",
            ),
        )
    given = {
        "office": None if options.office is None else json_file(options.office),
        "demand": None if options.demand is None else json_file(options.demand),
        "first": options.from_,
        "last": options.to,
        "seed": options.seed,
        "replications": options.replications,
        "warm_up_days": options.warm_up,
        "grid": dict(options.grid) or None,
        "scenarios": _scenarios(study, options),
    }
    study = evolve(study, **{name: each for name, each in given.items() if each is not None})
    if options.counts is not None:
        counts = read_counts(bytes_file(options.counts), name=options.counts.name)
        demand = study.demand if isinstance(study.demand, dict) else {}
        rest = {name: each for name, each in demand.items() if name != "per_day"}
        by_date = {day.isoformat(): count for day, count in counts.items()}
        study = evolve(study, demand={**rest, "counts": by_date})
    return study


def _with_its_files(study: StudyDocument, options: argparse.Namespace) -> StudyDocument:
    """The study with the office and the demand of the files that it names, from its folder."""
    folder = options.study.parent
    named = {
        name: json_file(folder / path)
        for name in ("office", "demand")
        if isinstance(path := getattr(study, name), str)
    }
    return evolve(study, **named)


def _scenarios(study: StudyDocument, options: argparse.Namespace) -> dict[str, Any] | None:
    """The scenarios of the study and those of the options; ``None`` where nobody names any."""
    more: list[tuple[str, dict[str, Any]]] = list(options.scenario)
    if options.changes:
        more.append((_of_set(options.changes), dict(options.changes)))
    more += [(f"inspectors {number:+}", {MORE_INSPECTORS: number}) for number in options.inspectors]
    if not more or not isinstance(study.scenarios, (dict, NoneType)):
        return None
    found = dict(study.scenarios or {AS_IT_IS.in_(options.lang): {}})
    for name, changes in more:
        if name in found:
            right = Text(
                "un nume pe care nu îl are alt scenariu", "a name that no other scenario has"
            )
            raise InvalidInput("--scenario", name, right)
        found[name] = changes
    return found


def _named(change: tuple[str, Any]) -> str:
    name, value = change
    if name == MORE_INSPECTORS:
        return f"inspectors {value:+}"
    said = "unlimited" if value is None else "+".join(value) if isinstance(value, list) else value
    return f"{name}={said}"


def _engine(options: argparse.Namespace) -> Engine:
    """The engine that was asked for, or else the faster one where it can run."""
    if options.engine is not None:
        return Engine(options.engine)
    return Engine.DECIDE if find_spec("numpy") is None else Engine.COLUMNS


def _draw(comparison: Comparison, options: argparse.Namespace) -> None:
    """The figures of a comparison; those of single citizens are of the first replication."""
    folder: Path = options.figures
    code: Language = options.lang
    make_folder(folder)
    names = [each.name for each in comparison.scenarios[:_MOST_DRAWN]]
    engine = _engine(options)
    outcomes = {name: comparison.outcome(name, engine=engine) for name in names}
    drawn = {
        "lead_times": figures.lead_times(outcomes, language=code),
        "open_bookings": figures.open_bookings(outcomes, language=code),
        "utilisation": figures.utilisation(outcomes, language=code),
    }
    if len(comparison.scenarios) > 1:
        drawn["differences"] = figures.differences(comparison, language=code)
    for name, picture in drawn.items():
        write_text(folder / f"{name}.svg", picture.svg())


# --- the runs -----------------------------------------------------------------------------------


def _compared(sweep: Sweep, options: argparse.Namespace) -> Comparison:
    """All runs made, those aside that were made before, and put together."""
    if options.jobs < 1:
        right = Text("un număr întreg, cel puțin 1", "a whole number, at least 1")
        raise InvalidInput("--jobs", options.jobs, right)
    done = _kept(options.runs)
    if options.runs is not None:
        # Written anew, without a last line that was cut off.
        write_text(options.runs, "".join(map(_line, done)))
    finished = list(done)
    with _processes(options.jobs) if options.jobs > 1 else nullcontext() as executor:
        told = partial(steps, options)
        try:
            runs = sweep.runs(
                executor,
                done=done,
                progress=told,
                at_once=2 * options.jobs,
                engine=_engine(options),
            )
            for each in runs:
                finished.append(each)
                if options.runs is not None:
                    write_text(options.runs, _line(each), append=True)
        except KeyboardInterrupt:
            progress("", options)
            kept = finished if options.runs is None else _kept(options.runs)
            _say_where_it_was(len(kept), sweep.size, options)
            raise
        except InvalidInput as error:
            raise error.inside(f"{options.runs}: ") from None
    progress("", options)
    return sweep.comparison(finished)


def _processes(jobs: int) -> ProcessPoolExecutor:
    # Begun anew: a fork of a process with threads may hang, of which Python 3.12 warns.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _line(each: SweepRun) -> str:
    return f"{each.to_json()}\n"


def _kept(path: Path | None) -> tuple[SweepRun, ...]:
    """The runs that a file keeps."""
    if path is None or not path.exists():
        return ()
    text = text_file(path)
    found: tuple[SweepRun, ...] = in_file(path, lambda: read_runs(text))
    return found


def _say_where_it_was(finished: int, size: int, options: argparse.Namespace) -> None:
    code: Language = options.lang
    said = Text(
        f"întrerupt: {finished} din {size} rulări", f"interrupted: {finished} of {size} runs"
    )
    kept = Text("pierdute", "lost")
    if options.runs is not None:
        kept = Text(
            f"păstrate în {options.runs}; aceeași comandă continuă",
            f"kept in {options.runs}; the same command goes on",
        )
    complain(f"{said.in_(code)}, {kept.in_(code)}")
