"""Addresses: what identifies a node, so that the nodes of several answers join up."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from app.api.linked.context import Node


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is, on the public address."""

    base: str
    path: str

    def __str__(self) -> str:
        """The whole of it."""
        return self.base + self.path

    def of(self, noun: str, id: str) -> Self:
        """Where a row of a list is."""
        return type(self)(self.base, f"/v1/{noun}/{id}")

    def part(self, id: str) -> Self:
        """Where a fact is that is shown inside of this."""
        return type(self)(self.base, f"{self.path}#{id}")

    def vocabulary(self, code: StrEnum) -> str:
        """Where the codes are listed that a code is one of."""
        return f"{self.base}/openapi.json#/components/schemas/{type(code).__name__}"

    def node(self) -> Node:
        """A reference to what is here."""
        return {"@id": str(self)}
