"""What is released, checked before it is: ``python -m tests.packaging FOLDER``.

Builds the sdist and, from it, the wheel, into FOLDER; and once more from another copy of the
sources, in another time zone, locale and umask: the files have to be the same to the byte. They are
looked at by twine, check-wheel-contents and pyroma. The wheel and all it needs are put into
FOLDER/wheelhouse and installed from there alone, without an index, and the command line runs the
vectors. What that environment holds is written down, as a CycloneDX bill of materials, and asked
for known vulnerabilities.

Run it in the repository's folder with the extra `release` installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
COMMITTED_AT = ["git", "log", "-1", "--format=%ct"]
LEFT_TO_THE_PUBLISHER = (
    "Your package does not have author-email data.",
    "Your package should have a 'url' field",
)


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        sys.exit(f"error: {folder} is not empty")
    wheel = built(folder)
    files = [str(each) for each in sorted(folder.iterdir())]
    tool("twine", "check", "--strict", *files)
    tool("check_wheel_contents", str(wheel))
    rated()
    with TemporaryDirectory() as temporary:
        python = offline(wheel, folder / "wheelhouse", Path(temporary))
        listed(python, folder / "sbom.cdx.json")
        vulnerable(python)
    return 0


def told(words: str) -> None:
    print(f"--- {words}", flush=True)


def ran(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    if done.returncode:
        sys.exit(f"error: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def tool(name: str, *arguments: str) -> None:
    ran([sys.executable, "-m", name, *arguments], NO_COLOR="1")
    told(f"{name} {version(name.replace('_', '-'))}: passed")


def built(folder: Path) -> Path:
    """Both files, the same twice: under what differs between two machines."""
    places: tuple[tuple[str, int, Mapping[str, str]], ...] = (
        ("one", 0o022, {"TZ": "UTC", "LC_ALL": "C.UTF-8"}),
        ("other", 0o077, {"TZ": "Europe/Bucharest", "LC_ALL": "C"}),
    )
    epoch = ran(COMMITTED_AT).strip()
    digests = []
    with TemporaryDirectory() as temporary:
        for name, umask, environment in places:
            sources, target = Path(temporary, name, "sources"), Path(temporary, name, "dist")
            before = os.umask(umask)
            copied(sources)
            build = [sys.executable, "-m", "build", "--no-isolation", "--outdir"]
            ran([*build, str(target), str(sources)], SOURCE_DATE_EPOCH=epoch, **environment)
            os.umask(before)
            digests.append({each.name: sha256(each) for each in sorted(target.iterdir())})
        if digests[0] != digests[1]:
            sys.exit(f"error: two builds differ\n{digests[0]}\n{digests[1]}")
        for each in target.iterdir():
            shutil.copyfile(each, folder / each.name)
    for name, digest in digests[0].items():
        told(f"built twice, the same each time: sha256 {digest} {name}")
    [wheel] = folder.glob("*.whl")
    return wheel


def copied(target: Path) -> None:
    """What git would give to a clone, with the changes that are not committed yet."""
    listing = [
        "git",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    for name in ran(listing).split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rated() -> None:
    """Pyroma finds nothing but what only a publisher can fill in: where the project lives."""
    done = subprocess.run(
        [sys.executable, "-m", "pyroma", "-n", "10", str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = done.stdout.split("-" * 30)[2].strip().splitlines()
    others = [each for each in found if not each.startswith(LEFT_TO_THE_PUBLISHER)]
    if others:
        sys.exit("error: pyroma says\n" + "\n".join(others))
    told(f"pyroma {version('pyroma')}: nothing but " + "; ".join(found))


def offline(wheel: Path, wheelhouse: Path, temporary: Path) -> Path:
    """The Python of an environment made of nothing but a folder of wheels."""
    ran([sys.executable, "-m", "pip", "wheel", "-q", "-w", str(wheelhouse), f"{wheel}[all]"])
    venv.create(temporary / "offline", with_pip=True)
    python = temporary / "offline" / "bin" / "python"
    ran(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "-q",
            "--no-index",
            "--find-links",
            str(wheelhouse),
            "tichet-rules[all]",
        ]
    )
    vectors = ran([str(python), "-m", "tichet_rules", "vectors", str(ROOT / "tests" / "vectors")])
    size = sum(each.stat().st_size for each in wheelhouse.iterdir()) / 1e6
    told(
        f"installed from {len(list(wheelhouse.iterdir()))} wheels, {size:.0f} MB, without an index"
    )
    told(f"vectors: {vectors.strip().splitlines()[-1]}")
    return python


def listed(python: Path, path: Path) -> None:
    """The bill of materials, which names each distribution of the environment and no other."""
    ran(
        [
            sys.executable,
            "-m",
            "cyclonedx_py",
            "environment",
            "--pyproject",
            str(ROOT / "pyproject.toml"),
            "--mc-type",
            "library",
            "--short-PURLs",
            "--output-reproducible",
            "-o",
            str(path),
            str(python),
        ]
    )
    bill = json.loads(path.read_text(encoding="utf-8"))
    named = {each["name"] for each in bill["components"]}
    there = {
        each["name"]
        for each in json.loads(ran([str(python), "-m", "pip", "list", "--format=json"]))
    }
    if named | {"tichet-rules"} != there | {"tichet-rules"}:
        sys.exit(f"error: the bill of materials and the environment differ: {named ^ there}")
    told(f"bill of materials: CycloneDX {bill['specVersion']}, {len(named)} components")


def vulnerable(python: Path) -> None:
    """What is known against the environment; said so when the database can't be reached."""
    wanted = ran([str(python), "-m", "pip", "freeze", "--exclude", "tichet-rules"])
    with TemporaryDirectory() as temporary:
        frozen = Path(temporary, "requirements.txt")
        frozen.write_text(wanted, encoding="utf-8")
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pip_audit",
                "-r",
                str(frozen),
                "--no-deps",
                "--disable-pip",
                "--format",
                "json",
                "--progress-spinner",
                "off",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    answer = json.loads(done.stdout) if done.stdout.startswith("{") else {"dependencies": []}
    asked = [each for each in answer["dependencies"] if "skip_reason" not in each]
    if not asked:
        told("pip-audit: NOT DONE, its database can't be reached from here")
        return
    found = [each for each in asked if each["vulns"]]
    if found or done.returncode:
        sys.exit(f"error: pip-audit found {json.dumps(found, indent=2)}\n{done.stderr}")
    told(f"pip-audit {version('pip-audit')}: nothing known against {len(asked)} distributions")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
