"""Runs the tests against each mutant, in a process of its own that ends with the first failure.

They are forked from two others. For a mutant of a function's body, from one that has collected the
tests already: the function is given its new code. For any other, from one that has imported what
the tests need of other packages: the package is imported anew, with the mutant in the place of its
module. So is each mutant that survived the first way, as code may have run before it was changed.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import _lru_cache_wrapper
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple

import pytest

from tests.mutation._mutants import Mutant

TESTS = (
    "tests/rules",
    "tests/agenda",
    "tests/timekeeping",
    "tests/model",
    "tests/interchange",
    "tests/audit",
    "tests/faults/test_pickles.py",
    "tests/test_vectors.py",
    "src/tichet_rules/rules",
    "src/tichet_rules/agenda",
    "src/tichet_rules/timekeeping",
)
# The tests of a module are in the file of its name in the folder of its package, or in these.
OWN = {
    "agenda/_frame.py": ("agenda/test_notebook.py",),
    "agenda/_html.py": ("agenda/test_notebook.py",),
    "agenda/agenda.py": ("agenda/test_agenda.py", "agenda/test_apply.py"),
    "agenda/commands.py": ("agenda/test_decide.py",),
    "agenda/decide.py": ("agenda/test_decide.py", "agenda/test_explain.py"),
    "agenda/events.py": ("agenda/test_apply.py",),
    "agenda/slots.py": ("agenda/test_free_slots.py", "agenda/test_explain.py"),
    "rules/rule.py": ("rules/test_finding.py",),
}
OF_EACH = {"rules": ("rules/test_book.py",)}
OPTIONS = (
    *("-o", "addopts=", "--import-mode=importlib", "--doctest-modules"),
    *("-q", "--tb=line", "-p", "no:cacheprovider"),
    # Hypothesis is imported already, and has nothing that pytest has to rewrite.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
WORKERS = 2
MEMORY = 4 * 2**30  # bytes; of a mutant that fills a list for ever
SECONDS, TIMES = 2, 5  # of a processor, for one test: so many, and so many times what it takes
COLLECTING = 60

SURVIVED, KILLED, BROKEN = 0, 1, 70  # how a process ends; the last, when this program is at fault
SAYS = {
    SURVIVED: "survived",
    KILLED: "killed",
    -signal.SIGSEGV: "killed",  # no end of recursion
    -signal.SIGABRT: "killed",
    -signal.SIGPROF: "timed out",
}


class Test(NamedTuple):
    seconds: float
    drawn: bool  # whether Hypothesis draws its examples


Tests = dict[str, Test]
Covers = dict[tuple[str, int], set[str]]  # the tests that run a line of a module
Attempt = Callable[[Mutant], int]


# --- a process for each ---------------------------------------------------------------------


def _forked(work: Callable[[], int], output: str = os.devnull) -> int:
    """The id of a process that does the work and ends with the status it gives."""
    pid = os.fork()
    if pid:
        return pid
    status = BROKEN
    try:
        there = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(there, 1)
        os.dup2(there, 2)
        status = work()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _limited(seconds: float) -> None:
    """End this process, as timed out, when it has been on a processor for so long."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def each_of(mutants: Iterable[Mutant], attempt: Attempt) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what becomes of it: killed, timed out or survived."""
    running: dict[int, Mutant] = {}
    waiting = iter(mutants)

    def begun(mutant: Mutant) -> int:
        def work() -> int:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            try:
                return attempt(mutant)
            except MemoryError:  # the original needs no such amount
                return KILLED

        return _forked(work)

    while True:
        while len(running) < WORKERS and (mutant := next(waiting, None)):
            running[begun(mutant)] = mutant
        if not running:
            return
        pid, status = os.wait()
        ended = running.pop(pid)
        yield ended, SAYS.get(os.waitstatus_to_exitcode(status), "broken")


class Strict:
    """Ends the process with the first failure, and limits each test."""

    def __init__(self, tests: Tests, own: tuple[str, ...]) -> None:
        self.tests, self.own = tests, own

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = self.in_order(items)

    def in_order(self, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """Those that may tell the mutant from the original: the plain, own and quick ones first."""
        some = (each.nodeid for each in items if each.nodeid in self.tests)

        def rank(name: str) -> tuple[bool, bool, float]:
            return self.tests[name].drawn, not name.startswith(self.own), self.tests[name].seconds

        order = sorted(some, key=rank)
        by_name = {each.nodeid: each for each in items}
        return [by_name[name] for name in order]

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        _limited(SECONDS + TIMES * self.tests[item.nodeid].seconds)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(KILLED)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            os._exit(KILLED)


# --- before the first mutant ------------------------------------------------------------------


def preload() -> None:
    """What every process needs, imported once."""
    for each in ("holidays.countries.romania", "cattrs", "phonenumbers", "email_validator"):
        import_module(each)
    hypothesis = import_module("hypothesis")
    import_module("hypothesis.stateful")
    # The same examples each time. That one fails is enough: none is made smaller.
    hypothesis.settings.register_profile(
        "mutation",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=40,
        report_multiple_bugs=False,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"


class Timed:
    """How long each test takes, and whether Hypothesis draws its examples."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            with self.file.open("a", encoding="utf-8") as file:
                print(
                    report.duration, int("hypothesis" in report.keywords), report.nodeid, file=file
                )


def baseline(folder: Path) -> tuple[Tests, Covers]:
    """The tests, all of which pass, and the lines that each of them runs."""
    log, data, output = folder / "tests", folder / "coverage", folder / "output"

    def work() -> int:
        os.environ["COVERAGE_FILE"] = str(data)
        report = ("--cov=src/tichet_rules", "--cov-context=test", "--cov-report=")
        return int(pytest.main([*OPTIONS, *report, "--cov-fail-under=0", *TESTS], [Timed(log)]))

    _, status = os.waitpid(_forked(work, str(output)), 0)
    if status:
        sys.exit(f"the tests do not pass as they are:\n{output.read_text(encoding='utf-8')}")
    tests: Tests = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        seconds, drawn, name = line.split(" ", 2)
        tests[name] = Test(float(seconds), drawn == "1")
    covers: Covers = defaultdict(set)
    known = import_module("coverage").CoverageData(str(data))
    known.read()
    for file in known.measured_files():
        for number, contexts in known.contexts_by_lineno(file).items():
            covers[file, number] = {each.split("|")[0] for each in contexts} & tests.keys()
    return tests, covers


def _own(mutant: Mutant) -> tuple[str, ...]:
    """The files of the module's own tests."""
    package, stem = mutant.path.parent.name, mutant.path.stem.lstrip("_")
    files = OWN.get(mutant.key.module, (f"{package}/test_{stem}.py",))
    return tuple(f"tests/{each}" for each in (*files, *OF_EACH.get(package, ())))


def chosen(mutant: Mutant, tests: Tests, covers: Covers) -> Tests:
    """The module's own tests, and of the others, without strategies, those that run the function.

    All of those for what runs at import.
    """
    own, plain = _own(mutant), {name for name in tests if not tests[name].drawn}
    if mutant.span is not None:
        file, (first, last) = str(mutant.path.resolve()), mutant.span
        plain &= {name for line in range(first, last + 1) for name in covers.get((file, line), ())}
    return {name: each for name, each in tests.items() if name in plain or name.startswith(own)}


# --- in the place of a module -------------------------------------------------------------------


class Place(MetaPathFinder, Loader):
    """Puts a mutant in the place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.name, self.path = mutant.name, str(mutant.path.resolve())
        self.code: CodeType = compile(mutant.code, self.path, "exec")

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return spec_from_file_location(fullname, self.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, vars(module))


def imported(tests: Tests, covers: Covers, *, own: bool) -> Attempt:
    """Try a mutant as the package is imported: against the module's own tests, or against all."""

    def attempt(mutant: Mutant) -> int:
        some = chosen(mutant, tests, covers)
        files = sorted({name.split("::")[0] for name in some})
        if own:
            files = [each for each in files if each.startswith(_own(mutant))]
        if not files:
            return SURVIVED
        _limited(COLLECTING)
        sys.meta_path.insert(0, Place(mutant))
        try:
            import_module("tichet_rules")
            import_module(mutant.name)
        except BaseException:
            return KILLED
        status = pytest.main(
            [*OPTIONS, "-p", "no:pytest_cov", *files], [Strict(some, _own(mutant))]
        )
        return (
            SURVIVED
            if status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
            else BROKEN
        )

    return attempt


# --- in the place of a function's code ------------------------------------------------------------


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


Functions = dict[tuple[str, str], list[FunctionType]]  # of a file and a qualified name


def known_functions() -> Functions:
    known: Functions = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            known[each.__code__.co_filename, each.__code__.co_qualname].append(each)
    return known


def replace_code(mutant: Mutant, known: Functions) -> bool:
    """Give the functions of a mutant their new code; whether there were any.

    A function in another that ran before keeps the code it had.
    """
    path, done = str(mutant.path.resolve()), False
    for code in _codes(compile(mutant.code, path, "exec")):
        for each in known.get((path, code.co_qualname), ()):
            if each.__code__ != code:
                each.__code__ = code
                done = True
    return done


class Server:
    """Instead of running the tests that it has collected, tries mutants on them."""

    def __init__(self, mutants: Sequence[Mutant], tests: Tests, covers: Covers, file: Path) -> None:
        self.mutants, self.tests, self.covers, self.file = mutants, tests, covers, file

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        known = known_functions()
        caches = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]

        def attempt(mutant: Mutant) -> int:
            strict = Strict(chosen(mutant, self.tests, self.covers), _own(mutant))
            session.config.pluginmanager.register(strict)
            _limited(SECONDS)
            try:
                if not replace_code(mutant, known) and not mutant.is_original:
                    return SURVIVED
            except ValueError:  # a closure over other variables can't take the place of this one
                return SURVIVED
            for each in caches:
                each.cache_clear()
            items = strict.in_order(session.items)
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            return SURVIVED

        for mutant, outcome in each_of(self.mutants, attempt):
            with self.file.open("a", encoding="utf-8") as file:
                print(self.mutants.index(mutant), outcome, file=file)
        return True


def served(
    mutants: Sequence[Mutant], tests: Tests, covers: Covers, folder: Path
) -> list[tuple[Mutant, str]]:
    """What becomes of mutants of the bodies of functions."""
    log, output = folder / "served", folder / "output"
    log.unlink(missing_ok=True)
    server = Server(mutants, tests, covers, log)

    def work() -> int:
        return int(pytest.main([*OPTIONS, "-p", "no:pytest_cov", *TESTS], [server]))

    os.waitpid(_forked(work, str(output)), 0)
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    if len(lines) != len(mutants):
        sys.exit(f"the mutants could not be tried:\n{output.read_text(encoding='utf-8')}")
    outcomes = dict(line.split(" ", 1) for line in lines)
    return [(each, outcomes[str(index)]) for index, each in enumerate(mutants)]
