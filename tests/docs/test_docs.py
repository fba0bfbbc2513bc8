"""What the documentation says is so: its requests, its answers, its routes and parameters."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.served import parameters_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CURL = re.compile(r"^\s*(?:\$ )?(curl .+)$", re.MULTILINE)
BLOCK = re.compile(r"^```json\n(.+?)^```$", re.MULTILINE | re.DOTALL)
REQUEST_AND_ANSWER = re.compile(
    r"^```sh\n(curl [^\n]+)\n```\n```json\n(.+?)^```$", re.MULTILINE | re.DOTALL
)
STATUS = re.compile(r"\bstatus (\d{3})\b")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Request:
    """A line of documentation that asks the server something."""

    page: str
    line: str
    status: int

    @property
    def target(self) -> str:
        """The path and the query of the address."""
        program, *rest = shlex.split(self.line, comments=True)
        addresses = [word for word in rest if not word.startswith("-")]
        assert program == "curl", self.line
        assert len(addresses) == 1, self.line
        host, slash, target = addresses[0].removeprefix("http://").partition("/")
        assert host in ("localhost:8000", "127.0.0.1:8000"), self.line
        return slash + target


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def requests() -> Iterator[Request]:
    """Every curl line; the text just above it says its status where that is not 200."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in CURL.finditer(text):
            above = text[: found.start()].removesuffix("```sh\n").rstrip().rpartition("\n\n")[2]
            told = STATUS.search(above)
            yield Request(name_of(page), found[1], int(told[1]) if told else 200)


def shown(text: str) -> Any:
    """JSON in which `…` stands for further fields, further elements or a value."""
    inside, opened, is_text = "", [], False
    for position, sign in enumerate(text):
        is_text ^= sign == '"' and text[position - 1] != "\\"
        if not is_text and sign in "{[":
            opened.append(sign)
        elif not is_text and sign in "}]":
            opened.pop()
        if is_text or sign != LEFT_OUT:
            inside += sign
        else:
            inside += f'"{LEFT_OUT}": null' if opened[-1] == "{" else f'"{LEFT_OUT}"'
    return json.loads(inside)


def differences(told: Any, real: Any, where: str = "") -> Iterator[str]:
    """Where what is shown is not what is answered."""
    if isinstance(told, dict) and isinstance(real, dict):
        for name in told.keys() - real.keys() - {LEFT_OUT}:
            yield f"{where}.{name} is not in the answer"
        if LEFT_OUT not in told and told.keys() != real.keys():
            yield f"{where} has more fields: {sorted(real.keys() - told.keys())}"
        for name in told.keys() & real.keys():
            yield from differences(told[name], real[name], f"{where}.{name}")
    elif isinstance(told, list) and isinstance(real, list):
        rows = [row for row in told if row != LEFT_OUT]
        if len(rows) > len(real) or (rows == told and len(rows) != len(real)):
            yield f"{where} has {len(real)} elements"
        for number, (row, other) in enumerate(zip(rows, real, strict=False)):
            yield from differences(row, other, f"{where}[{number}]")
    elif told != real:
        yield f"{where} is {real!r}, not {told!r}"


@pytest.mark.parametrize(
    "request_", list(requests()), ids=lambda asked: f"{asked.page}: {asked.line}"
)
def test_every_curl_line_is_answered_with_the_status_that_the_text_says(
    api: httpx.Client, request_: Request
) -> None:
    answer = api.get(request_.target)
    assert answer.status_code == request_.status, answer.text


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_answer_shown_is_what_the_server_answers(api: httpx.Client, page: Path) -> None:
    for line, body in REQUEST_AND_ANSWER.findall(page.read_text(encoding="utf-8")):
        answer = api.get(Request(name_of(page), line, 0).target).json()
        assert list(differences(shown(body), answer)) == [], line


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_piece_of_json_can_be_read(page: Path) -> None:
    for body in BLOCK.findall(page.read_text(encoding="utf-8")):
        shown(body)


def test_the_readme_asks_five_questions_and_shows_five_answers() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(CURL.findall(text)) == len(REQUEST_AND_ANSWER.findall(text)) == 5


def test_thirty_numbered_questions_have_one_request_and_one_answer_each() -> None:
    text = (ROOT / "docs/questions.md").read_text(encoding="utf-8")
    _, *parts = re.split(r"^### ", text, flags=re.MULTILINE)
    assert [part.partition(".")[0] for part in parts] == [str(number) for number in range(1, 31)]
    for part in parts:
        lines, answers = CURL.findall(part), BLOCK.findall(part)
        assert len(lines) == len(answers) == len(REQUEST_AND_ANSWER.findall(part)) == 1, part
        assert says_something(shown(answers[0])), part


def says_something(told: Any) -> bool:
    """Whether more than `…` is shown."""
    if isinstance(told, dict):
        return bool(told.keys() - {LEFT_OUT})
    return isinstance(told, list) and any(row != LEFT_OUT for row in told)


def test_a_wrong_answer_would_be_noticed() -> None:
    real = {"items": [{"id": "a", "n": 1}], "more": None}
    assert not list(differences(shown('{"items": [{"id": "a", …}], …}'), real))
    assert not list(differences(shown('{"items": […], "more": null}'), real))
    assert list(differences(shown('{"items": [{"id": "b", …}], …}'), real))
    assert list(differences(shown('{"items": [{"id": "a"}], …}'), real))
    assert list(differences(shown('{"items": [{"id": "a", …}]}'), real))
    assert list(differences(shown('{"items": [], …}'), real))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=name_of)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def documented_parameters() -> dict[str, set[str]]:
    """The parameters of each path, as the tables of docs/api.md have them."""
    groups: dict[str, set[str]] = {}
    paths: dict[str, str] = {}
    for line in (ROOT / "docs/api.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"\*\w+\*", cells[0]):
            groups[cells[0]] = set(re.findall(r"`(\w+)`", cells[1]))
        elif re.fullmatch(r"`/[^`]*`", cells[0]):
            paths[cells[0].strip("`")] = cells[2]
    return {
        path: set(re.findall(r"`(\w+)`", takes)).union(
            *(groups[group] for group in re.findall(r"\*\w+\*", takes))
        )
        for path, takes in paths.items()
    }


def documented_endings() -> list[str]:
    """The endings that every list has, as the table of formats has them."""
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `(\.\w+)` \|", text, re.MULTILINE)


def without_formats(paths: dict[str, Any]) -> dict[str, Any]:
    """The paths that answer with JSON; the rule for all others is documented once."""
    endings = documented_endings()
    of_lists = {path.removesuffix(ending) for path in paths for ending in endings
                if path.endswith(ending)}  # fmt: skip
    in_formats = {path + ending for path in of_lists for ending in endings}
    assert len(endings) == 4
    assert in_formats <= paths.keys()
    return {path: paths[path] for path in paths.keys() - in_formats}


def test_paths_and_parameters_are_documented_as_they_are(api: httpx.Client) -> None:
    served = {
        path: {given["name"] for given in parameters_of(operations["get"])} - {"id"}
        for path, operations in without_formats(api.get("/openapi.json").json()["paths"]).items()
    }
    assert documented_parameters() == served
    lists = {path for path, takes in documented_parameters().items() if "limit" in takes}
    assert len(api.get("/openapi.json").json()["paths"]) == len(served) + 4 * len(lists)


def test_every_parameter_and_every_status_is_explained(api: httpx.Client) -> None:
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    explained = text[text.index("## A fact") :]
    for path, operations in api.get("/openapi.json").json()["paths"].items():
        for status in operations["get"]["responses"].keys() - {"200"}:
            assert f"| {status} |" in explained, (path, status)
        for given in parameters_of(operations["get"]):
            is_coded = "$ref" in str(given["schema"]) and given["schema"].get("type") == "array"
            assert is_coded or re.search(rf"`{given['name']}\b", explained), (path, given["name"])


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = sorted(path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
