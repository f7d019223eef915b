"""Rules about contact data and the channel, as domain.md states them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _world as world
from tests.rules._scene import NOT_APPLICABLE, PASSED, REFUSED, judged
from tests.rules._terms import terms
from tichet_rules import Channel, Contact, Text, rule_of
from tichet_rules.interchange.render import finding_document

VALID, NOT_VALID, MISSING = "is valid", "is not valid", "is missing"

# --- contact.phone ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "measured"),
    [
        ("0264 596 030", VALID),
        ("+40 264 596 030", VALID),
        ("0722.123.456", VALID),
        ("+36 1 268 1234", VALID),
        ("0264 596 03", NOT_VALID),
        ("0264 596 0300", NOT_VALID),
        ("112", NOT_VALID),
        ("telefon", NOT_VALID),
        ("0264 596 030, 0722 123 456", NOT_VALID),
        ("", MISSING),
        ("   ", MISSING),
        (None, MISSING),
    ],
)
def test_a_phone_number_is_given_and_valid(phone: str | None, measured: str) -> None:
    finding = judged("contact.phone", contact=Contact(phone, "ana.pop@example.org"))
    assert finding.outcome is (PASSED if measured is VALID else REFUSED)
    assert isinstance(finding.measured, Text)
    assert finding.measured.en == measured
    assert finding.limit is None


def test_contact_in_words() -> None:
    contact = Contact("112", None)
    phone, email = (judged(f"contact.{each}", contact=contact) for each in ("phone", "email"))
    assert phone.message("ro") == "Numărul de telefon nu este valid."
    assert email.message("en") == "The e-mail address is missing."
    wrong = judged("contact.email", contact=Contact(None, "ana"))
    assert wrong.message("ro") == "Adresa de e-mail nu este validă."


# --- contact.email ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "measured"),
    [
        ("ana.pop@example.org", VALID),
        ("ana@primăria.example.org", VALID),
        (" ana.pop@example.org ", VALID),
        ("ana.pop@example", NOT_VALID),
        ("ana.pop", NOT_VALID),
        ("@example.org", NOT_VALID),
        ("Ana <ana.pop@example.org>", NOT_VALID),
        ("", MISSING),
        ("  ", MISSING),
        (None, MISSING),
    ],
)
def test_an_email_address_is_given_and_valid(email: str | None, measured: str) -> None:
    finding = judged("contact.email", contact=Contact("0264 596 030", email))
    assert finding.outcome is (PASSED if measured is VALID else REFUSED)
    assert isinstance(finding.measured, Text)
    assert finding.measured.en == measured


@pytest.mark.parametrize("rule", ["contact.phone", "contact.email"])
def test_contact_that_is_not_asked_for_is_not_judged(rule: str) -> None:
    assert judged(rule, contact=None).outcome is NOT_APPLICABLE
    assert judged(rule, contact=Contact()).outcome is REFUSED


def test_each_of_the_two_is_judged_on_its_own() -> None:
    contact = Contact("0264 596 030", "wrong")
    assert judged("contact.phone", contact=contact).outcome is PASSED
    assert judged("contact.email", contact=contact).outcome is REFUSED


@world.examples(100)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=6, max_size=40))
def test_what_was_typed_is_never_told(typed: str) -> None:
    contact = Contact(f"071{typed}", f"q{typed}@x")
    for rule in ("contact.phone", "contact.email"):
        finding = judged(rule, contact=contact)
        told = [repr(finding), str(finding), finding.message("ro", staff=True)]
        assert not any(typed in each for each in told if typed.strip())
        assert isinstance(finding.measured, Text)
        assert finding.measured.en in (VALID, NOT_VALID)


@pytest.mark.parametrize("rule", ["contact.phone", "contact.email"])
def test_the_predicate_of_contact(rule: str) -> None:
    predicate = rule_of(rule).predicate
    assert [predicate(a, b) for a, b in product([0, 1], repeat=2)] == [0, 0, 0, 1]
    assert repr(predicate(*terms("given valid"))) == "(given & valid)"


# --- channel.allowed --------------------------------------------------------------------


@world.examples(100)
@given(
    st.sampled_from(Channel),
    st.lists(st.sampled_from(Channel), min_size=1, max_size=3, unique=True),
)
def test_the_channel_is_among_those_offered(channel: Channel, offered: list[Channel]) -> None:
    finding = judged("channel.allowed", channel=channel, policy={"channels": offered})
    assert finding.outcome is (PASSED if channel in offered else REFUSED)
    assert finding.measured == channel.value
    assert finding.limit == tuple(each.value for each in Channel if each in offered)


@pytest.mark.parametrize(
    ("channel", "outcome"), [("online", PASSED), ("phone", PASSED), ("in_person", REFUSED)]
)
def test_in_person_only_where_the_policy_permits(channel: str, outcome: str) -> None:
    assert judged("channel.allowed", channel=Channel(channel)).outcome is outcome


def test_the_channel_in_words() -> None:
    finding = judged("channel.allowed", channel=Channel.IN_PERSON)
    said = "Canalul «la sediul instituției» nu este oferit; sunt: online, telefonic."
    assert finding.message("ro") == said
    said = "The channel «in person» is not offered; these are: online, by phone."
    assert finding.message("en") == said
    assert finding.remedy("ro") == "Alegeți un canal oferit: online, telefonic."
    assert finding.remedy("en") == "Choose a channel on offer: online, by phone."
    passed = judged("channel.allowed", channel=Channel.PHONE)
    assert passed.message("ro") == "Canalul «telefonic» este oferit."


def test_the_channel_for_programs() -> None:
    document = finding_document(judged("channel.allowed", channel=Channel.IN_PERSON), "ro")
    assert (document["measured"], document["limit"]) == ("in_person", ["online", "phone"])
    assert {type(document["measured"]), *map(type, document["limit"])} == {str}


def test_the_predicate_of_channel() -> None:
    predicate = rule_of("channel.allowed").predicate
    assert [predicate(each) for each in (0, 1)] == [False, True]
    assert repr(predicate(*terms("offered"))) == "(offered == 1)"
