"""Write what is made of the code: the rule book, docs/rules, and the JSON Schemas.

``python -m tests.rulebook`` writes them; with ``--check`` it says which files are stale, and
writes nothing.
"""

from __future__ import annotations

import argparse
import sys

from tests.rulebook._files import stale, wanted


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.rulebook", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say what is stale")
    options = parser.parse_args()
    found = stale()
    for path in found:
        print(path)
    if options.check:
        return 1 if found else 0
    for path in found:
        text = wanted().get(path)
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
