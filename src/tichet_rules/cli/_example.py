"""The study that ``tichet-rules whatif --example`` runs, and that others can begin with."""

from typing import Final

from tichet_rules.text import Text

__all__ = ["EXAMPLE"]

_OFFICE: Final = """\
[[office.inspectors]]
id = "i-017"
week = { mon = [["08:00", "12:00"]], tue = [["08:00", "12:00"]], wed = [["08:00", "12:00"]], \
thu = [["08:00", "12:00"]], fri = [["08:00", "12:00"]] }
"""

#: The same study in both languages: its comments, and what its scenarios are called.
EXAMPLE: Final = Text(
    """\
# Dacă răgazul ar fi de 24 de ore, întâlnirile de 20 de minute, sau cu un inspector în plus?
# tichet-rules whatif studiu.toml

first = 2026-11-02
last = 2026-11-13
warm_up_days = 10     # se cer programări și dinainte, ca agenda să nu fie goală
seed = 1              # aceeași sămânță, aceiași cetățeni
replications = 4

[scenarios]           # celelalte se compară cu primul
azi = {}
"24 de ore" = { notice_hours = 24 }
"20 de minute" = { max_minutes = 20, grid_minutes = 20 }
"unul în plus" = { more_inspectors = 1 }

[demand]
per_day = 14          # media unei zile lucrătoare
answered = 0.4        # partea celor care întreabă despre o cerere cu răspuns
answer_age_days = { 5 = 2, 25 = 1 }
cancellation = 0.1
no_show = 0.1
meeting_minutes = { 10 = 1, 15 = 2, 20 = 1 }
by_hour = { 9 = 2, 20 = 1 }
preferences = [
    { weight = 3 },                              # cel mai devreme interval
    { weight = 1, hours = ["10:00", "12:00"] },
]

"""
    + _OFFICE,
    """\
# What if the notice were 24 hours, meetings 20 minutes, or one inspector more?
# tichet-rules whatif study.toml

first = 2026-11-02
last = 2026-11-13
warm_up_days = 10     # citizens ask before, too, so that the agenda is not empty
seed = 1              # the same seed, the same citizens
replications = 4

[scenarios]           # the others are compared with the first
today = {}
"24 hours" = { notice_hours = 24 }
"20 minutes" = { max_minutes = 20, grid_minutes = 20 }
"one more" = { more_inspectors = 1 }

[demand]
per_day = 14          # the mean of a working day
answered = 0.4        # the share that asks about a request with an answer
answer_age_days = { 5 = 2, 25 = 1 }
cancellation = 0.1
no_show = 0.1
meeting_minutes = { 10 = 1, 15 = 2, 20 = 1 }
by_hour = { 9 = 2, 20 = 1 }
preferences = [
    { weight = 3 },                              # the earliest slot
    { weight = 1, hours = ["10:00", "12:00"] },
]

"""
    + _OFFICE,
)
