"""What Python's parsers say, in Romanian: nothing English, nothing lost, nothing made up."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from json import JSONDecodeError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules import parse_policy
from tichet_rules._parsers import json_given, toml_given
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.interchange import parse_json
from tichet_rules.interchange.studies import parse_study

NOT_JSON = {
    "": "altceva decât o valoare",
    "[1, ": "altceva decât o valoare",
    "{": "altceva decât numele unei chei, între ghilimele duble",
    '{"a" 1}': "altceva decât ':' după numele unei chei",
    "[1 2]": "altceva decât ',' după o valoare",
    "1 2": "text în plus după sfârșit",
    '["abc]': "un text neîncheiat",
    '["a\nb"]': "un caracter de control într-un text",
    '["\\x"]': r"o secvență cu '\' care nu există",
    '["\\u12"]': r"o secvență '\uXXXX' greșită",
    "\ufeff1": "un semn BOM la început",
}
NOT_TOML = {
    "$": "un rând care nu este TOML",
    "a = 1 b = 2": "altceva decât sfârșitul rândului",
    "a 1": "altceva decât '=' după o cheie",
    "[a": "un titlu de tabel fără ']'",
    "[[a]": "un titlu de listă fără ']]'",
    "[a]\n[a]": "de două ori ('a',)",
    "[a.b]\n[a]\nb.c = 1": "încă o dată ('a', 'b')",
    "a = {}\na.b = 1": "încă o dată ('a',)",
    "a = 1\na = 2": "încă o valoare pentru aceeași cheie",
    "a = { b = 1, b = 2 }": "de două ori cheia 'b'",
    "a. = 1": "un caracter cu care nu începe o cheie",
    "a = [1": "o listă neînchisă",
    "a = { b = 1": "un tabel neînchis",
    'a = "\\q"': r"un '\' singur într-un text",
    'a = "\\uzzzz"': "o valoare hexazecimală greșită",
    'a = "\\ud800"': "un caracter care nu este în Unicode",
    'a = "b': "un text neîncheiat",
    "a = 'b": 'altceva decât "\'"',
    'a = "b\x00"': "un caracter nepermis, '\\x00'",
    "a = 'b\x00'": "un caracter nepermis, '\\x00'",
    "a = 2026-02-30": "o dată sau o oră care nu există",
    "a = and": "ceva ce nu este o valoare",
}


def broken(read: Callable[[str], Any], text: str) -> list[Any]:
    """What a parser raises for a text, if it does."""
    try:
        read(text)
    except ValueError as error:
        return [error]
    return []


def not_json(text: str) -> Given:
    with pytest.raises(JSONDecodeError) as caught:
        json.loads(text)
    return json_given(caught.value)


def not_toml(text: str) -> Given:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert toml_given(caught.value).en == str(caught.value)
    return toml_given(caught.value)


@pytest.mark.parametrize(("text", "said"), NOT_JSON.items())
def test_what_is_not_json(text: str, said: str) -> None:
    assert not_json(text).ro == said
    with pytest.raises(InvalidInput) as caught:
        parse_json(text)
    assert str(caught.value) != romanian(caught.value.in_("ro"))


def test_a_comma_too_many_as_a_later_python_tells_it() -> None:
    error = JSONDecodeError("Illegal trailing comma before end of array", "[1,]", 2)
    assert json_given(error).ro == "o virgulă înainte de sfârșit"


@pytest.mark.parametrize(("text", "said"), NOT_TOML.items())
def test_what_is_not_toml(text: str, said: str) -> None:
    assert not_toml(text).ro.rpartition(" (")[0] == said


@given(st.text('{}[]",:\\u12e+-.tn \n\x00', max_size=12))
def test_no_json_is_told_in_english_alone(text: str) -> None:
    for error in broken(json.loads, text):
        assert json_given(error).ro != json_given(error).en == error.msg


@given(st.text("ab=[]{}.,\"'\\u1-:T \n\x00", max_size=14))
def test_no_toml_is_told_in_english_alone(text: str) -> None:
    for error in broken(tomllib.loads, text):
        told = toml_given(error)
        assert told.ro.rpartition(" (")[0] != told.en.rpartition(" (at ")[0]
        assert told.en == str(error)


@pytest.mark.parametrize("said", ["Something new", "", "Invalid", "Expecting value?"])
def test_what_a_later_python_says_stands_as_it_is(said: str) -> None:
    assert json_given(JSONDecodeError(said, "", 0)) == Given(said, said)
    assert toml_given(tomllib.TOMLDecodeError(said)) == Given(said, said)
    placed = toml_given(tomllib.TOMLDecodeError(f"{said} (at line 3, column 14)"))
    assert placed.ro == f"{said} (linia 3, coloana 14)"


def test_what_a_text_holds_does_not_pass_for_what_a_parser_says() -> None:
    """A key may say anything, also what a parser would."""
    said = not_toml('["Unclosed array (at end of document)"]\n' * 2)
    assert said.ro.startswith("de două ori ('Unclosed array (at end of document)',) (linia 2, ")


@pytest.mark.parametrize("text", ["a = " + "[" * 10_000, "a = " + "9" * 10_000])
def test_toml_that_is_too_deep_or_too_long(text: str) -> None:
    for read in (parse_policy, lambda each: parse_study(each, "study.toml")):
        with pytest.raises(InvalidInput) as caught:
            read(text)
        assert caught.value.given == "'too deep a nesting, or too long a number'"
        assert romanian(caught.value.in_("ro"))


def test_a_policy_that_is_not_toml_is_told_in_romanian() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_policy("notice_hours = [1")
    assert caught.value.in_("ro") == (
        "policy.toml: s-a primit 'o listă neînchisă (la sfârșitul documentului)'; se aștepta un "
        "fișier TOML scris corect"
    )


def test_a_study_that_is_not_toml_is_told_in_romanian() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_study("seed = one", "studiu.toml")
    assert caught.value.in_("ro") == (
        "studiu.toml: s-a primit 'ceva ce nu este o valoare (linia 1, coloana 8)'; se aștepta "
        "TOML scris corect, sau JSON"
    )
