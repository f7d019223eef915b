"""Comparisons: the same dice for all, means with intervals, and the table."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Inspector
from tichet_rules.office import Office
from tichet_rules.policy import Policy, preset
from tichet_rules.whatif import METRICS, Comparison, Demand, Scenario, compare, simulate

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 4)
OFFICE = Office(inspectors=[Inspector("i-1")])
MORE = OFFICE.replace(inspectors=[Inspector("i-1"), Inspector("i-2")])
DEMAND = Demand(per_day=15, answered=0.4, answer_age_days={3: 1, 40: 1}, no_show=0.2)


def policy(**changes: Any) -> Policy:
    return OFFICE.policy_at(datetime(2026, 11, 2, tzinfo=UTC)).evolve(**changes)


def compared(policies: dict[str, Any], **others: Any) -> Comparison:
    return compare(
        OFFICE,
        DEMAND,
        policies,
        **{"first": FIRST, "last": LAST, "seed": 1, "replications": 2, **others},
    )


ONE_DAY = {"notice_hours": 24}


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compared(
        {
            "today": {},
            "the same": policy(),
            "24 hours": ONE_DAY,
            "24 hours, said otherwise": policy(**ONE_DAY),
            "more": MORE,
            "no phones": {"channels": ["phone"]},
        }
    )


def test_the_same_policy_under_two_names_differs_in_nothing(found: Comparison) -> None:
    for metric in found.metrics:
        if metric.id == "queue_growth":
            continue  # not to be told of three days
        for one, other in (("today", "the same"), ("24 hours", "24 hours, said otherwise")):
            assert found.values(one, metric.id) == found.values(other, metric.id)
        difference = found.difference("the same", metric.id)
        assert difference is not None
        assert (difference.mean, difference.margin) == (0.0, 0.0)


def test_all_see_the_same_citizens(found: Comparison) -> None:
    for each in found.scenarios:
        assert found.values(each.name, "arrivals") == found.values("today", "arrivals")


def test_shorter_notice_and_more_inspectors_shorten_the_lead_time(found: Comparison) -> None:
    for name in ("24 hours", "more"):
        difference = found.difference(name, "lead_time_mean")
        assert difference is not None
        assert difference.mean < 0


def test_a_figure_is_that_of_the_outcome_of_its_replication(found: Comparison) -> None:
    offices = {each.name: each.office for each in found.scenarios}
    for name in ("24 hours", "more"):
        outcome = simulate(offices[name], DEMAND, first=FIRST, last=LAST, seed=1, replication=1)
        assert dict(found.figures[name][1]) == outcome.figures()


def test_what_cant_be_said_of_anyone_is_not_estimated(found: Comparison) -> None:
    assert found.values("no phones", "lead_time_mean") == (None, None)
    assert found.estimate("no phones", "lead_time_mean") is None
    assert found.difference("no phones", "lead_time_mean") is None
    assert found.difference("no phones", "held") is not None


def test_rules_that_refused_anyone_are_metrics_too(found: Comparison) -> None:
    extra = [each.id for each in found.metrics[len(METRICS) :]]
    assert extra == ["refused.channel.allowed"]
    assert found.values("today", *extra) == (0.0, 0.0)
    assert found.values("no phones", *extra) == found.values("no phones", "refused")


def test_a_warm_up_is_that_of_a_simulation() -> None:
    found = compared({"today": {}}, warm_up_days=4)
    assert found.warm_up_days == 4
    outcome = simulate(OFFICE, DEMAND, first=FIRST, last=LAST, seed=1, warm_up_days=4)
    assert outcome.before
    assert dict(found.figures["today"][0]) == outcome.figures()


def test_a_history_of_policies_is_a_scenario_too() -> None:
    found = compared({"today": {}, "preset": preset("cluj-napoca/tichet-albastru")})
    assert found.figures["today"] == found.figures["preset"]


def test_the_office_under_its_own_policy_is_the_office() -> None:
    [today] = compared({"today": {}}).scenarios
    assert today == Scenario("today", OFFICE)


# --- the table ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def few(found: Comparison) -> Comparison:
    """Without the one that says the same otherwise: five stand side by side."""
    return evolve(found, scenarios=(*found.scenarios[:3], *found.scenarios[4:]))


def test_the_table(few: Comparison) -> None:
    *lines, empty, note = few.explain("en").splitlines()
    assert lines[0] == (
        "2026-11-02 – 2026-11-04, replications: 2, seed 1; mean ± half of the 95% interval"
    )
    means, differences = lines[1 : len(few.metrics) + 2], lines[-len(few.metrics) - 1 :]
    assert means[0].split("  ")[0] == ""
    assert [line.strip() for line in means[0].split("  ") if line] == [
        each.name for each in few.scenarios
    ]
    assert means[9].startswith("lead time, mean (days)")
    assert means[9].count("±") == 4
    assert means[9].endswith("–")
    assert "today" not in differences[0]
    assert differences[-1].startswith("refused: ")
    assert differences[-1].endswith("*") or differences[-1].count("+") == 1
    assert "−0." in differences[9]
    assert empty == ""
    assert note == (
        "«no phones»: nobody could be booked (refused by «Within the window after the answer», "
        "«The channel of the meeting»)"
    )


def test_the_table_in_romanian(few: Comparison) -> None:
    table = few.explain("ro")
    assert "așteptarea medie (zile)" in table
    assert "plecați fără programare" in table
    assert "Diferența față de «today», cu aceiași cetățeni" in table
    assert "0,0 ± 0,0" in table
    assert "0.0" not in table


def test_the_table_of_some_metrics_in_the_order_asked_for(few: Comparison) -> None:
    lines = few.explain("en", metrics=["refused", "held"]).splitlines()
    assert [line.split("  ")[0] for line in lines[2:4]] == ["refused", "met"]
    assert len(lines) == 2 * 3 + 3 + 2
    with pytest.raises(InvalidInput, match=r"metric: got 'hold'; .* did you mean 'held'"):
        few.explain("en", metrics=["hold"])
    with pytest.raises(
        WrongType, match=r"^metrics: got 'held'; expected a list of metrics, \['lead"
    ):
        few.explain("en", metrics="held")


def test_more_than_five_stand_below_one_another(found: Comparison) -> None:
    _, titles, *rows, star, empty, note = found.explain("en").splitlines()
    assert titles.split("  ")[-1] == "overtime (minutes)"
    assert [each.split("  ")[0] for each in rows] == [each.name for each in found.scenarios]
    assert star == "*: differs from «today», with the same citizens"
    assert empty == ""
    assert note.startswith("«no phones»: nobody could be booked")
    [*_, only, _, _, _] = found.explain("en", metrics=["held"]).splitlines()
    assert only.split("  ")[0] == "no phones"


def test_one_scenario_has_no_differences() -> None:
    table = compared({"today": {}}).explain()
    assert len(table.splitlines()) == len(METRICS) + 2


# --- at the door ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policies", "others", "message"),
    [
        ({}, {}, "policies: got {}; expected at least one, with its name"),
        ([], {}, "policies: got []; expected a Mapping"),
        ({"": {}}, {}, "policies: got ''"),
        ({"today": 24}, {}, "policies['today']: got 24; expected a Policy, changes"),
        ({"x": {"notice_hour": 24}}, {}, "policies['x'].policy: got 'notice_hour'; expected"),
        (
            {"x": {"more_inspectors": 1}},
            {},
            "policies['x']: got 'more_inspectors'; expected parameters of the policy; an office wi",
        ),
        (
            {"today": {}, "5%": {"no_show": 0.05}},
            {},
            "policies['5%']: got 'no_show'; expected parameters of the policy; no_show is a field",
        ),
        ({"today": Office()}, {}, "office.inspectors: got []"),
        ({"today": {}}, {"replications": 1}, "replications: got 1; expected a whole number"),
        ({"today": {}}, {"warm_up_days": 1.0}, "warm_up_days: got 1.0; expected a whole number"),
        ({"today": {}}, {"seed": "1"}, "seed: got '1'; expected a whole number"),
        ({"today": {}}, {"last": date(2026, 1, 1)}, "last: got '2026-01-01'"),
    ],
)
def test_a_wrong_question(policies: Any, others: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        compared(policies, **others)
    assert str(error.value).startswith(message)


def test_an_unknown_name_is_told(found: Comparison) -> None:
    with pytest.raises(InvalidInput, match=r"scenario: got 'Today'; .* did you mean 'today'"):
        found.estimate("Today", "held")
    with pytest.raises(InvalidInput, match=r"metric: got 'lead_time'; .*mean', .*median', .*p90'$"):
        found.estimate("today", "lead_time")
    with pytest.raises(InvalidInput, match="language: got 'fr'"):
        found.explain("fr")  # type: ignore[arg-type]
