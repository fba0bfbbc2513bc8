"""Every answer tells browsers what they may do with it: whole, repeated, streamed, refused and broken."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from app.main import create_app
from app.settings import Settings
from tests.abuse.conftest import Serving
from tests.abuse.raw import answered, request

FOR_DATA = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-resource-policy": "cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
PATHS = (
    "/health",
    "/ready",
    "/openapi.json",
    "/v1/missions",
    "/v1/events?limit=0",
    "/v1/events/nope",
    "/nope",
    "/v1/events.csv",
    "/v1/events.geojson",
    "/v1/events.ndjson",
    "/v1/missions/minusma.jsonld",
    "/ogc",
    "/static-offline-docs/swagger-ui.css",
)


POLICY = "content-security-policy"


def secured(headers: httpx.Headers) -> None:
    """Each header is there, once."""
    for name, text in FOR_DATA.items():
        assert headers.get_list(name) == [text], name


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_every_answer_has_each_header_once(api: httpx.Client, path: str, method: str) -> None:
    for _ in range(2):
        secured(api.request(method, path).headers)


def test_a_preflight_has_them(api: httpx.Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    answer = api.options("/v1/events", headers=asked)
    assert answer.status_code == 204
    secured(answer.headers)


@pytest.mark.parametrize("anew", ["no-store", "max-age=1000"])
def test_an_answer_that_has_not_changed_has_them_but_for_the_policy_of_what_is_held(
    api: httpx.Client, anew: str
) -> None:
    tag = api.get("/v1/missions").headers["etag"]
    for _ in range(2):
        told = {"If-None-Match": tag, "Cache-Control": anew}
        answer = api.get("/v1/missions", headers=told)
        assert answer.status_code == 304
        assert POLICY not in answer.headers
        secured(httpx.Headers([*answer.headers.multi_items(), (POLICY, FOR_DATA[POLICY])]))


def test_a_fault_has_them() -> None:
    app = create_app(Settings(database_url=SecretStr("sqlite://")))

    class Broken:
        async def read(self, question: Callable[..., object]) -> object:
            raise RuntimeError("broken")

    app.state.database = Broken()

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://kb") as client:
            return await client.get("/v1/events")

    answer = asyncio.run(ask())
    assert answer.status_code == 500
    secured(answer.headers)


def test_refusals_before_the_application_have_them(serving: Serving) -> None:
    api = serving(rate_limit="1/day", trusted_hosts="127.0.0.1")
    api.get("/v1/missions")
    for headers in ({}, {"Host": "evil.example"}):
        answer = api.get("/v1/missions", headers=headers)
        assert answer.status_code in (400, 429)
        secured(answer.headers)


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", request("/" + "a" * 20_000)])
def test_refusals_of_a_connection_have_them(address: str, sent: bytes) -> None:
    head = answered(address, sent).partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    pairs = [line.partition(": ") for line in head]
    secured(httpx.Headers([(name, text) for name, _, text in pairs]))


def test_only_a_server_that_is_reached_by_https_asks_to_keep_to_it(serving: Serving) -> None:
    by_https = serving(public_url="https://kb.example.org")
    for path in ("/v1/missions", "/nope"):
        told = by_https.get(path).headers
        assert told["strict-transport-security"] == "max-age=31536000"
        secured(told)
    for api in (serving(), serving(public_url="http://kb.example.org")):
        assert "strict-transport-security" not in api.get("/v1/missions").headers


def test_the_page_of_the_documentation_may_run_its_own_script_and_no_other(
    api: httpx.Client,
) -> None:
    page = api.get("/docs")
    (policy,) = page.headers.get_list("content-security-policy")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    scripts = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    assert directives["script-src"] == " ".join(
        ["'self'", *(f"'sha256-{each}'" for each in hashes)]
    )
    assert len(hashes) == 1
    assert directives["default-src"] == directives["frame-ancestors"] == "'none'"
