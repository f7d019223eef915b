"""Rules about how the two reach each other: contact data and the channel."""

from __future__ import annotations

from typing import Any

from tichet_rules.policy import Citation
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Finding, found, not_applicable, rule
from tichet_rules.text import Text

__all__ = ["channel_allowed", "email", "phone"]

_CITATION = Citation(
    "article-2020",
    quote="Se completează câmpurile cu numărul de telefon și adresa de e-mail.",
)
_KEPT = Text("Datele de contact rămân cele deja date.", "The contact data stay as they were given.")
_MISSING = Text("lipsește", "is missing")


def given_and_valid(given: Any, valid: Any) -> Any:
    """It is given, and it is valid."""
    return given & valid


# --- contact.phone ----------------------------------------------------------------------


@rule(
    "contact.phone",
    title=Text("Număr de telefon", "Phone number"),
    citation=_CITATION,
    predicate=given_and_valid,
    passed=Text("Numărul de telefon {measured}.", "The phone number {measured}."),
    refused=Text("Numărul de telefon {measured}.", "The phone number {measured}."),
    not_applicable=_KEPT,
    remedy=Text(
        "Scrieți un număr de telefon valid, de exemplu 0264 596 030 sau +40 264 596 030.",
        "Give a valid phone number, for example 0264 596 030 or +40 264 596 030.",
    ),
    note=Text(
        "Numere românești și străine, normalizate la E.164.",
        "Romanian and foreign numbers, normalised to E.164.",
    ),
)
def phone(case: Case) -> Finding:
    """A phone number is given and valid."""
    if case.contact is None:
        return not_applicable(phone.id)
    given = bool(case.contact.phone and case.contact.phone.strip())
    valid = given and case.phone is not None
    return found(
        phone.id,
        given_and_valid(given, valid),
        measured=_PHONE[valid] if given else _MISSING,
    )


_PHONE = {True: Text("este valid", "is valid"), False: Text("nu este valid", "is not valid")}


# --- contact.email ----------------------------------------------------------------------


@rule(
    "contact.email",
    title=Text("Adresă de e-mail", "E-mail address"),
    citation=_CITATION,
    predicate=given_and_valid,
    passed=Text("Adresa de e-mail {measured}.", "The e-mail address {measured}."),
    refused=Text("Adresa de e-mail {measured}.", "The e-mail address {measured}."),
    not_applicable=_KEPT,
    remedy=Text(
        "Scrieți o adresă de e-mail validă, de exemplu nume@exemplu.ro.",
        "Give a valid e-mail address, for example name@example.org.",
    ),
    note=Text(
        "Se judecă numai forma, fără căutare în rețea; se acceptă domenii internaționalizate.",
        "Syntax only, without any network look-up; internationalised domains are accepted.",
    ),
)
def email(case: Case) -> Finding:
    """An e-mail address is given and valid."""
    if case.contact is None:
        return not_applicable(email.id)
    given = bool(case.contact.email and case.contact.email.strip())
    valid = given and case.email is not None
    return found(
        email.id,
        given_and_valid(given, valid),
        measured=_EMAIL[valid] if given else _MISSING,
    )


_EMAIL = {True: Text("este validă", "is valid"), False: Text("nu este validă", "is not valid")}


# --- channel.allowed --------------------------------------------------------------------


def offered(is_offered: Any) -> Any:
    """The channel is among those that the policy offers."""
    return is_offered == 1


@rule(
    "channel.allowed",
    title=Text("Canalul întâlnirii", "The channel of the meeting"),
    citation=Citation(
        "article-2020",
        quote="La solicitarea cetățeanului, întrevederea poate să se desfășoare și telefonic "
        "sau, în ultimă instanță (când condițiile vor permite), fizic, la sediul instituției.",
    ),
    predicate=offered,
    parameters=("channels",),
    passed=Text("Canalul «{measured}» este oferit.", "The channel «{measured}» is offered."),
    refused=Text(
        "Canalul «{measured}» nu este oferit; sunt: {limit}.",
        "The channel «{measured}» is not offered; these are: {limit}.",
    ),
    not_applicable=Text("Niciun canal de judecat.", "No channel to judge."),
    remedy=Text("Alegeți un canal oferit: {limit}.", "Choose a channel on offer: {limit}."),
)
def channel_allowed(case: Case) -> Finding:
    """Online by default; by phone at request; in person where the policy permits."""
    channels = case.policy.channels
    return found(
        channel_allowed.id,
        offered(int(case.channel in channels)),
        measured=case.channel,
        limit=channels,
    )
