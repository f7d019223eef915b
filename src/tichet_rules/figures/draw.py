"""The figures: each gives a picture, and prints, shows and stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from tichet_rules._door import checked_identifier, checked_instance, listed
from tichet_rules.audit import AuditReport
from tichet_rules.errors import InvalidInput, MissingExtra, WrongType
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.whatif import Comparison, Outcome

if TYPE_CHECKING:
    from tichet_rules.figures._picture import Picture

__all__ = ["differences", "findings", "lead_times", "open_bookings", "utilisation"]

_MOST_SERIES: Final = 10
_METRICS: Final = (
    "lead_time_mean",
    "lead_time_p90",
    "open_bookings",
    "utilisation",
    "expired_windows",
    "overtime",
)


def _pen(name: str) -> Any:
    try:
        return import_module(f"tichet_rules.figures.{name}")
    except ModuleNotFoundError as missing:
        raise MissingExtra(Text("desenarea unei figuri", "drawing a figure"), "plots") from missing


def _named(outcomes: Outcome | Mapping[str, Outcome]) -> dict[str, Outcome]:
    """The outcomes by the names of their series."""
    if isinstance(outcomes, Outcome):
        return {"": outcomes}
    if not isinstance(outcomes, Mapping):
        raise WrongType("outcomes", outcomes, "an Outcome, or several with their names")
    for name, each in outcomes.items():
        checked_identifier("outcomes", name)
        checked_instance(f"outcomes[{name!r}]", each, Outcome)
    if not 1 <= len(outcomes) <= _MOST_SERIES:
        right = f"1 to {_MOST_SERIES} outcomes, which can be told apart"
        raise InvalidInput("outcomes", f"{len(outcomes)} outcomes", right)
    return dict(outcomes)


def differences(
    comparison: Comparison, *, metrics: Iterable[str] = _METRICS, language: Language = "en"
) -> Picture:
    """By how much each scenario differs from the first, with the 95% intervals of the pairs.

    A panel for each metric, named by its id. A full mark stands for an interval that leaves
    out 0, a hollow one for one that doesn't. Draws a comparison of two scenarios or more; of more
    than 31 the first ones, and the figure says so.
    """
    checked_instance("comparison", comparison, Comparison)
    chosen = listed("metrics", metrics, "a list of metrics")
    if not chosen:
        raise InvalidInput("metrics", [], "at least one metric")
    if len(comparison.scenarios) == 1:
        raise InvalidInput("comparison", comparison.scenarios[0].name, "two scenarios or more")
    made: Picture = _pen("_whatif").differences(comparison, chosen, checked_language(language))
    return made


def lead_times(outcomes: Outcome | Mapping[str, Outcome], *, language: Language = "en") -> Picture:
    """The share of citizens who have waited no longer than so many days, of those with a booking.

    ``outcomes`` is one, or up to ten with their names, such as
    :meth:`Comparison.outcomes <tichet_rules.whatif.Comparison.outcomes>` gives.
    """
    made: Picture = _pen("_whatif").lead_times(_named(outcomes), checked_language(language))
    return made


def open_bookings(
    outcomes: Outcome | Mapping[str, Outcome], *, language: Language = "en"
) -> Picture:
    """The queue: how many bookings are open at the end of each date."""
    made: Picture = _pen("_whatif").open_bookings(_named(outcomes), checked_language(language))
    return made


def utilisation(outcomes: Outcome | Mapping[str, Outcome], *, language: Language = "en") -> Picture:
    """How much of each inspector's working time meetings take, in percent.

    Up to 30 inspectors have a row each; more are drawn as a curve, from the most used to the
    least.
    """
    made: Picture = _pen("_whatif").utilisation(_named(outcomes), checked_language(language))
    return made


def findings(report: AuditReport, *, language: Language = "en") -> Picture:
    """The findings of an audit by rule and month of the meeting, as numbers on a shade.

    Of more than 24 months with findings the last 24 are drawn, and the figure says so.
    """
    checked_instance("report", report, AuditReport)
    made: Picture = _pen("_audit").findings(report, checked_language(language))
    return made
