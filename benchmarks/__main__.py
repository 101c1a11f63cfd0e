"""Runs every benchmark and prints one table: `make bench`."""

from __future__ import annotations

from benchmarks import pages, publishing, rush, searching

for benchmark in (pages, publishing, searching, rush):
    benchmark.run()
