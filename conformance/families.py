"""Every family of checks by its name: the order here is the order in which they run."""

from collections.abc import Mapping, Sequence

from conformance import (
    caching,
    clients,
    document,
    image,
    mcp,
    ogc,
    pages,
    recipes,
    robustness,
    supply,
)
from conformance.check import Check

FAMILIES: Mapping[str, Sequence[Check]] = {
    "document": document.CHECKS,
    "caching": caching.CHECKS,
    "ogc": ogc.CHECKS,
    "clients": clients.CHECKS,
    "recipes": recipes.CHECKS,
    "pages": pages.CHECKS,
    "mcp": mcp.CHECKS,
    "image": image.CHECKS,
    "robustness": robustness.CHECKS,
    "supply": supply.CHECKS,
}
