"""A database for imports, as those of tests/imports have it."""

from tests.imports.conftest import filled, scratch, seed_folder

__all__ = ["filled", "scratch", "seed_folder"]
