"""`python -m tests.faults`: a million bookings of one inspector, and the figures."""

from __future__ import annotations

import argparse

from tests.faults._many import answers, measured

COUNT = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="default: %(default)s")
    options = parser.parse_args()
    if options.count < 1000:
        parser.error("--count: at least 1000")
    figures = answers(options.count)
    figures.bytes_a_booking, figures.bytes_of_the_agenda = measured(options.count)
    print("\n".join(figures.lines()))
    print("every answer is right")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
