"""The benchmarks are no tests: pytest, which would look for doctests, never imports their peers."""

collect_ignore_glob = ["*.py"]
