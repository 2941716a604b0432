"""`python -m clearinghouse.deployment.lock_is_fresh`: say whether the lock files still answer pyproject.toml.

Works offline: every direct dependency has to be in the lock at a version that pyproject.toml allows.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)", re.MULTILINE)


def main() -> None:
    """End with the list of dependencies that the locks do not answer, if there are any."""
    wrong = complaints()
    if wrong:
        sys.exit("\n".join([*wrong, "Run `make lock` and commit both lock files."]))


def complaints() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime: list[str] = project["project"]["dependencies"]
    development: list[str] = project["dependency-groups"]["dev"]
    return [
        *_unanswered(runtime, lock="requirements.lock"),
        *_unanswered(runtime + development, lock="requirements-dev.lock"),
        *_disagreements(),
    ]


def _pins(lock: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for found in PIN.finditer((ROOT / lock).read_text()):
        pins.setdefault(canonicalize_name(found["name"]), set()).add(found["version"])
    return pins


def _unanswered(wanted: list[str], *, lock: str) -> list[str]:
    pins = _pins(lock)
    lines = []
    for requirement in map(Requirement, wanted):
        versions = pins.get(canonicalize_name(requirement.name), set())
        if not versions or not all(
            requirement.specifier.contains(version, prereleases=True) for version in versions
        ):
            lines.append(
                f"{lock}: {requirement} is asked for, {', '.join(sorted(versions)) or 'nothing'} is locked."
            )
    return lines


def _disagreements() -> list[str]:
    """Name what runs in production at another version than in the tests."""
    tested = _pins("requirements-dev.lock")
    return [
        f"{name}: requirements.lock has {', '.join(sorted(versions))}, requirements-dev.lock has another."
        for name, versions in _pins("requirements.lock").items()
        if tested.get(name) != versions
    ]


if __name__ == "__main__":
    main()
