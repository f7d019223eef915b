"""The command line: the only package that reads a clock, a file or the environment.

Each command is a module with ``add``, which says what it takes, and ``run``, which returns the
exit status.
"""

from tichet_rules.cli._main import main

__all__ = ["main"]
