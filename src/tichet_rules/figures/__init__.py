"""Figures of what-ifs and audits, for notebooks, reports and print. Needs the extra ``plots``."""

from tichet_rules.figures.draw import (
    differences,
    findings,
    lead_times,
    open_bookings,
    utilisation,
)

__all__ = ["differences", "findings", "lead_times", "open_bookings", "utilisation"]
