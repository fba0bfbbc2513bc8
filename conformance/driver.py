"""Runs checks, and says of each how it went: a line each, and more of a failure."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import click

from conformance.check import Bench, Check, Failed, Kind
from conformance.server import TEST_DATABASE_URL, Server, serving
from conformance.tools import CACHE, NotInstalled, Skipped, Tool

Checks = Mapping[str, Check]


class Report:
    """Counts how checks went, and says so line by line."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.lock = threading.Lock()
        self.count = {"ok": 0, "skipped": 0, "FAILED": 0}

    def hold(self, name: str, act: Callable[[], None]) -> bool:
        """Do something and say how it went; whether it went well."""
        began = time.monotonic()
        why = ""
        try:
            act()
            how = "ok"
        except Skipped as reason:
            how, why = "skipped", str(reason)
        except (Failed, NotInstalled) as reason:
            how, why = "FAILED", str(reason)
        except Exception as error:  # noqa: BLE001 - a check that breaks has failed, and others go on
            how, why = "FAILED", f"{type(error).__name__}: {error}"
        self.say(how, name, time.monotonic() - began, why)
        return how == "ok"

    def say(self, how: str, name: str, seconds: float, why: str = "") -> None:
        """One line, and the reason where there is one."""
        told = f"{how:7} {seconds:6.1f} s  {name}"
        if how == "skipped":
            told += f": {why}"
        elif how == "FAILED":
            told += "".join(f"\n    {line}" for line in why.splitlines())
        with self.lock:
            self.count[how] += 1
            click.echo(told)

    def status(self) -> int:
        """The sum of it all; the status to exit with."""
        counts = ", ".join(f"{number} {how}" for how, number in self.count.items())
        click.echo(f"conformance: {counts}, {time.monotonic() - self.began:.0f} s")
        return 1 if self.count["FAILED"] else 0


def run(checks: Checks) -> int:
    """Run checks on each database that matters to them, side by side; the status to exit with."""
    report = Report()
    here = installed(report, checks)
    with ThreadPoolExecutor() as lanes:
        for lane in [lanes.submit(run_on, kind, checks, report, here) for kind in Kind]:
            lane.result()
    return report.status()


def run_on(kind: Kind, checks: Checks, report: Report, here: frozenset[Tool]) -> None:
    """Run the checks that matter to one database, one after the other."""
    on_kind = {name: check for name, check in checks.items() if kind in check.databases}
    if kind is Kind.POSTGRESQL and TEST_DATABASE_URL is None:
        for name in on_kind:
            report.say("skipped", f"{name} on {kind}", 0, "TEST_DATABASE_URL names no server")
    elif on_kind:
        with benches(report, kind) as bench:
            for name, check in on_kind.items():
                act = partial(hold, check, bench(name), here)
                report.hold(titled(name, check, kind), act)


def titled(name: str, check: Check, kind: Kind) -> str:
    """A check's name, with the database where it runs on several."""
    return f"{name} on {kind}" if len(check.databases) > 1 else name


def installed(report: Report, checks: Checks) -> frozenset[Tool]:
    """What the checks need and is here now."""
    needed = dict.fromkeys(tool for check in checks.values() for tool in check.needs)
    return frozenset(tool for tool in needed if report.hold(f"install {tool.name}", tool.install))


def hold(check: Check, bench: Bench, here: frozenset[Tool]) -> None:
    """Run one check, where all that it needs is here."""
    if not bench.address:
        raise Skipped("there is no server")
    missing = [tool.name for tool in check.needs if tool not in here]
    if missing:
        raise Skipped(f"{' and '.join(missing)} could not be had")
    check.run(bench)


@contextmanager
def benches(report: Report, kind: Kind) -> Iterator[Callable[[str], Bench]]:
    """A server, and an empty folder for each check: kept in the cache, for whoever looks into a failure."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers: list[Server] = []

        def start() -> None:
            servers.append(stack.enter_context(serving(kind, folder)))

        report.hold(f"server on {kind} starts", start)
        address = servers[0].address if servers else ""
        yield lambda name: Bench(address, kind, empty(CACHE / "work" / f"{name}-{kind}"))
        for server in servers:
            report.hold(f"server on {kind} ends well", server.stop)


def empty(folder: Path) -> Path:
    """A folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
