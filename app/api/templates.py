"""Templates: the route that a path is of, as `/v1/missions/{id}`."""

from functools import lru_cache
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

NONE = "none"
"""What stands for an address under which there is nothing."""

LONGEST = 500


class Templates:
    """Finds the route of a path: all paths that there may be are few routes."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.fixed: set[str] = set()
        self.patterns: list[tuple[Any, str]] = []
        self.found = lru_cache(maxsize=2048)(self.find)

    def __call__(self, path: str) -> str:
        """The template of the route that answers this path; what is too long for one is not kept."""
        return NONE if len(path) > LONGEST else self.found(path)

    def find(self, path: str) -> str:
        """Look for it."""
        if not self.fixed:
            self.read()
        if path in self.fixed:
            return path
        return next((told for pattern, told in self.patterns if pattern.match(path)), NONE)

    def read(self) -> None:
        """Look through the routes, in the order in which they are asked."""
        for route in iter_route_contexts(self.app.routes):
            path = route.path_format
            if path is None:
                continue
            if "{" in path:
                self.patterns.append((route.path_regex, path))
            else:
                self.fixed.add(path)
