"""Notebooks, run from top to bottom in this process: a kernel each would cost seconds.

A cell shows what it prints and the value of its last expression, unless that ends with a
semicolon. Rendering the site runs the same notebooks in kernels of their own.
"""

from __future__ import annotations

import ast
import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

from attrs import Factory, define

FOLDER: Final = Path(__file__).parents[2] / "docs" / "notebooks"


@define
class Story:
    """A notebook that was run: its names, what each cell shows, the words between them."""

    names: dict[str, Any] = Factory(dict)
    shown: dict[str, str] = Factory(dict)
    words: dict[str, str] = Factory(dict)


def notebook(path: Path) -> dict[str, Any]:
    """The document of a notebook."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def told(document: dict[str, Any]) -> Story:
    """The notebook, run in a fresh namespace; a cell that fails is named by its id."""
    story = Story()
    for cell in document["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            story.words[cell["id"]] = " ".join(source.split())
            continue
        try:
            story.shown[cell["id"]] = _ran(source, cell["id"], story.names)
        except Exception as error:
            error.add_note(f"in the cell {cell['id']!r}")
            raise
    return story


def _ran(source: str, id_: str, names: dict[str, Any]) -> str:
    tree = ast.parse(source)
    last: ast.expr | None = None
    if isinstance(tree.body[-1], ast.Expr):
        last = tree.body.pop().value  # type: ignore[attr-defined]
    with redirect_stdout(StringIO()) as printed:
        exec(compile(tree, id_, "exec"), names)
        value = eval(compile(ast.Expression(last), id_, "eval"), names) if last else None
    shown = "" if value is None or source.endswith(";") else _displayed(value)
    return printed.getvalue() + shown


def _displayed(value: Any) -> str:
    """What a notebook shows of a value, as text."""
    if hasattr(value, "_repr_mimebundle_"):
        return "\n".join(map(str, value._repr_mimebundle_()[0].values()))
    return str(value._repr_html_()) if hasattr(value, "_repr_html_") else repr(value)
