"""Tests and benchmarks: a package of its own, as some distributions install a `tests` too."""
