"""Python for the browser, and the wheels of the library: ``python docs/_pyodide.py FOLDER``.

Run in the repository's folder, with npm and a network. Sphinx copies the folder into the site when
the variable ``TICHET_PYODIDE`` names it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = "pyodide@>=314.0.0"
PARTS: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


def main(folder: Path) -> None:
    target = folder / "pyodide"
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        npm = ["npm", "install", "--silent", "--no-save", "--prefix", temporary, PACKAGE]
        subprocess.run(npm, check=True)
        for part in PARTS:
            shutil.copyfile(Path(temporary, "node_modules", "pyodide", part), target / part)
        wheels = [sys.executable, "-m", "pip", "wheel", "-q", "-w", temporary]
        subprocess.run([*wheels, f"{ROOT}[contact]"], check=True)
        found = sorted(Path(temporary).glob("*.whl"))
        if others := [each.name for each in found if not each.name.endswith("-none-any.whl")]:
            sys.exit(f"error: the browser can't run {', '.join(others)}")
        for each in found:
            shutil.copyfile(each, target / each.name)
    names = [each.name for each in found]
    (target / "wheels.json").write_text(json.dumps(names), encoding="utf-8")


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
