"""The pages of the rule book, in Markdown."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.rulebook._vectors import related
from tichet_rules import RULE_BOOK, Citation, Decision, preset
from tichet_rules.interchange._rulebook_examples import TOWN, Question
from tichet_rules.interchange.rulebook import (
    ParameterEntry,
    ReadingEntry,
    RuleEntry,
    Step,
    cited,
    in_it,
    rule_entry,
    said_value,
    steps,
)
from tichet_rules.interchange.schemas import pretty
from tichet_rules.policy import PRESETS, known_sources
from tichet_rules.policy.parameters import PARAMETERS
from tichet_rules.text import LANGUAGES, Language, Text

WIDEST = 96
WRITTEN = "<!-- Written by `python -m tests.rulebook`: change the rules, not this page. -->"


def pages() -> dict[str, str]:
    """The text of each page, by its path in docs/rules."""
    made = {"README.md": _entry_page()}
    for code in LANGUAGES:
        for step in steps():
            made[f"{code}/{step.key}.md"] = _page(step, code)
    return made


# --- the entry ------------------------------------------------------------------------------


INTRODUCTION = Text(
    "Fiecare regulă a celor două proceduri, alături de textul din care vine și de codul care "
    "judecă. Un titlu duce la regulă, în limba titlului.",
    "Every rule of the two procedures, beside the words it comes from and the code that judges. "
    "A title leads to the rule in that language.",
)
EXAMPLES = Text(
    "Fiecare regulă are o întrebare pe care o refuză, pusă acestei primării. Unde un exemplu dă "
    "și alte chei, ele stau în locul acestora.",
    "Each rule has a question that it refuses, asked of this town hall. Where an example gives "
    "keys beside the question, they stand in place of these.",
)


def _entry_page() -> str:
    blocks = [
        WRITTEN,
        "# The rule book · Cartea regulilor",
        INTRODUCTION.en,
        INTRODUCTION.ro,
        *(_step_rows(step) for step in steps()),
        "## Sources · Surse",
        "A rule, a parameter or a reading of the law cites one of these by its key.",
        _sources(),
        "## Policies · Politici",
        _policies(),
        "## The town hall of the examples · Primăria din exemple",
        EXAMPLES.en,
        EXAMPLES.ro,
        f"```json\n{pretty(TOWN)}\n```",
        "In Python, `asked` puts a question to it:",
        _fence(
            ">>> from tichet_rules.interchange.rulebook import asked\n"
            f">>> decision = {_call(rule_entry('slot.notice').refused_question)}\n"
            ">>> decision.refused_by\n('slot.notice',)"
        ),
        "`tichet-rules explain RULE` tells the same in a terminal.",
    ]
    return "\n\n".join(blocks) + "\n"


def _step_rows(step: Step) -> str:
    rows = ["| rule | English | română | source |", "|---|---|---|---|"]
    for rule in step.rules:
        links = (
            f"[{rule.title.in_(code)}]({code}/{step.key}.md#{rule.id})" for code in ("en", "ro")
        )
        rows.append(f"| `{rule.id}` | {' | '.join(links)} | `{rule.citation.source}` |")
    return f"## {step.title.en} · {step.title.ro}\n\n" + "\n".join(rows)


def _sources() -> str:
    rows = ["| key | title | where | cited by |", "|---|---|---|---|"]
    rows += [
        f"| `{each.key}` | {_both(each.title)} | {_both(each.where)} | {_citing(each.key)} |"
        for each in known_sources().values()
    ]
    return "\n".join(rows)


def _citing(source: str) -> str:
    """The rules, parameters and readings that cite a source."""
    found = [each.id for each in RULE_BOOK if each.citation.source == source]
    for rule in RULE_BOOK:
        entry = rule_entry(rule.id)
        cites = [(each.name, each.citation) for each in entry.parameters]
        cites += [(f"{each.parameter}: {each.value}", each.citation) for each in entry.readings]
        found += [name for name, citation in cites if citation and citation.source == source]
    return ", ".join(f"`{each}`" for each in dict.fromkeys(found)) or "–"


def _both(text: Text) -> str:
    return text.en if text.en == text.ro else f"{text.en} · {text.ro}"


def _policies() -> str:
    rows = ["| policy | in force from | why · de ce |", "|---|---|---|"]
    for name in PRESETS:
        policy = preset(name).latest
        because = _both(policy.because) if policy.because else "–"
        title = _both(policy.title)
        rows.append(f"| `{name}`: {title} | {policy.valid_from} | {because} |")
    return "\n".join(rows)


# --- a page ---------------------------------------------------------------------------------

SOURCE = Text("Unde este regula", "Where it stands")
VALUE = Text("valoarea", "value")
POLICY = Text("politica", "policy")
WHERE = Text("de unde vine", "where it comes from")
SINCE = Text("din", "from")


def _page(step: Step, code: Language) -> str:
    other: Language = "ro" if code == "en" else "en"
    entries = [rule_entry(each.id) for each in step.rules]
    listed = "\n".join(
        f"- [`{each.rule.id}`](#{each.rule.id}): {each.rule.title.in_(code)}" for each in entries
    )
    turn = Text("În română", "In English").in_(other)
    book = Text("Cartea regulilor", "The rule book").in_(code)
    blocks = [
        WRITTEN,
        f"# {step.title.in_(code)}",
        f"[{book}](../README.md) · [{turn}](../{other}/{step.key}.md)",
        listed,
        Text(
            "Întrebările se pun [primăriei din exemple](../README.md).",
            "The questions are put to [the town hall of the examples](../README.md).",
        ).in_(code),
        _fence(">>> from tichet_rules.interchange.rulebook import asked"),
    ]
    for entry in entries:
        blocks += _rule(entry, code)
    return "\n\n".join(blocks) + "\n"


def _rule(entry: RuleEntry, code: Language) -> Iterator[str]:
    rule = entry.rule
    yield "---"
    yield f'<a id="{rule.id}"></a>'
    yield f"## `{rule.id}`: {rule.title.in_(code)}"
    quote = f"> «{rule.citation.quote}»\n>\n" if rule.citation.quote else ""
    yield f"{quote}> {Text('Sursa', 'Source').in_(code)}: {cited(rule.citation, code)}."
    yield f"**{Text('Ce se măsoară.', 'What is measured.').in_(code)}** " + _named(
        entry.measures.in_(code)
    )
    yield f"```python\n{entry.code_in(code)}\n```"
    yield _where(entry, code)
    if entry.parameters:
        yield f"**{Text('Parametri', 'Parameters').in_(code)}**"
        yield _parameters(entry.parameters, code)
    if entry.readings:
        yield f"**{Text('Interpretări ale legii', 'Readings of the law').in_(code)}**"
        yield _readings(entry, code)
    yield f"**{Text('Ce se spune', 'What is told').in_(code)}**"
    yield _messages(entry, code)
    if rule.note:
        yield f"**{Text('Notă.', 'Note.').in_(code)}** {_named(rule.note.in_(code))}"
    yield f"**{Text('Exemplu.', 'Example.').in_(code)}** {entry.about.in_(code)}"
    yield _example(entry, code)
    yield _vectors(rule.id, code)


def _where(entry: RuleEntry, code: Language) -> str:
    module = Path(inspect.getfile(entry.rule.predicate)).name
    judge = Path(inspect.getfile(entry.rule.judge)).name
    links = [f"[rules/{each}](../../../src/tichet_rules/rules/{each})" for each in (module,)]
    if judge != module:
        links.append(f"[rules/{judge}](../../../src/tichet_rules/rules/{judge})")
    joined = ", ".join(links)
    if entry.policies:
        by = ", ".join(f"`{each.name}`" for each in entry.policies)
        used = Text(f"Politici care o cer: {by}.", f"Policies that ask for it: {by}.")
    else:
        used = Text("Se aplică oricare ar fi politica.", "It applies under every policy.")
    told = Text("Codul", "The code")
    return f"{told.in_(code)}: {joined}. {used.in_(code)}"


def _parameters(entries: tuple[ParameterEntry, ...], code: Language) -> str:
    head = Text("parametrul", "parameter").in_(code)
    rows = [
        f"| {head} | {VALUE.in_(code)} | {POLICY.in_(code)} | {WHERE.in_(code)} |",
        "|---|---|---|---|",
    ]
    for each in entries:
        quote = f": «{each.citation.quote}»" if each.citation and each.citation.quote else ""
        rows.append(
            f"| `{each.name}`: {each.words.in_(code)} | {_value(each.value, code)} "
            f"| `{each.policy}`, {SINCE.in_(code)} {each.valid_from} "
            f"| {_shortly(each.citation, code)}{quote} |"
        )
    return "\n".join(rows)


def _shortly(citation: Citation | None, code: Language) -> str:
    """A citation without where its source is found: the first page has that."""
    if citation is None:
        return cited(citation, code)
    return known_sources()[citation.source].title.in_(code) + in_it(citation, code)


def _value(value: Any, code: Language) -> str:
    if isinstance(value, StrEnum):
        return f"`{value}`"
    said = said_value(value, code)
    return re.sub(r"\[(\w+)\]", r"(`\1`)", said) if "[" in said else f"**{said}**"


def _readings(entry: RuleEntry, code: Language) -> str:
    heads = (
        Text("interpretarea", "reading"),
        Text("ce înseamnă", "what it means"),
        WHERE,
        Text("exemplul care se refuză", "the example that is refused"),
        Text("cel care trece", "the one that passes"),
    )
    rows = ["| " + " | ".join(each.in_(code) for each in heads) + " |", "|---|---|---|---|---|"]
    for each in entry.readings:
        used = ", ".join(f"`{name}`" for name in each.used_by)
        by = Text(f" Folosită de {used}.", f" Used by {used}.").in_(code) if used else ""
        quote = f": «{each.citation.quote}»" if each.citation and each.citation.quote else ""
        rows.append(
            f"| `{each.parameter}`: `{each.value}` | {_capital(each.meaning.in_(code))}.{by} "
            f"| {_shortly(each.citation, code)}{quote} "
            f"| {_under(entry, entry.refused, each, code)} "
            f"| {_under(entry, entry.passed, each, code)} |"
        )
    return "\n".join(rows)


def _under(entry: RuleEntry, decision: Decision, reading: ReadingEntry, code: Language) -> str:
    finding = decision.under(**{reading.parameter: reading.value}).finding(entry.rule.id)
    return (Text("refuză", "refuses") if finding.refused else Text("trece", "passes")).in_(code)


def _messages(entry: RuleEntry, code: Language) -> str:
    heads = Text("| | șablonul | în exemplu |", "| | template | in the example |").in_(code)
    rows = [heads, "|---|---|---|"]
    rule = entry.rule
    told = {
        Text("trece", "passes"): (rule.passed, entry.passed.finding(rule.id).message(code)),
        Text("refuză", "refuses"): (rule.refused, entry.refused.finding(rule.id).message(code)),
        Text("ce ajută", "what helps"): (
            rule.remedy,
            entry.refused.finding(rule.id).remedy(code),
        ),
        Text("nu se aplică", "does not apply"): (rule.not_applicable, "–"),
    }
    for outcome, (template, example) in told.items():
        text = template.in_(code)
        rows.append(f"| {outcome.in_(code)} | {_template(text)} | {example} |")
    return "\n".join(rows)


def _template(text: str) -> str:
    return re.sub(r"(\{\w+\})", r"`\1`", text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _named(text: str) -> str:
    """A parameter that is named in Romanian quotation marks, as code."""
    return re.sub(
        r"«(\w+)»", lambda found: f"`{found[1]}`" if found[1] in PARAMETERS else found[0], text
    )


def _example(entry: RuleEntry, code: Language) -> str:
    decision = entry.refused
    lines = [
        f">>> decision = {_call(entry.refused_question)}",
        ">>> decision.refused_by",
        repr(decision.refused_by),
    ]
    if helpful := decision.remedy().lines(code, decision.office.calendar):
        lines.append(
            f'>>> print("\\n".join(decision.remedy().lines("{code}", decision.office.calendar)))'
        )
        lines += helpful
    if entry.readings:
        id_ = entry.rule.id
        lines.append(f'>>> print(decision.sensitivity("{id_}").words("{code}"))')
        lines.append(decision.sensitivity(id_).words(code))
    return _fence("\n".join(lines))


def _vectors(id_: str, code: Language) -> str:
    found = related(id_)
    count = sum(len(ids) for ids in found.values())
    title = Text(f"Vectori de conformitate: {count}", f"Conformance vectors: {count}").in_(code)
    marked = Text("✗: regula refuză", "✗: the rule refuses").in_(code)
    items = [f"<details><summary>{title} ({marked})</summary>", ""]
    for file, ids in found.items():
        said = ", ".join(f"`{each}`{' ✗' * refused}" for each, refused in ids)
        items.append(f"- {_file(file)}: {said}")
    return "\n".join([*items, "", "</details>"])


def _file(name: str) -> str:
    return name if "/" in name else f"[{name}](../../../tests/vectors/{name})"


# --- code -----------------------------------------------------------------------------------


def _fence(doctest: str) -> str:
    # The blank line ends what a doctest expects.
    return f"```python\n{doctest}\n\n```"


def _call(question: Question) -> str:
    arguments = [_literal(question.when, 4)]
    if question.office:
        arguments.append(_literal(question.office, 4))
    flat = f"asked({', '.join(arguments)})"
    if "\n" not in flat and len(flat) < WIDEST - len(">>> decision = "):
        return flat
    inner = ",\n    ".join(arguments)
    return f"asked(\n    {inner},\n)".replace("\n", "\n... ")


def _literal(value: Any, depth: int) -> str:
    """A Python literal that is broken over lines where it is too long for one."""
    flat = repr_json(value)
    if len(flat) + depth < WIDEST - len("... ") or not isinstance(value, Mapping | list):
        return flat
    pad = " " * (depth + 4)
    if isinstance(value, list):
        inner = "".join(f"{pad}{_literal(each, depth + 4)},\n" for each in value)
        return f"[\n{inner}{' ' * depth}]"
    inner = "".join(
        f"{pad}{repr_json(key)}: {_literal(each, depth + 4 + len(key))},\n"
        if not isinstance(each, Mapping | list)
        else f"{pad}{repr_json(key)}: {_literal(each, depth + 4)},\n"
        for key, each in value.items()
    )
    return f"{{\n{inner}{' ' * depth}}}"


def repr_json(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{repr_json(k)}: {repr_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(repr_json(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
