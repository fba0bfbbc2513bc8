"""Spans go where the environment says, and nowhere else."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.main import create_app
from app.settings import Settings
from tests.cli.commands import Here, serving
from tests.conftest import run

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_span_has_the_route_and_the_caller(settings: Settings) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    app = create_app(settings)
    app._telemetry["tracer_provider"] = provider
    for address in run(app):
        httpx.get(f"{address}/v1/missions/minusma", headers={"traceparent": PARENT}, timeout=30)
        httpx.get(f"{address}/v1/missions/nothing", timeout=30)
    spans = {span.name: span for span in exporter.get_finished_spans()}
    span = spans["GET /v1/missions/{id}"]
    assert span.attributes is not None
    assert span.attributes["http.route"] == "/v1/missions/{id}"
    assert "fastapi.endpoint" in spans
    traces = {span.context.trace_id for span in exporter.get_finished_spans()}
    assert int("4bf92f3577b34da6a3ce929d0e0e4736", 16) in traces


class Collector(BaseHTTPRequestHandler):
    """Takes spans, as a collector of OpenTelemetry does."""

    names: list[str] = []

    def do_POST(self) -> None:
        told = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/v1/traces":
            request = ExportTraceServiceRequest.FromString(told)
            for resource in request.resource_spans:
                for scope in resource.scope_spans:
                    self.names.extend(span.name for span in scope.spans)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Collector.names.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_spans_are_sent_where_the_environment_says(
    here: Here, collector: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
    monkeypatch.setenv("OTEL_METRICS_EXPORTER", "none")
    monkeypatch.setenv("OTEL_LOGS_EXPORTER", "none")
    with serving(here) as served:
        assert served.get("/v1/places").status_code == 200
        assert served.stop().status == 0
    assert "GET /v1/places" in Collector.names


STARTED = """
import asyncio, sys
from app.main import create_app

async def start() -> None:
    events = asyncio.Queue()
    await events.put({"type": "lifespan.startup"})

    async def told(message):
        if message["type"] == "lifespan.startup.complete":
            print(sorted(name for name in sys.modules if name.startswith("opentelemetry.sdk")))
            await events.put({"type": "lifespan.shutdown"})

    await create_app()({"type": "lifespan", "asgi": {}, "state": {}}, events.get, told)

asyncio.run(start())
"""


@pytest.mark.parametrize("is_named", [False, True])
def test_nothing_of_it_is_loaded_where_nothing_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, is_named: bool
) -> None:
    monkeypatch.setenv("MISSION_KB_DATABASE_URL", settings.database_url.get_secret_value())
    if is_named:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:9/v1/traces")
    ran = subprocess.run(
        [sys.executable, "-c", STARTED], capture_output=True, text=True, check=True
    )
    assert ("opentelemetry.sdk.trace" in ran.stdout) == is_named, ran
    assert ran.stdout.startswith("['opentelemetry.sdk" if is_named else "[]")
