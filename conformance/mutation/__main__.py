"""Try the tests on code that is wrong: python -m conformance.mutation [PACKAGE | MODULE]..."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import click

from conformance import tools
from conformance.mutation.changes import change

VENV = tools.CACHE / "mutation"
COPY = tools.ROOT / ".cache" / "mutation"
EXPLAINED = Path(__file__).with_name("survivors.toml")

TESTS = {
    "values": ["tests/values"],
    "queries": [
        "tests/queries/test_find.py",
        "tests/queries/test_memory.py",
        "tests/readings",
        "tests/search",
        *(
            f"tests/api/test_{name}.py"
            for name in (
                *("answers", "assessments", "coverage", "document_facts", "errors", "known_on"),
                *("oracle", "pages", "precision", "refusals", "stats", "status", "text"),
                *("timeline", "vocabulary", "when", "where"),
            )
        ),
    ],
}
"""What a package promises is said by these; the others are slow, or meet it only in passing."""


@click.command()
@click.argument("names", nargs=-1, metavar="[PACKAGE | MODULE]...")
def main(names: tuple[str, ...]) -> None:
    """Change the code, one small change at a time, and say which ones no test notices."""
    install()
    unexplained = 0
    for package, tests in TESTS.items():
        files = modules(package, names)
        if files:
            folder = COPY / package
            try_all(folder, files, tests)
            unexplained += report(folder)
    sys.exit(unexplained > 0)


def install() -> None:
    """The mutants' maker beside what the tests need, in a virtual environment of its own."""
    lock = tools.ROOT / "requirements" / "mutation.lock"
    if tools.is_new("mutation", lock):
        path = os.pathsep.join([str(tools.OWN), os.environ.get("PATH", os.defpath)])
        tools.run(
            tools.ROOT / "requirements" / "install.sh",
            VENV,
            "mutation",
            PATH=path,
            WITH_PROJECT="no",
        )
        tools.remember("mutation", lock)


def modules(package: str, names: tuple[str, ...]) -> list[str]:
    """The files of a package that are asked for: all of it, or `queries/when`."""
    folder = tools.ROOT / "app" / package
    asked = {name.removeprefix("app/").removesuffix(".py") for name in names}
    return [
        str(path.relative_to(tools.ROOT))
        for path in sorted(folder.glob("*.py"))
        if not asked or {package, f"{package}/{path.stem}"} & asked
    ]


def try_all(folder: Path, files: list[str], tests: list[str]) -> None:
    """Mutate a copy of the checkout, and run tests there."""
    shutil.rmtree(folder, ignore_errors=True)
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(listing, cwd=tools.ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, told.stdout.split("\0")):
        if (tools.ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(tools.ROOT / name, folder / name)
    python, scratch = VENV / "bin" / "python", folder / "scratch"
    scratch.mkdir()
    variables = {
        "PYTHONPATH": str(folder),
        "MUTATION_SCRATCH": str(scratch),
        "MISSION_KB_CACHE_BYTES": "0",
    }
    environment = tools.environment() | variables
    mutating: list[str | Path] = [python, "-m", "conformance.mutation.mutating", *files]
    subprocess.run(mutating, cwd=folder, env=environment, check=True)
    plugins = ["-p", "conformance.mutation.trying", "-p", "no:terminal", "-p", "no:cacheprovider"]
    trying: list[str | Path] = [
        python,
        "-m",
        "pytest",
        "-o",
        "addopts=",
        "--assert=plain",
        "--import-mode=importlib",
        *plugins,
        *tests,
    ]
    subprocess.run(trying, cwd=folder, env=environment, check=True)


def report(folder: Path) -> int:
    """Print the figures by module, and what survived without an explanation; how many these are."""
    verdicts: dict[str, str] = json.loads((folder / "verdicts.json").read_text())
    known = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["survivor"]
    explained = {(each["of"], each["change"].strip()) for each in known}
    figures: dict[str, Counter[str]] = {}
    unexplained = 0
    for mutant, verdict in verdicts.items():
        module, _, name = mutant.rpartition(".")
        counts = figures.setdefault(module, Counter())
        counts[verdict] += 1
        if verdict == "survived":
            function, changed = change(folder, module, name)
            if (function, changed) in explained:
                counts["explained"] += 1
            else:
                unexplained += 1
                click.echo(f"{verdict}: {mutant}\n{function}\n{changed}\n")
    for module, counts in figures.items():
        told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))
        click.echo(f"{module}: {counts.total() - counts['explained']} mutants, {told}")
    return unexplained


main()
