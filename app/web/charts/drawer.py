"""The child process that draws: a program of its own, for vl-convert takes 200 MB that a worker lacks.

It is run by its path and imports nothing of ours. A job is a line of JSON, `{"form": "svg", "spec": {…},
"scale": 1}`; an answer is a line of JSON, `{"size": 123, "error": null, "kilobytes": 95000}`, and so
many bytes. It ends with its standard input, and an alarm ends it where it is stuck: nobody has to be
there to do so.
"""

import json
import signal
import sys
from typing import Any, BinaryIO

VEGA_LITE = "6.4"
LONGEST_SECONDS = 60
"""Whoever waits gives up long before; this is for a process that nobody is left to end."""


def draw(form: str, spec: dict[str, Any], scale: float) -> bytes:
    """A picture of a Vega-Lite document that holds its data: nothing is fetched from anywhere."""
    import vl_convert

    if form == "png":
        png: bytes = vl_convert.vegalite_to_png(
            spec, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[]
        )
        return png
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return svg.encode()


def scripts() -> bytes:
    """Vega, Vega-Lite, Vega-Embed and the interpreter of expressions, as one script."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle(
        snippet="window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE
    )
    return bundle.encode()


def kilobytes() -> int:
    """How much memory this process takes; 0 where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    except (OSError, StopIteration):
        return 0


def work(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Draw one picture after another, until there is nobody left to draw for."""
    for line in jobs:
        signal.alarm(LONGEST_SECONDS)
        picture, error = b"", None
        try:
            job = json.loads(line)
            picture = draw(job["form"], job["spec"], job["scale"])
        except Exception as refusal:  # noqa: BLE001 - whatever it is, it is told and the next one drawn
            error = f"{type(refusal).__name__}: {refusal}"[:2000]
        told = {"size": len(picture), "error": error, "kilobytes": kilobytes()}
        answers.write(json.dumps(told).encode() + b"\n" + picture)
        answers.flush()
        signal.alarm(0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends this
    if sys.argv[1:] == ["scripts"]:
        signal.alarm(LONGEST_SECONDS)
        sys.stdout.buffer.write(scripts())
    else:
        work(sys.stdin.buffer, sys.stdout.buffer)
