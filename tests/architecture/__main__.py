"""Draw docs/architecture.svg from the imports of the code: ``python -m tests.architecture``."""

from __future__ import annotations

from tests.architecture._picture import PATH, picture

if __name__ == "__main__":
    PATH.write_text(picture(), encoding="utf-8", newline="\n")
