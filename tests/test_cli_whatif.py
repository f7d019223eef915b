"""The analyst's commands: a what-if, a replay of a log, a demand fitted to one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests._romanian import checked as romanian
from tests.audit._scene import BOOKINGS
from tichet_rules.cli import _logs, main, whatif
from tichet_rules.cli._example import EXAMPLE
from tichet_rules.interchange.demands import read_demand
from tichet_rules.model import Booking
from tichet_rules.whatif import METRICS, Sweep
from tichet_rules.whatif.simulation import Engine

Run = Callable[..., tuple[int, str, str]]

OFFICE: dict[str, Any] = {
    "inspectors": [{"id": "i-1"}, {"id": "i-2"}],
    "requests": [
        {
            "number": "1/305",
            "applicant": "Pop Ana",
            "filed_on": "2026-01-12",
            "inspector": "i-1",
        },
        {
            "number": "2/305",
            "applicant": "Rus Dan",
            "filed_on": "2026-01-13",
            "inspector": "i-1",
            "status": "answered",
            "communicated_on": "2026-10-27",
        },
    ],
}
STUDY: dict[str, Any] = {
    "first": "2026-11-02",
    "last": "2026-11-03",
    "replications": 2,
    "demand": {"per_day": 5},
    "office": {"inspectors": [{"id": "i-017"}]},
}


def row(booking: Booking) -> str:
    start, made = (f"{each:%d.%m.%Y %H:%M}Z" for each in (booking.slot.start, booking.booked_at))
    return f"{booking.id};{booking.request};{booking.inspector};{start};{made};{booking.status}\n"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    Path("office.json").write_text(json.dumps(OFFICE), "utf-8")
    Path("study.json").write_text(json.dumps(STUDY), "utf-8")
    head = "id;request;inspector;start;booked_at;status\n"
    Path("log.csv").write_text(head + "".join(map(row, BOOKINGS)), "utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        seen = capsys.readouterr()
        return status, seen.out, seen.err

    return call


SHORT = ("--replications", "2", "--to", "2026-11-03", "--warm-up", "0")


def names(out: str) -> list[str]:
    return [each["name"] for each in json.loads(out)["scenarios"]]


# --- whatif -------------------------------------------------------------------------------------


def test_the_example_that_is_built_in(run: Run) -> None:
    status, out, err = run("whatif", "--example", *SHORT)
    assert (status, err) == (0, "")
    assert out.startswith("2026-11-02 – 2026-11-03, replications: 2, seed 1")
    assert "Difference from «today»" in out
    status, printed, _ = run("whatif", "--print-example")
    assert (status, printed) == (0, EXAMPLE.en)
    Path("study.toml").write_text(printed, "utf-8")
    again = run("whatif", "study.toml", *SHORT)
    assert again == (0, out, "")


def test_the_example_in_romanian_is_the_same_with_other_names(run: Run) -> None:
    status, out, err = run("whatif", "--example", "--lang", "ro", *SHORT)
    assert (status, err) == (0, "")
    assert "Diferența față de «azi»" in romanian(out)
    _, printed, _ = run("whatif", "--print-example", "--lang", "ro")
    assert printed == EXAMPLE.ro
    Path("study.toml").write_text(printed, "utf-8")
    assert run("whatif", "study.toml", "--lang", "ro", *SHORT) == (0, out, "")
    comments = [line.partition("#")[2] for line in printed.splitlines() if "#" in line]
    assert [romanian(each) for each in comments]
    said = romanian("".join(comments))
    assert "study" not in said
    as_json = [
        json.loads(run("whatif", *ask, "--json", *SHORT)[1])
        for ask in (
            ("--example",),
            ("--example", "--lang", "ro"),
            ("study.toml",),
        )
    ]
    names = [[each.pop("name") for each in document["scenarios"]] for document in as_json]
    assert names[1] == names[2] == ["azi", "24 de ore", "20 de minute", "unul în plus"]
    figures = [[each["figures"] for each in document["scenarios"]] for document in as_json]
    assert figures[0] == figures[1] == figures[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed = one", "s-a primit 'ceva ce nu este o valoare (linia 1, coloana 8)'; se aștepta "),
        ('{"seed": one}', "linia 1, coloana 10: s-a primit 'altceva decât o valoare'; se aștepta "),
        ('{"seed": 1} {}', "linia 1, coloana 13: s-a primit 'text în plus după sfârșit'; se "),
    ],
)
def test_a_study_that_cannot_be_read_is_told_in_romanian(run: Run, text: str, said: str) -> None:
    Path("broken").write_text(text, "utf-8")
    status, _, err = run("whatif", "broken", "--lang", "ro")
    assert status == 2
    assert said in romanian(err)


def test_a_study_and_what_the_options_add(run: Run) -> None:
    status, out, _ = run(
        "whatif", "study.json", "--json", "--set", "notice_hours=24", "--set", "inspectors=+1",
        "--set", "channels=online+phone", "--set", "horizon_days=unlimited",
        "--inspectors", "+2", "--scenario", "slow: notice_hours=72, max_minutes=10",
        "--grid", "window_days=20,30", "--seed", "7", "--warm-up", "1",
    )  # fmt: skip
    assert status == 0
    assert names(out) == [
        "today",
        "slow",
        "notice_hours=24, inspectors +1, channels=online+phone, horizon_days=unlimited",
        "inspectors +2",
        "window_days=20",
        "window_days=30",
    ]
    document = json.loads(out)
    assert (document["seed"], document["warm_up_days"]) == (7, 1)
    assert [each["inspectors"] for each in document["scenarios"]] == [1, 1, 2, 3, 1, 1]
    assert document["scenarios"][1]["policy"].endswith(" with notice_hours=72, max_minutes=10")


def test_scenarios_of_the_study_come_first(run: Run) -> None:
    study = STUDY | {"scenarios": {"as it is": {}}}
    Path("study.json").write_text(json.dumps(study), "utf-8")
    _, out, _ = run("whatif", "study.json", "--set", "notice_hours=24", "--json", "--lang", "ro")
    assert names(out) == ["as it is", "notice_hours=24"]
    taken = run("whatif", "study.json", "--scenario", "as it is:notice_hours=24")
    assert taken[0] == 2
    assert taken[2].startswith("tichet-rules: --scenario: got 'as it is'; expected a name that no")


def test_without_a_study(run: Run) -> None:
    Path("demand.json").write_text('{"per_day": 5}', "utf-8")
    dates = ("--from", "2026-11-02", "--to", "2026-11-03", "--replications", "2")
    status, out, _ = run(
        "whatif", "--office", "office.json", "--demand", "demand.json", *dates, "--lang", "ro"
    )
    assert status == 0
    assert out.startswith("2026-11-02 – 2026-11-03, replicări: 2")
    assert " azi\n" in out
    Path("counts.csv").write_text("date,count\n2026-11-02,3\n2026-11-03,4\n", "utf-8")
    status, out, _ = run(
        "whatif", "--office", "office.json", "--counts", "counts.csv", *dates, "--json"
    )
    assert json.loads(out)["demand"] == {"counts": {"2026-11-02": 3, "2026-11-03": 4}}
    assert json.loads(out)["scenarios"][0]["figures"]["arrivals"]["mean"] == 7
    Path("study.json").write_text(json.dumps(STUDY | {"demand": {"per_day": 1, "no_show": 0.5}}))
    _, out, _ = run("whatif", "study.json", "--counts", "counts.csv", "--json")
    demand = json.loads(out)["demand"]
    assert demand == {"counts": {"2026-11-02": 3, "2026-11-03": 4}, "no_show": 0.5}


def test_a_study_names_files_beside_it(run: Run) -> None:
    Path("there").mkdir()
    Path("there", "town.json").write_text(json.dumps(STUDY["office"]), "utf-8")
    Path("there", "demand.json").write_text('{"per_day": 5}', "utf-8")
    study = STUDY | {"office": "town.json", "demand": "demand.json"}
    Path("there", "study.json").write_text(json.dumps(study), "utf-8")
    assert run("whatif", "there/study.json") == run("whatif", "study.json")


def test_the_figures_as_a_table_and_some_of_them_in_words(run: Run) -> None:
    status, out, _ = run(
        "whatif", "study.json", "--set", "notice_hours=24", "--csv", "figures.csv",
        "--metrics", "lead_time_mean,refused",
    )  # fmt: skip
    assert status == 0
    assert len(out.splitlines()) == 1 + 3 + 2 + 3
    with Path("figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {each["scenario"] for each in rows} == {"today", "notice_hours=24"}


def test_the_engines_say_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("whatif", "study.json", "--set", "notice_hours=24")
    fast = run(*asked)
    assert run(*asked, "--engine", "decide") == fast
    assert run(*asked, "--engine", "columns") == fast
    used: list[Engine] = []
    monkeypatch.setattr(whatif, "find_spec", lambda _: None)
    made = Sweep.runs

    def seen(self: Sweep, *arguments: Any, engine: Engine, **more: Any) -> Any:
        used.append(engine)
        return made(self, *arguments, engine=engine, **more)

    monkeypatch.setattr(Sweep, "runs", seen)
    assert run(*asked) == fast
    assert used == [Engine.DECIDE]


def test_figures_are_drawn_into_a_folder(run: Run) -> None:
    several = run("whatif", "study.json", "--inspectors", "+1", "--figures", "there/figures")
    assert several[::2] == (0, "")
    drawn = {each.name for each in Path("there/figures").iterdir()}
    assert drawn == {
        "differences.svg", "lead_times.svg", "open_bookings.svg", "utilisation.svg"
    }  # fmt: skip
    assert "<svg" in Path("there/figures/utilisation.svg").read_text("utf-8")
    run("whatif", "study.json", "--figures", "alone", "--lang", "ro")
    assert not Path("alone/differences.svg").exists()
    assert run("whatif", "study.json", "--figures", "log.csv")[2] == (
        "tichet-rules: log.csv: File exists\n"
    )


def test_a_sweep_keeps_its_runs_and_goes_on(run: Run) -> None:
    asked = ("whatif", "study.json", "--grid", "notice_hours=0,24", "--runs", "runs.jsonl")
    whole = run(*asked)
    assert whole[::2] == (0, "")
    kept = Path("runs.jsonl").read_text("utf-8")
    assert kept.count("\n") == 6
    # Interrupted, and the last line cut off.
    Path("runs.jsonl").write_text(kept[: len(kept) // 2], "utf-8")
    assert run(*asked) == whole
    assert sorted(Path("runs.jsonl").read_text("utf-8").splitlines()) == sorted(kept.splitlines())
    status, out, err = run(*asked, "--seed", "2")
    assert (status, out) == (2, "")
    assert err.startswith("tichet-rules: runs.jsonl: done[0].fingerprint: got")
    Path("runs.jsonl").write_text("nonsense\n", "utf-8")
    assert run(*asked)[2].startswith("tichet-rules: runs.jsonl: line 1: got 'nonsense'")
    assert run(*asked[:-1], "none/runs.jsonl")[2] == (
        "tichet-rules: none/runs.jsonl: No such file or directory\n"
    )


def test_on_several_processes_the_same(run: Run) -> None:
    alone = run("whatif", "study.json", "--set", "notice_hours=24")
    assert run("whatif", "study.json", "--set", "notice_hours=24", "--jobs", "2") == alone


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--runs", "runs.jsonl"), "1 of 2 runs, kept in runs.jsonl; the same command goes on"),
        ((), "1 of 2 runs, lost"),
        (("--lang", "ro"), "întrerupt: 1 din 2 rulări, pierdute"),
    ],
)
def test_interrupted(
    run: Run, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], words: str
) -> None:
    made = Sweep.runs

    def interrupted(self: Sweep, *arguments: Any, **more: Any) -> Any:
        runs = made(self, *arguments, **more)
        yield next(runs)
        raise KeyboardInterrupt

    monkeypatch.setattr(Sweep, "runs", interrupted)
    status, out, err = run("whatif", "study.json", *options)
    assert (status, out) == (130, "")
    assert words in err
    if "--runs" in options:
        assert Path("runs.jsonl").read_text("utf-8").count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "STUDY: got 'nothing'; expected a study; --example; or --office"),
        (("study.json", "--example"), "--example: got 'study.json'; expected no study beside it"),
        (("study.json", "--jobs", "0"), "--jobs: got 0; expected a whole number, at least 1"),
        (("study.json", "--replications", "1"), "--replications: got 1"),
        (("study.json", "--metrics", "waiting"), "--metrics: got 'waiting'; expected"),
        (
            ("study.json", "--metrics", "lead_time"),
            "--metrics: got 'lead_time'; expected one of 'lead_time_mean', 'lead_time_median', 'le",
        ),
        (
            ("study.json", "--metrics", "refused.slot.free"),
            "--metrics: got 'refused.slot.free'; expected one of 'arrivals'",
        ),
        (
            ("study.json", "--inspectors", "-1"),
            "--inspectors: got -1; expected at least 0, so that one stays: the office has 1 insp",
        ),
        (
            ("study.json", "--scenario", r"a\1:inspectors=-2"),
            r"--scenario a\1: got -2; expected at least 0",
        ),
        (("study.json", "--to", "2026-11-01"), "--to: got '2026-11-01'; expected a date on or"),
        (
            ("study.json", "--from", "2026-12-01"),
            "--from: got '2026-12-01'; expected a date on or before the study's last, 2026-11-03",
        ),
        (("study.json", "--from", "2026-12-01", "--to", "2026-11-01"), "--to: got '2026-11-01'"),
        (("study.json", "--warm-up", "-1"), "--warm-up: got -1; expected a whole number"),
        (
            ("study.json", "--grid", "notice_hours=24-48"),
            "--grid notice_hours: got '24-48'; expected a whole number of hours",
        ),
        (
            ("study.json", "--grid", "notice_hours=24,24"),
            "--grid['notice_hours'][1]: got 24; expected each value once",
        ),
        (
            ("study.json", "--counts", "counts.csv"),
            "--counts: got '2025-01-06 – 2025-01-07'; expected a date from 2026-11-02",
        ),
        (("wrong.json",), "wrong.json: scenarios['b'].notice_hours: got 'soon'; expected"),
        (
            ("wrong.json", "--grid", "notice_hours=1"),
            "wrong.json: scenarios['b'].notice_hours: got 'soon'; expected",
        ),
        (("none.toml",), "none.toml: No such file"),
        (("study.json", "--counts", "none.csv"), "none.csv: No such file"),
        (("--office", "office.json"), "demand: got 'nothing'; expected a value"),
    ],
)
def test_what_can_t_be_asked(run: Run, arguments: tuple[str, ...], complaint: str) -> None:
    Path("counts.csv").write_text("date,count\n2025-01-06,3\n2025-01-07,3\n", "utf-8")
    wrong = {**STUDY, "scenarios": {"b": {"notice_hours": "soon"}}}
    Path("wrong.json").write_text(json.dumps(wrong), "utf-8")
    status, out, err = run("whatif", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"tichet-rules: {complaint}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--set", "notice_hours", "a parameter and its value, such as notice_hours=24"),
        ("--set", "notice=24", "did you mean 'notice_hours'?"),
        ("--inspectors", "two", "how many more or fewer, with a sign, such as +2 or -1"),
        ("--inspectors", "2", "how many more or fewer, with a sign"),
        ("--set", "inspectors=2", "how many more or fewer"),
        ("--set", "inspectors=many", "how many more or fewer"),
        ("--scenario", "notice_hours=24", "a name and changes, such as strict:notice_hours=72"),
        ("--scenario", "a:max_minutes=1,max_minutes=2", "max_minutes once"),
        ("--grid", "notice_hours", "a parameter and values, such as notice_hours=24,48,72"),
        ("--grid", "notice=1", "did you mean 'notice_hours'?"),
    ],
)
def test_options_that_can_t_be_read(
    run: Run, capsys: pytest.CaptureFixture[str], option: str, value: str, complaint: str
) -> None:
    with pytest.raises(SystemExit) as raised:
        run("whatif", "study.json", option, value)
    assert raised.value.code == 2
    err = capsys.readouterr().err
    assert complaint in err
    assert err.count("\n") == 1


def test_a_mistake_in_a_value_is_told_with_its_option(run: Run) -> None:
    _, _, err = run("whatif", "study.json", "--set", "notice_hours=soon")
    assert err.startswith("tichet-rules: --set notice_hours: got 'soon'")
    _, _, err = run("whatif", "study.json", "--scenario", "a]:notice_hours=soon")
    assert err.startswith("tichet-rules: --scenario a] notice_hours: got 'soon'")


def test_a_first_date_of_a_study_without_a_last(run: Run) -> None:
    Path("open.json").write_text(json.dumps({**STUDY, "last": None}), "utf-8")
    _, _, err = run("whatif", "open.json", "--from", "2026-11-02")
    assert err.startswith("tichet-rules: open.json: last: got 'nothing'")


def test_the_notes_stand_below_the_table_and_in_the_json(run: Run) -> None:
    _, out, _ = run("whatif", "study.json", "--set", "max_minutes=20")
    note = "«max_minutes=20»: 20-minute meetings on a grid of 15 minutes (grid_minutes) take 30"
    assert out.splitlines()[-2:] == ["", note]
    _, out, _ = run("whatif", "study.json", "--set", "max_minutes=20", "--json")
    assert json.loads(out)["notes"] == [note]


def test_counts_that_leave_out_days(run: Run) -> None:
    Path("counts.csv").write_text("date,count\n2026-11-03,4\n", "utf-8")
    _, out, _ = run("whatif", "study.json", "--counts", "counts.csv", "--lang", "ro")
    assert out.splitlines()[-1] == (
        "numărătoarea (counts) nu are 1 din cele 2 zile lucrătoare de la 2026-11-02 la 2026-11-03: "
        "atunci nu cere nimeni"
    )


def test_the_help_names_every_metric(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("whatif", "--help")
    said = " ".join(capsys.readouterr().out.split())
    assert ", ".join(each.id for each in METRICS) in said


# --- replay -------------------------------------------------------------------------------------

REPLAY = ("replay", "log.csv", "--office", "office.json")


def test_a_log_under_another_policy(run: Run) -> None:
    status, out, err = run(*REPLAY, "--set", "notice_hours=146", "--csv", "flips.csv")
    assert (status, err) == (1, "")
    assert "  allowed, now refused        1" in out
    assert "line 2, b-1: allowed, now refused" in out
    with Path("flips.csv").open(encoding="utf-8-sig", newline="") as file:
        [flip] = csv.DictReader(file)
    assert (flip["booking"], flip["rule"]) == ("b-1", "slot.notice")
    status, out, _ = run(*REPLAY, "--set", "notice_hours=146", "--json")
    assert (status, json.loads(out)["now_refused"]) == (1, 1)


def test_nothing_flips(run: Run) -> None:
    status, out, _ = run(*REPLAY, "--set", "notice_hours=48", "--lang", "ro")
    assert status == 0
    assert "Nicio decizie nu se schimbă.\nUn registru spune ce s-a programat; " in out
    with Path("log.csv").open("a", encoding="utf-8") as file:
        file.write("b-9;1/305;i-1;31.11.2026 10:00Z;20.11.2026 10:00Z;booked\n")
    assert run(*REPLAY, "--set", "notice_hours=48")[0] == 2


def test_a_header_below_a_title_is_told(run: Run) -> None:
    log = Path("log.csv").read_text("utf-8")
    Path("log.csv").write_text(f"Registrul programărilor\n{log}", "utf-8")
    status, out, err = run(*REPLAY, "--set", "notice_hours=146", "--json")
    assert (status, json.loads(out)["now_refused"]) == (1, 1)
    assert err == ("log.csv: the header is line 2; what stands above it was taken for titles\n")


def test_a_policy_in_a_file(run: Run) -> None:
    Path("strict.toml").write_text(
        'format = "tichet-rules/policy/1"\nname = "orasul/tichet"\n'
        'extends = "cluj-napoca/tichet-albastru"\n'
        '[sources.hcl]\ntitle = "HCL 1/2026"\nwhere = "Monitorul"\n'
        "[[versions]]\nvalid_from = 2026-01-01\n[versions.parameters]\n"
        'notice_hours = { value = 146, source = "hcl" }\n',
        "utf-8",
    )
    status, out, _ = run(*REPLAY, "--under", "strict.toml", "--json")
    assert (status, json.loads(out)["now_refused"]) == (1, 1)
    # It was in force already: nothing new.
    status, out, _ = run(*REPLAY, "--policy", "strict.toml", "--set", "notice_hours=146", "--json")
    assert (status, json.loads(out)["now_refused"]) == (0, 0)
    both = run(*REPLAY, "--under", "strict.toml", "--set", "notice_hours=1")
    assert both[::2] == (
        2,
        "tichet-rules: --set: got 'changes'; expected none beside --under FILE\n",
    )


def test_a_replay_needs_another_policy(run: Run) -> None:
    assert run(*REPLAY)[2].startswith("tichet-rules: --set: got 'nothing'; expected NAME=VALUE")
    _, _, err = run(*REPLAY, "--set", "inspectors=+1")
    assert err.startswith("tichet-rules: --set: got 'inspectors'; expected parameters alone")
    _, _, err = run(*REPLAY, "--set", "notice_hours=-1")
    assert err.startswith("tichet-rules: policy.notice_hours: got -1")


# --- fit ----------------------------------------------------------------------------------------

FIT = ("fit", "log.csv", "--office", "office.json", "--from", "2026-11-16", "--to", "2026-11-29")


def test_a_demand_fitted_to_a_log(run: Run) -> None:
    status, out, err = run(*FIT, "--out", "demand.json")
    assert (status, err) == (0, "")
    assert out.startswith(
        "arrivals: 5, on 14 days, from 2026-11-16 to 2026-11-29\n  per_day         0.400 ± 0.200"
    )
    demand = json.loads(Path("demand.json").read_text("utf-8"))
    assert demand["by_hour"] == {"9": 1, "10": 3, "14": 1}
    _, out, _ = run(*FIT, "--json", "--minutes-are-actual")
    document = json.loads(out)
    assert document["demand"] == demand | {"meeting_minutes": {"15": 1}}
    assert document["standard_errors"]["per_day"] == 0.2
    assert (document["first"], document["last"]) == ("2026-11-16", "2026-11-29")
    assert document["dates"]["by_weekday.mon"] == 2
    assert document["warnings"][0].startswith("of fewer than 4 dates")
    assert "patience_days" in document["left"]
    assert read_demand(document["demand"]).per_day == 0.4
    dates = ("--from", "2026-11-02", "--to", "2026-11-02", "--replications", "2")
    assert run("whatif", "--office", "office.json", "--demand", "demand.json", *dates)[0] == 0


def test_a_demand_fitted_to_counts(run: Run) -> None:
    Path("counts.csv").write_text("Data;Cereri\n02.11.2026;21\n24.12.2026;17\n", "utf-8")
    status, out, _ = run("fit", "--counts", "counts.csv", "--lang", "ro")
    assert status == 0
    assert out.startswith(
        "sosiri: 38, în 2 zile, de la 2026-11-02 la 2026-12-24\n  per_day         19,000"
    )
    assert "  by_weekday.mon   1,105 ± 0,161 (eroare standard)\n" in out
    assert "din mai puțin de 4 zile, deci nesigur: by_weekday.mon" in out
    Path("office.json").write_text('{"closures": ["2026-12-24"]}', "utf-8")
    _, out, _ = run("fit", "--counts", "counts.csv", "--office", "office.json", "--json")
    demand = json.loads(out)["demand"]
    assert (demand["per_day"], demand["on_closed_days"]) == (21, pytest.approx(17 / 21))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("fit",), "LOG: got 'nothing'; expected a log with --office, --from and --to; or"),
        (FIT[:-2], "--to: got 'nothing'"),
        (("fit", "log.csv"), "--office: got 'nothing'"),
        (
            ("fit", "log.csv", "--counts", "c.csv"),
            "--counts: got 'c.csv'; expected a log, or counts, and not both",
        ),
    ],
)
def test_what_can_t_be_fitted(run: Run, arguments: tuple[str, ...], complaint: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"tichet-rules: {complaint}")


# --- the log of a replay ------------------------------------------------------------------------


def test_a_mapping_and_a_large_log(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    by_rows = run(*REPLAY, "--set", "notice_hours=146", "--json")
    monkeypatch.setattr(_logs, "_LARGE_LOG", 2)
    assert run(*REPLAY, "--set", "notice_hours=146", "--json") == by_rows
    monkeypatch.setattr(_logs, "find_spec", lambda _: None)
    log = Path("log.csv").read_text("utf-8").replace("request;", "Ref.;")
    Path("log.csv").write_text(log, "utf-8")
    Path("mapping.toml").write_text('[columns]\n"Ref." = "request"\n', "utf-8")
    mapped = run(*REPLAY, "--set", "notice_hours=146", "--json", "--mapping", "mapping.toml")
    assert mapped == by_rows


def test_an_office_with_a_policy_of_its_own_keeps_it(run: Run) -> None:
    own = {"policy": {"preset": "cluj-napoca/tichet-albastru", "notice_hours": 146}}
    Path("office.json").write_text(json.dumps(OFFICE | own), "utf-8")
    status, out, _ = run(*REPLAY, "--set", "notice_hours=48", "--json")
    assert (status, json.loads(out)["now_allowed"]) == (1, 1)
