"""Write the listing of the public names: ``python -m tests.api`` (``--check``: only compare)."""

from __future__ import annotations

import argparse
import sys
from difflib import unified_diff

from tests.api._listing import PATH, text


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.api", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; show what differs")
    options = parser.parse_args()
    written = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
    wanted = text()
    sys.stdout.writelines(
        unified_diff(written.splitlines(True), wanted.splitlines(True), "listed", "found", n=0)
    )
    if not options.check:
        PATH.write_text(wanted, encoding="utf-8", newline="\n")
    return 1 if options.check and written != wanted else 0


if __name__ == "__main__":
    sys.exit(main())
