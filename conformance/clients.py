"""Generated clients, from the live document: they compile, and read from the live server what is there.

Each has a program in clients/ that lists bases by date and box, follows a page, reads one, and gets a
404 as a typed problem; it ends with anything but 0 where an answer is not what it should be.
"""

import shutil
from pathlib import Path

from conformance.check import Bench, Check, holds
from conformance.tools import CACHE, HERE, JAVA, NODE, PYTHON
from conformance.usage import in_docs

PROGRAMS = HERE / "clients"
PACKAGE = "mission_kb"
UNREAD = (".ndjson", ".parquet")
"""Media types that openapi-python-client does not know: it says so, and leaves these routes out."""
MODULE = ("--git-host", "example.org", "--git-user-id", "client", "--git-repo-id", "missionkb")
GO = (
    *("env", f"GOCACHE={CACHE / 'go'}", "GOENV=off"),
    *("GOFLAGS=-mod=mod", "GOPROXY=off", "GOTOOLCHAIN=local", "go"),
)


def python_client(bench: Bench) -> None:
    """openapi-python-client, held against mypy."""
    made = bench.folder / "made"
    said = bench.run(
        "openapi-python-client", "generate", "--output-path", made, "--path", bench.document()
    )
    for line in said.splitlines():
        is_format = any(f"{ending} " in line for ending in UNREAD)
        holds("WARNING" not in line or is_format, line)
    run_python(bench, "mission_kb_client", "python_client.py", "Python: openapi-python-client")


def generator_python(bench: Bench) -> None:
    """openapi-generator's python, held against mypy."""
    made = bench.folder / "made"
    generator(bench, "python", made, "--package-name", PACKAGE)
    run_python(bench, PACKAGE, "generator_python.py", "Python: openapi-generator")


def generator_go(bench: Bench) -> None:
    """openapi-generator's go, held against go vet."""
    made = bench.folder / "made"
    prefixed = "enumClassPrefix=true"  # codes of several vocabularies are the same word
    generator(bench, "go", made, "--package-name=missionkb", f"-p={prefixed}", *MODULE)
    shutil.rmtree(made / "test")  # it needs a module that is not there, and tests nothing
    program = made / "program"
    program.mkdir()
    shutil.copy(PROGRAMS / "generator_go.go", program / "main.go")
    usage = in_docs("Go: openapi-generator", bench, "made/usage/main.go")
    bench.run(*GO, "vet", "./...", cwd=made)
    bench.run(*GO, "run", "./program", bench.address, cwd=made)
    told(bench.run(*GO, "run", f"./{usage.parent.name}", cwd=made))


def generator_typescript(bench: Bench) -> None:
    """openapi-generator's typescript-fetch, held against tsc."""
    generator(bench, "typescript-fetch", bench.folder / "client")
    run_typescript(bench, "generator_typescript.ts", "TypeScript: openapi-generator")


def openapi_fetch(bench: Bench) -> None:
    """openapi-typescript with openapi-fetch, held against tsc."""
    made = bench.folder / "client" / "schema.d.ts"
    bench.run("openapi-typescript", bench.document(), "-o", made)
    run_typescript(bench, "openapi_fetch.ts", "TypeScript: openapi-typescript and openapi-fetch")


def hey_api(bench: Bench) -> None:
    """@hey-api/openapi-ts, held against tsc."""
    made = bench.folder / "client"
    bench.run("openapi-ts", "-i", bench.document(), "-o", made, "-c", "@hey-api/client-fetch")
    run_typescript(bench, "hey_api.ts", "TypeScript: @hey-api/openapi-ts")


def generator(bench: Bench, language: str, made: Path, *more: str) -> None:
    """What openapi-generator makes for a language."""
    command = ("openapi-generator-cli", "generate", "-i", bench.document(), "-g", language)
    bench.run(*command, "-o", made, *more)


def run_python(bench: Bench, package: str, program: str, title: str) -> None:
    """Hold a package and the programs that use it against mypy, then run them."""
    made = bench.folder / "made"
    shutil.copy(PROGRAMS / program, made / "program.py")
    in_docs(title, bench, "made/usage.py")
    checked = ("mypy", "--config-file=", "--cache-dir", CACHE / "mypy")
    bench.run(*checked, "-p", package, cwd=made)
    bench.run(*checked, "--strict", "--follow-imports=silent", "program.py", "usage.py", cwd=made)
    bench.run("python", "program.py", bench.address, cwd=made)
    told(bench.run("python", "usage.py", cwd=made))


def run_typescript(bench: Bench, program: str, title: str) -> None:
    """Hold a client and the programs that use it against tsc, then run them."""
    shutil.copy(PROGRAMS / program, bench.folder / "program.ts")
    shutil.copy(PROGRAMS / "tsconfig.json", bench.folder)
    in_docs(title, bench, "usage.ts")
    bench.run("tsc", "-p", ".")
    bench.run("node", "out/program.js", bench.address)
    told(bench.run("node", "out/usage.js"))


def told(said: str) -> None:
    """What docs/clients.md shows says which base is near Gao."""
    holds(
        "minusma-gao" in said and "retained-for-liquidation" in said.lower().replace("_", "-"), said
    )


CHECKS = (
    Check("openapi-python-client", python_client, (PYTHON,)),
    Check("generator-python", generator_python, (PYTHON, JAVA)),
    Check("generator-go", generator_go, (PYTHON, JAVA)),
    Check("generator-typescript", generator_typescript, (PYTHON, NODE, JAVA)),
    Check("openapi-fetch", openapi_fetch, (NODE,)),
    Check("hey-api", hey_api, (NODE,)),
)
