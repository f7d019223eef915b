"""Any ticket that the model accepts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from tests.documents._ticket_examples import HOSTILE
from tichet_rules._door import _shows
from tichet_rules.model import Channel, Procedure, Role
from tichet_rules.model.ticket import BlueTicket, MeetingRecord
from tichet_rules.text import Text

_marks = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from(
    "\n\t \u2028<>&\"'#$*\\șțăâîȘȚ\u0301\u200d\u202e\u202c\u2066\u2067\u2068\u2069שمा"
)
prose = st.one_of(st.text(_marks, min_size=1, max_size=120), st.sampled_from(HOSTILE)).filter(
    lambda text: any(map(_shows, text))
)
identifiers = st.text(_marks, min_size=1, max_size=40).filter(
    lambda text: text.isprintable() and any(map(_shows, text))
)
instants = st.integers(-600_000_000, 7_000_000_000).map(
    lambda seconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, microseconds=1)
)


@st.composite
def tickets(draw: st.DrawFn) -> BlueTicket:
    """A ticket."""
    has_request = draw(st.booleans())
    several = st.lists(prose, max_size=3)
    return BlueTicket(
        booking=draw(identifiers),
        procedure=draw(st.sampled_from(Procedure)),
        institution=Text(draw(prose), draw(prose)),
        policy=draw(identifiers),
        request="119368/305" if has_request else None,
        filed_on=draw(st.dates(date(1990, 1, 1), date(2100, 1, 1))) if has_request else None,
        citizen=draw(prose),
        inspector=draw(identifiers),
        inspector_name=draw(prose),
        inspector_role=draw(st.sampled_from(Role)),
        start=draw(instants),
        minutes=draw(st.integers(1, 480)),
        time_zone=draw(st.sampled_from(["Europe/Bucharest", "UTC", "America/St_Johns"])),
        channel=draw(st.sampled_from(Channel)),
        room=draw(st.none() | identifiers),
        record=MeetingRecord(draw(several), draw(several), draw(several)),
        issued_at=draw(instants),
    )
