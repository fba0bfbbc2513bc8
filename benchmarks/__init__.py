"""What the service costs: figures for docs/benchmarks.md, and no part of the tests."""
