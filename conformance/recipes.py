"""The lines of docs/clients.md for those who read tables, as they stand there."""

from conformance.check import Bench, Check, holds
from conformance.tools import PYTHON, debian
from conformance.usage import in_docs

R = debian("Rscript", "r-base-core")
DEATHS = ("minusma-deaths-all-causes-311", "minusma-deaths-all-causes-over-300", "more-than")


def pandas(bench: Bench) -> None:
    """Pandas reads the rows of a CSV."""
    program = in_docs("pandas", bench, "program.py")
    told(bench.run("python", program))


def r(bench: Bench) -> None:
    """Plain R reads the same."""
    told(bench.run("Rscript", in_docs("R", bench, "program.R")))


def told(said: str) -> None:
    """The rows are those of the API."""
    for word in DEATHS:
        holds(word in said, f"{word} is missing in:\n{said}")


CHECKS = (Check("pandas", pandas, (PYTHON,)), Check("r", r, (R,)))
