"""Two citizens who don't exist, as they fill in a page: both want Thursday at ten."""

from __future__ import annotations

from typing import Final

_WHEN: Final = {"day": "2026-11-26", "time": "10:00"}
ANA: Final = _WHEN | {
    "number": "119.368/305",
    "applicant": "ANA-MARIA POP IONESCU",
    "filed_on": "2026-10-12",
    "phone": "0264 596 030",
    "email": "ana.pop@example.org",
}
PETRU: Final = _WHEN | {
    "number": "119402/305",
    "applicant": "Moldovan Petru",
    "filed_on": "2026-10-13",
    "phone": "0264 596 031",
    "email": "petru@example.org",
}
