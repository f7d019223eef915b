"""Policies as data files (TOML): the presets, and a town's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import (
    A_STRING,
    checked_date,
    checked_identifier,
    checked_instance,
    identifier,
    listed,
    member,
    one_of,
)
from tichet_rules._parsers import toml_given
from tichet_rules.errors import Given, InvalidInput, WrongType
from tichet_rules.model.booking import Procedure
from tichet_rules.policy.parameters import OPTIONAL, PARAMETERS, Policy, checked_parameter
from tichet_rules.policy.sources import Citation, Source, known_sources, packaged_text
from tichet_rules.text import LANGUAGES, Language, Text

__all__ = ["PRESETS", "PolicyHistory", "parse_policy", "preset"]

FORMAT: Final = "tichet-rules/policy/1"
PRESETS: Final = ("cluj-napoca/tichet-albastru", "cluj-napoca/audiente")
UNLIMITED: Final = "unlimited"  # TOML has no null


def _in_order(versions: Iterable[Policy]) -> tuple[Policy, ...]:
    ordered = tuple(listed("versions", versions, "a list of policies"))
    for index, each in enumerate(ordered):
        checked_instance(f"versions[{index}]", each, Policy)
    if not ordered:
        right = Text("cel puțin o versiune", "at least one version")
        raise InvalidInput("versions", [], right)
    for index in range(1, len(ordered)):
        if ordered[index].procedure is not ordered[0].procedure:
            raise InvalidInput(
                f"versions[{index}].procedure",
                str(ordered[index].procedure),
                Text(
                    f"cea a primei versiuni, {ordered[0].procedure}",
                    f"that of the first version, {ordered[0].procedure}",
                ),
            )
        if ordered[index].valid_from <= ordered[index - 1].valid_from:
            raise InvalidInput(
                f"versions[{index}].valid_from",
                ordered[index].valid_from.isoformat(),
                Text(
                    f"o dată de după versiunea dinainte, {ordered[index - 1].valid_from}",
                    f"a date after the version before it, {ordered[index - 1].valid_from}",
                ),
            )
    return ordered


@frozen
class PolicyHistory:
    """The dated versions of one policy, oldest first.

    ``extends`` is the preset whose rules hold where a town's own say nothing, if there is one.

    >>> from datetime import date
    >>> history = preset("cluj-napoca/tichet-albastru")
    >>> history.policy_at(date(2026, 11, 24)).valid_from.isoformat()
    '2020-10-05'
    """

    versions: tuple[Policy, ...] = field(converter=_in_order)
    extends: str | None = field(default=None, validator=optional(identifier()))

    @property
    def name(self) -> str:
        """The policy's name."""
        return self.versions[-1].name

    @property
    def procedure(self) -> Procedure:
        """What it governs."""
        return self.versions[-1].procedure

    @property
    def latest(self) -> Policy:
        """The newest version."""
        return self.versions[-1]

    def evolve(self, **parameters: Any) -> PolicyHistory:
        """The history with some parameters changed in each version: :meth:`Policy.evolve`.

        >>> town = preset("cluj-napoca/tichet-albastru").evolve(institution="Primăria Dej")
        >>> town.latest.institution.ro, town.latest.version
        ('Primăria Dej', 'cluj-napoca/tichet-albastru@2020-10-05')
        """
        return PolicyHistory([each.evolve(**parameters) for each in self.versions], self.extends)

    def to_html(self, language: Language = "en") -> str:
        """The newest version as HTML for a notebook, as :meth:`Policy.to_html` has it."""
        return self.latest.to_html(language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def policy_at(self, day: date) -> Policy:
        """The version in force on a local date.

        Raises :class:`~tichet_rules.errors.InvalidInput` for a date before the first.
        """
        checked_date("date", day)
        for version in reversed(self.versions):
            if version.valid_from <= day:
                return version
        raise InvalidInput(
            "date",
            day.isoformat(),
            Text(
                f"o dată începând cu {self.versions[0].valid_from}, când {self.name!r} a intrat în "
                "vigoare",
                f"a date on or after {self.versions[0].valid_from}, when {self.name!r} came into "
                "force",
            ),
        )


def preset(name: str) -> PolicyHistory:
    """A policy that ships with the package, by its name.

    >>> PRESETS
    ('cluj-napoca/tichet-albastru', 'cluj-napoca/audiente')
    """
    if name not in PRESETS:
        raise InvalidInput("policy", name, one_of(name, PRESETS, "preset"))
    return _preset(name)


@cache
def _preset(name: str) -> PolicyHistory:
    # The cache can't go stale: the files are part of the package.
    return parse_policy(packaged_text("presets", *f"{name}.toml".split("/")), f"{name}.toml")


def parse_policy(text: str, file: str = "policy.toml") -> PolicyHistory:
    """The policy written in the text of a TOML file; ``file`` names it in errors.

    A version states ``valid_from`` and its ``[versions.parameters]``, each a table of
    ``value``, ``source`` and, where there are any, ``article`` and ``quote``. What it
    leaves out is as in the version before it, and in the first version as in the preset
    that ``extends`` names. ``"unlimited"`` stands for no horizon, no limit, no such step.

    Raises:
    :class:`~tichet_rules.errors.InvalidInput` naming the file, the key and the remedy.

    >>> history = parse_policy('''
    ... format = "tichet-rules/policy/1"
    ... name = "orasul-meu/tichet"
    ... extends = "cluj-napoca/tichet-albastru"
    ... [sources.hcl-12]
    ... title = "HCL nr. 12/2026"
    ... where = "Monitorul Oficial al orașului"
    ... [[versions]]
    ... valid_from = 2026-01-01
    ... [versions.parameters]
    ... notice_hours = { value = 24, source = "hcl-12" }
    ... ''')
    >>> history.latest.notice_hours, history.latest.max_minutes
    (24, 15)
    """
    import tomllib  # noqa: PLC0415 (importing the package should cost little)

    checked_instance("text", text, str)
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        right = Text("un fișier TOML scris corect", "a well-formed TOML file")
        if text.endswith(".toml"):
            right = Text(
                f"{right.ro} (textul lui, nu numele)", f"{right.en} (its text, not its name)"
            )
        raise InvalidInput(file, toml_given(error), right) from None
    try:
        return _history(document)
    except InvalidInput as error:
        raise error.inside(f"{file}: ") from None


def _history(document: Mapping[str, Any]) -> PolicyHistory:
    _known(
        document,
        "",
        (
            "format",
            "name",
            "title",
            "procedure",
            "institution",
            "extends",
            "sources",
            "versions",
        ),
    )
    if document.get("format") != FORMAT:
        raise InvalidInput("format", document.get("format"), repr(FORMAT))
    base = _extended(document)
    name = _string(document, "", "name")
    sources = {**known_sources(), **_own_sources(document.get("sources", {}))}
    title = _text(document["title"], "title") if "title" in document else None
    if title is None:
        title = base.title if base is not None else Text(name, name)
    values: dict[str, Any] = {"title": title}
    if base is not None:
        values |= {"procedure": base.procedure, "institution": base.institution}
    if "procedure" in document:
        values["procedure"] = member("procedure", Procedure)(document["procedure"])
    if "institution" in document:
        values["institution"] = _text(document["institution"], "institution")
        for code in LANGUAGES:
            checked_identifier(f"institution.{code}", values["institution"].in_(code))
    versions = document.get("versions")
    if not isinstance(versions, list):
        right = Text("un tabel [[versions]] sau mai multe", "one [[versions]] table or more")
        raise WrongType("versions", versions, right)
    history: list[Policy] = []
    for index, each in enumerate(versions):
        try:
            before = history[-1] if history else base
            history.append(_version(each, name, values, before, sources))
        except InvalidInput as error:
            raise error.inside(f"versions[{index}]") from None
    return PolicyHistory(history, None if base is None else base.name)


def _version(
    table: object,
    name: str,
    shared: dict[str, Any],
    base: Policy | None,
    sources: dict[str, Source],
) -> Policy:
    table = _table(table, "")
    _known(table, "", ("valid_from", "because", "rules", "parameters"))
    values: dict[str, Any] = {}
    citations: dict[str, Citation] = {}
    if base is not None:
        values = {key: getattr(base, key) for key in (*PARAMETERS, "rules")}
        citations = dict(base.citations)
    if "rules" in table:
        values["rules"] = table["rules"]
    for key, entry in _table(table.get("parameters", {}), "parameters").items():
        checked_parameter(key, "parameters")
        values[key], citations[key] = _parameter(entry, f"parameters.{key}", sources)
    missing = [key for key in ("rules", *PARAMETERS) if key not in values and key not in OPTIONAL]
    if missing:
        raise InvalidInput(
            "parameters",
            Given(f"niciunul pentru {', '.join(missing)}", f"none for {', '.join(missing)}"),
            Text(
                f'toți, sau extends = "{PRESETS[0]}"', f'all of them, or extends = "{PRESETS[0]}"'
            ),
        )
    because = _text(table["because"], "because") if "because" in table else None
    try:
        return Policy(
            name=name,
            **shared,
            valid_from=_valid_from(table),
            because=because,
            citations=citations,
            sources=sources,
            **values,
        )
    except InvalidInput as error:
        if re.split(r"[\[.]", error.field)[0] in PARAMETERS:
            raise error.inside("parameters") from None
        raise


def _valid_from(table: Mapping[str, Any]) -> date:
    value = table.get("valid_from")
    if not isinstance(value, date) or isinstance(value, datetime):
        right = Text(
            "o dată fără oră și fără ghilimele, ca 2026-01-01",
            "a date without a time and without quotation marks, such as 2026-01-01",
        )
        raise WrongType("valid_from", value, right)
    return value


# Those that have a value for "not at all".
_CAN_BE_LEFT_OUT: Final = frozenset(
    {"horizon_days", *(name for name, default in OPTIONAL.items() if default is None)}
)


def _parameter(entry: object, place: str, sources: Iterable[str]) -> tuple[Any, Citation]:
    if not isinstance(entry, dict):
        right = Text(
            'un tabel ca { value = 48, source = "practice" }',
            'a table such as { value = 48, source = "practice" }',
        )
        raise WrongType(place, entry, right)
    _known(entry, place, ("value", "source", "article", "quote", "remark"))
    if "value" not in entry:
        right = Text("o valoare și sursa ei", "a value and its source")
        raise InvalidInput(place, Given("nicio valoare", "no value"), right)
    if "source" not in entry:
        right = Text(
            'un text, cheia unei surse; "practice" unde nu este niciuna',
            'a string, the key of a source; "practice" where there is none',
        )
        raise WrongType(f"{place}.source", None, right)
    source = _string(entry, place, "source")
    if source not in sources:
        known = one_of(source, sorted(sources), "source")
        right = Text(
            f"{known.ro}, sau un tabel [sources.{source}]",
            f"{known.en}, or a table [sources.{source}]",
        )
        raise InvalidInput(f"{place}.source", source, right)
    value = entry["value"]
    if value == UNLIMITED and place.rpartition(".")[2] in _CAN_BE_LEFT_OUT:
        value = None
    citation = Citation(
        source,
        _string(entry, place, "article", ""),
        _string(entry, place, "quote", ""),
        _text(entry["remark"], f"{place}.remark") if "remark" in entry else None,
    )
    return value, citation


def _extended(document: Mapping[str, Any]) -> Policy | None:
    if "extends" not in document:
        return None
    name = _string(document, "", "extends")
    if name not in PRESETS:
        raise InvalidInput("extends", name, one_of(name, PRESETS, "preset"))
    return preset(name).latest


def _own_sources(tables: object) -> dict[str, Source]:
    tables = _table(tables, "sources")
    found: dict[str, Source] = {}
    for key, entry in tables.items():
        place = f"sources.{key}"
        _known(_table(entry, place), place, ("title", "where"))
        title, where = (_string(entry, place, part) for part in ("title", "where"))
        found[key] = Source(key, title, where)
    return found


def _table(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongType(place, value, Text("un tabel", "a table"))
    return value


def _known(table: Mapping[str, Any], place: str, keys: tuple[str, ...]) -> None:
    for key in table:
        if key not in keys:
            misplaced = key == "parameters" or key in PARAMETERS
            above = Text("[versions.parameters] deasupra", "[versions.parameters] above it")
            right = above if misplaced else one_of(key, keys, "key")
            raise InvalidInput(place or Text("cheia", "key"), key, right)


def _string(table: Mapping[str, Any], place: str, key: str, default: str | None = None) -> str:
    where = f"{place}.{key}" if place else key
    value = table.get(key, default)
    if default is not None and value == default:
        return default
    if not isinstance(value, str):
        raise WrongType(where, value, A_STRING)
    return value if default is not None else checked_identifier(where, value)


def _text(value: object, place: str) -> Text:
    if not isinstance(value, dict):
        right = Text('un tabel ca { ro = "…", en = "…" }', 'a table such as { ro = "…", en = "…" }')
        raise WrongType(place, value, right)
    table = value
    _known(table, place, ("ro", "en"))
    return Text(_string(table, place, "ro", ""), _string(table, place, "en", ""))
