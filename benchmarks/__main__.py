"""Runs every benchmark and prints one table: `make bench`."""

from __future__ import annotations

from benchmarks import pages, publishing, searching

for benchmark in (pages, publishing, searching):
    benchmark.run()
