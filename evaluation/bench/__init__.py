"""Benchmarks: ratios in one run, never absolute promises."""
