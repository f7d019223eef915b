"""Phone numbers and e-mail addresses, valid, invalid and hostile."""

from __future__ import annotations

import subprocess
import sys

import email_validator
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, MissingExtra, WrongType
from tichet_rules.identity import e164, email_address

anything = st.text(st.characters(codec=None))

HOSTILE = [
    "",
    " ",
    "\x00",
    "\ud800",
    "\r\n",
    "\u202e",
    "0" * 10_240,
    "a" * 10_240 + "@example.com",
    "a@" + "a." * 5_000 + "com",
    "@" * 10_240,
    "a@b" + "\u0315\u0300" * 100_000 + ".ro",
]


@pytest.mark.parametrize(
    ("phone", "normal"),
    [
        ("0264 596 030", "+40264596030"),
        ("(0264) 596.030", "+40264596030"),
        ("0264/596030", "+40264596030"),
        ("0722123456", "+40722123456"),
        ("  0722-123-456 ", "+40722123456"),
        ("0722\u2013123\u2011456", "+40722123456"),
        ("0722\u00a0123\u00a0456", "+40722123456"),
        ("722123456", "+40722123456"),
        ("+40722123456", "+40722123456"),
        ("(+40) 722 123 456", "+40722123456"),
        ("+40 (0)722 123 456", "+40722123456"),
        ("0040 722 123 456", "+40722123456"),
        ("0800 800 800", "+40800800800"),
        ("+36 1 268 1234", "+3612681234"),
        ("0036 1 268 1234", "+3612681234"),
        ("+49 30 901820", "+4930901820"),
        ("+39 06 698 12345", "+390669812345"),
        ("+1 212 555 2368", "+12125552368"),
        ("+373 22 250 101", "+37322250101"),
    ],
)
def test_valid_phone_numbers(phone: str, normal: str) -> None:
    assert e164(phone) == normal


@pytest.mark.parametrize(
    "phone",
    [
        *HOSTILE,
        "0722 123",
        "0722 123 456 7",
        "0122 123 456",
        "112",
        "+",
        "-",
        "()",
        "+40",
        "+999 123 456 789",
        "+0722123456",
        "++40722123456",
        "0722+123456",
        # An extension, or more than one number.
        "0264596030 int 5",
        "0264596030 ext. 5",
        "0264596030x5",
        "0264596030#5",
        "0264596030;ext=5",
        "0722123456 / 0264596030",
        "0722123456, 0264596030",
        # Letters, and text around a number.
        "tel:0722123456",
        "telefon 0722123456",
        "+1 800 FLOWERS",
        "0722123456 mama",
        # Digits and signs of other scripts.
        "\u0660\u0667\u0662\u0662\u0661\u0662\u0663\u0664\u0665\u0666",
        "\uff10\uff17\uff12\uff12\uff11\uff12\uff13\uff14\uff15\uff16",
        "\uff0b40722123456",
        # Hidden characters and injections.
        "0722123456\n",
        "\t0722123456",
        "0722123456\r\nBcc: a@example.com",
        "0722123456\x00",
        "0722\x00123456",
        "\u202d0722123456\u202c",
        "0722\u200b123456",
        "0722123456\ud800",
        "0722123456'; --",
        "tel:0722123456;phone-context=example.com",
        "0" * 200 + "722123456",
        " " * 10_000 + "0722123456",
        "(" * 10_000,
    ],
)
def test_what_is_no_valid_phone_number_gives_none(phone: str) -> None:
    assert e164(phone) is None


def test_a_national_number_is_one_of_the_region() -> None:
    assert e164("06 1 268 1234", "HU") == "+3612681234"
    assert e164("011 40 722 123 456", "US") == "+40722123456"
    assert e164("0040 722 123 456", "US") is None
    assert e164("+40 722 123 456", "US") == "+40722123456"


@pytest.mark.parametrize("region", ["ro", "", "XX", "001", "40", "ROU", " RO", "\ud800"])
def test_an_unknown_region_is_refused(region: str) -> None:
    with pytest.raises(InvalidInput, match="two capital letters") as refusal:
        e164("+40722123456", region)
    assert refusal.value.field == "region"


def test_arguments_that_are_no_text_are_refused() -> None:
    with pytest.raises(WrongType, match="phone: expected a str") as refusal:
        e164(40722123456)  # type: ignore[arg-type]
    assert "722" not in f"{refusal.value!r} {refusal.value}"
    with pytest.raises(WrongType, match="region: got None"):
        e164("0722123456", None)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="email: expected a str") as refusal:
        email_address(b"ana@example.com")  # type: ignore[arg-type]
    assert "ana" not in f"{refusal.value!r} {refusal.value}"


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_region_s_example_number_is_valid_at_home_and_from_abroad(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for form in (
        phonenumbers.PhoneNumberFormat.NATIONAL,
        phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    ):
        assert e164(phonenumbers.format_number(number, form), region) == normal
    assert e164(normal) == normal
    assert e164("00" + normal[1:]) == normal


@given(
    anything
    | st.text("0123456789+ ()-./", max_size=30)
    | st.from_regex(r"(\+|00|0)[1-9][0-9 ]{7,13}", fullmatch=True)
)
def test_any_text_is_a_stable_phone_number_or_none(text: str) -> None:
    normal = e164(text)
    if normal is not None:
        assert e164(normal) == normal
        assert e164(normal, "US") == normal
        assert normal.isascii()
        assert normal[0] == "+"
        assert normal[1:].isdigit()


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("ana.pop@example.com", "ana.pop@example.com"),
        ("ana@example.org", "ana@example.org"),
        ("ana@example.net", "ana@example.net"),
        ("ana@mail.example.com", "ana@mail.example.com"),
        ("ana@pop.example", "ana@pop.example"),
        (" ana@example.com\u00a0", "ana@example.com"),
        ("Ana.Pop@EXAMPLE.COM", "Ana.Pop@example.com"),
        ("POSTMASTER@example.com", "postmaster@example.com"),
        ("ana+tichet@example.com", "ana+tichet@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("ana@primăria.example", "ana@primăria.example"),
        ("ana@PRIMĂRIA.example", "ana@primăria.example"),
        ("ana@prima\u0306ria.example", "ana@primăria.example"),
        ("ana@xn--primria-c4a.example", "ana@primăria.example"),
        ("ana@пример.рф", "ana@пример.рф"),
    ],
)
def test_valid_addresses(address: str, normal: str) -> None:
    assert email_address(address) == normal


@pytest.mark.parametrize(
    "address",
    [
        *HOSTILE,
        "ana",
        "ana@",
        "@example.com",
        "ana@@example.com",
        "ana@pop@example.com",
        "ana.@example.com",
        ".ana@example.com",
        "ana..pop@example.com",
        "ana@example",
        "ana@example..com",
        "ana@example.com.",
        "ana@-example.com",
        "ana pop@example.com",
        "ana@example.com, pop@example.com",
        "ana@example.com;pop@example.com",
        "Ana Pop <ana@example.com>",
        '"ana pop"@example.com',
        "ana@[127.0.0.1]",
        "ana@127.0.0.1",
        "ana@localhost",
        "ana@pop.localhost",
        "ana@pop.local",
        "ana@pop.test",
        "ana@pop.invalid",
        "ana@xn--a.ro",
        "ană@example.com",
        "\u0661@example.com",
        "ana@example\u0661.com",
        "ana\uff20example.com",
        "ana@example.com\n",
        "ana@example.com\r\nBcc: pop@example.com",
        "ana\r\nBcc: pop@example.com",
        "ana%0d%0aBcc:pop@example.com",
        "ana\x00@example.com",
        "ana@example.com\x00",
        "\tana@example.com",
        "ana\u200b@example.com",
        "ana\u202e@example.com",
        "ana@exa\u2028mple.com",
        "ana\ud800@example.com",
        "ana@\udfff.com",
        "a" * 65 + "@" + "b" * 200 + ".com",
        " " * 10_000 + "ana@example.com",
    ],
)
def test_what_is_no_valid_address_gives_none(address: str) -> None:
    assert email_address(address) is None


@given(
    anything
    | st.builds("{}@{}{}".format, anything, anything, st.sampled_from(["", ".ro", ".xn--p1ai"]))
    | st.builds("a@{}.ro".format, st.text("axn-ă.1İßς\u200d"))
    | st.builds("a@xn--{}.ro".format, st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True))
    | st.emails()
)
def test_any_text_is_a_stable_address_or_none(text: str) -> None:
    normal = email_address(text)
    if normal is not None:
        assert email_address(normal) == normal
        assert normal.isprintable()
        assert " " not in normal


def test_the_answer_does_not_depend_on_the_library_s_globals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for option, value in {
        "ALLOW_QUOTED_LOCAL": True,
        "ALLOW_DOMAIN_LITERAL": True,
        "ALLOW_DISPLAY_NAME": True,
        "ALLOW_EMPTY_LOCAL": True,
        "GLOBALLY_DELIVERABLE": False,
        "TEST_ENVIRONMENT": True,
    }.items():
        # Older releases lack some of them.
        monkeypatch.setattr(email_validator, option, value, raising=False)
    for address in (
        '"ana pop"@example.com',
        "Ana Pop <ana@example.com>",
        "ana@[127.0.0.1]",
        "@example.com",
        "ana@localhost",
        "ana@pop.test",
    ):
        assert email_address(address) is None


def test_without_the_libraries_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    monkeypatch.setitem(sys.modules, "email_validator", None)
    with pytest.raises(MissingExtra, match="checking a phone number needs the extra 'contact'"):
        e164("0722123456")
    with pytest.raises(MissingExtra, match="checking an e-mail address needs the extra 'contact'"):
        email_address("ana@example.com")


def test_the_libraries_are_imported_only_when_asked() -> None:
    script = (
        "import sys; import tichet_rules.identity; "
        "print({'phonenumbers', 'email_validator'} & sys.modules.keys())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "set()"
