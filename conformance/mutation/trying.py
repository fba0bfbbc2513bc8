"""A plugin of pytest: the tests are collected once, and each mutant is tried by a process forked from there."""

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

from conformance.mutation import templates

PROCESSES = int(os.environ.get("MUTATION_PROCESSES") or os.cpu_count() or 1)
ONE = os.environ.get("MUTATION_ONE")
"""The mutant of a process that tries no other."""
MUTANTS, FIRST, VERDICTS = Path("mutants.json"), Path("first.json"), Path("verdicts.json")

hypothesis.settings.register_profile(
    "mutation",
    database=None,
    deadline=None,
    derandomize=True,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.load_profile("mutation")
templates.use()


class Meetings:
    """Which functions each test meets, and how long it takes."""

    def __init__(self) -> None:
        self.met: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        for function in state()._stats:
            self.met.setdefault(function, set()).add(nodeid)
        state()._stats.clear()

    def write(self) -> None:
        met = {function: sorted(tests - self.failed) for function, tests in self.met.items()}
        told = {"met": met, "seconds": self.seconds, "failed": sorted(self.failed)}
        FIRST.write_text(json.dumps(told))


class End:
    """Ends the process at the first failure: what it looks like, nobody reads."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: "pytest.CallInfo[None]") -> None:
        if call.excinfo and not call.excinfo.errisinstance(pytest.skip.Exception):
            os._exit(1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run the tests once as they are, then those that meet a mutant, for each mutant."""
    if ONE:
        told = json.loads(FIRST.read_text())
        os._exit(
            1 if session.testsfailed else run(session, meeting(session, told, ONE), told["seconds"])
        )
    if not FIRST.exists():
        first = start(session, "stats", session.items, {})
        assert os.waitpid(first, 0)[1] == 0, "the tests could not be run"
    told = json.loads(FIRST.read_text())
    for each in told["failed"]:
        say(f"left out, for it fails without a mutant: {each}")
    tried: dict[str, str] = json.loads(VERDICTS.read_text()) if VERDICTS.exists() else {}
    left = [name for name in json.loads(MUTANTS.read_text()) if name not in tried]
    running: dict[int, str] = {}
    began = time.monotonic()
    gc.freeze()  # so that no process copies what all of them share
    for n, name in enumerate(left):
        if len(running) == PROCESSES:
            note(running, tried)
        if name.partition("__mutmut_")[0] in told["met"]:
            pid = start(session, name, meeting(session, told, name), told["seconds"])
        else:
            pid = start_anew(session, name)
        running[pid] = name
        if n % 50 == 0:
            VERDICTS.write_text(json.dumps(tried))
            survived = list(tried.values()).count("survived")
            say(f"{n} of {len(left)} in {time.monotonic() - began:.0f} s, {survived} survived")
    while running:
        note(running, tried)
    VERDICTS.write_text(json.dumps(tried))
    return True


def meeting(session: pytest.Session, told: dict[str, Any], mutant: str) -> list[pytest.Item]:
    """The tests that meet a mutant's function, the quickest first; all of the module's for what only an import meets."""
    function = mutant.partition("__mutmut_")[0]
    module = f"{mutant.rpartition('.')[0]}."
    met: dict[str, list[str]] = told["met"]
    near = [function] if function in met else [each for each in met if each.startswith(module)]
    nodes = {node for each in near for node in met[each]}
    items = [item for item in session.items if item.nodeid in nodes]
    return sorted(items, key=lambda item: float(told["seconds"][item.nodeid]))


def start(
    session: pytest.Session, mutant: str, items: list[pytest.Item], usual: dict[str, float]
) -> int:
    """Run tests in a process of their own: status 0 where all pass, 1 where one fails."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            own = scratch(os.getpid())
            own.mkdir(parents=True)
            session.config._tmp_path_factory._basetemp = own  # type: ignore[attr-defined]
            set_mutant_under_test(mutant)
            code = run(session, items, usual)
        finally:
            if sys.exc_info()[0] and not usual:
                traceback.print_exc(file=sys.__stderr__)
            os._exit(code)
    return pid


def start_anew(session: pytest.Session, mutant: str) -> int:
    """The same by a new interpreter: what runs while a module is imported has run already in a fork."""
    command = [sys.executable, "-m", "pytest", *session.config.invocation_params.args]
    environment = os.environ | {"MUTATION_ONE": mutant, "MUTANT_UNDER_TEST": mutant}
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL).pid


def run(session: pytest.Session, items: list[pytest.Item], usual: dict[str, float]) -> int:
    """Run tests until one fails or takes far longer than usual; the first time, all of them."""
    meetings = Meetings()
    session.config.pluginmanager.register(End() if usual else meetings)
    for item, after in zip(items, [*items[1:], None], strict=True):
        if usual:
            signal.setitimer(signal.ITIMER_PROF, 5 + 5 * usual[item.nodeid])
            signal.alarm(60 + 10 * int(usual[item.nodeid]))
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
    if not usual:
        meetings.write()
    return 0


def note(running: dict[int, str], tried: dict[str, str]) -> None:
    """Wait for a process to end, and note what it found."""
    pid, status = os.wait()
    if pid not in running:
        return note(running, tried)
    code = os.waitstatus_to_exitcode(status)
    verdicts = {0: "survived", -signal.SIGPROF: "timeout", -signal.SIGALRM: "timeout"}
    tried[running.pop(pid)] = verdicts.get(code, "killed")
    shutil.rmtree(scratch(pid), ignore_errors=True)


def scratch(pid: int) -> Path:
    """Where the tests of a process put their files."""
    return Path(os.environ["MUTATION_SCRATCH"]) / str(pid)


def say(line: str) -> None:
    """Tell how far it is; the tests' own output goes elsewhere."""
    print(line, file=sys.__stderr__, flush=True)
