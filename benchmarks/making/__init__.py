"""Made-up data of any size, always the same for the same seed, with the skew of the real data."""

from benchmarks.making.loading import make
from benchmarks.making.world import Size

__all__ = ["Size", "make"]
