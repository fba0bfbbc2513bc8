"""The server answers by the names that are its own, and no name breaks it."""

import pytest

from app.api.kept import KeptAnswers
from app.api.repeating import Repeating
from app.main import create_app
from app.settings import Settings
from tests.abuse.conftest import Serving
from tests.abuse.raw import answered, request, status
from tests.conftest import run

PATH = "/v1/missions?limit=1"
ODD = (
    "",
    " ",
    "[",
    "[::1",
    "a b",
    "é",
    "a" * 5000,
    'x"><script>',
    "a,b",
    "..",
    "a:b:c",
    "%00",
    "a/b",
    "@",
)


@pytest.mark.parametrize("host", ["kb.example.org", "KB.example.org:8000", "other.example"])
def test_a_trusted_name_is_answered_whatever_its_port(serving: Serving, host: str) -> None:
    api = serving(trusted_hosts="kb.example.org,other.example")
    assert api.get(PATH, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "kb.example.org.evil.example", "kb.example.org:x"]
)
def test_another_name_is_refused_with_one_that_is_right(serving: Serving, host: str) -> None:
    api = serving(trusted_hosts="kb.example.org")
    answer = api.get(PATH, headers={"Host": host})
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["type"] == "urn:mission-kb:problem:unknown-host"
    assert problem["errors"][0]["example"] == "kb.example.org"
    assert "evil" not in str(problem)


def test_no_odd_name_is_trusted(serving: Serving) -> None:
    address = str(serving(trusted_hosts="kb.example.org").base_url)
    for host in ODD:
        assert status(answered(address, request(PATH, host=host.encode()))) == 400, host
    assert status(answered(address, b"GET /v1 HTTP/1.0\r\n\r\n")) == 400


def test_two_names_are_none(serving: Serving) -> None:
    address = str(serving(trusted_hosts="kb.example.org").base_url)
    both = request(PATH, b"Host: evil.example", host=b"kb.example.org")
    assert status(answered(address, both)) == 400


def test_probes_may_ask_by_any_name(serving: Serving) -> None:
    api = serving(trusted_hosts="kb.example.org")
    for path in ("/health", "/ready"):
        assert api.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_a_refused_name_is_not_kept(serving: Serving) -> None:
    api = serving(trusted_hosts="kb.example.org")
    for _ in range(2):
        assert api.get(PATH, headers={"Host": "evil.example"}).status_code == 400
        assert api.get(PATH, headers={"Host": "kb.example.org"}).status_code == 200


@pytest.mark.parametrize("path", [PATH, "/v1/missions.csv", "/v1/nope", "/docs", "/ogc"])
def test_without_trusted_names_an_odd_one_breaks_nothing(address: str, path: str) -> None:
    for host in ODD:
        assert status(answered(address, request(path, host=host.encode()))) in (200, 400, 404), host


def test_many_names_take_no_more_memory_than_answers_may(settings: Settings) -> None:
    own = settings.model_copy(update={"cache_bytes": 400_000})
    app = create_app(own)
    kept: KeptAnswers = app.state.kept
    for address in run(Repeating(app, kept, None), own):
        for number in range(100):
            name = f"h{number}.example".encode()
            assert status(answered(address, request("/v1/missions/minusma", host=name))) == 200
        assert 0 < kept.size <= 400_000
