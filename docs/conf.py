"""How the documentation becomes a site: ``sphinx-build -W docs site``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tichet_rules import __version__

sys.path.insert(0, str(Path(__file__).parent))

project = "tichet_rules"
author = "The tichet-rules authors"
version = release = __version__
language = "en"
html_title = f"tichet_rules {release}"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "_site",
]
exclude_patterns = ["examples"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

myst_heading_slug_func = "_site.slug"
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
maximum_signature_line_length = 80

# Two classes are called Outcome, and a signature says no more than the name.
suppress_warnings = ["ref.python"]

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

# Python for the browser is too large to be kept with the sources: docs/_pyodide.py fetches it.
html_static_path = ["_static", *filter(None, [os.environ.get("TICHET_PYODIDE")])]
html_css_files = ["notebooks.css"]
html_js_files = [("scrolled.js", {"defer": "defer"})]
html_theme = "furo"
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
