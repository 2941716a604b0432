"""What a server is set up from: no secret in a file, every service watched, every variable explained."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from clearinghouse.deployment import lock_is_fresh
from clearinghouse.embedded.places import PROJECT_ROOT

SECRET = re.compile(r"(PASSWORD|SECRET_KEY|TOKEN)$")
ONE_SHOT = {"migrate"}
VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text())
    return found


def explained() -> dict[str, str]:
    """Return the variables of .env.example with their values."""
    return dict(
        re.findall(r"^#([A-Z_]+)=(.*)$", (PROJECT_ROOT / ".env.example").read_text(), re.MULTILINE)
    )


def compose_variables() -> list[re.Match[str]]:
    return list(VARIABLE.finditer((PROJECT_ROOT / "docker-compose.yml").read_text()))


def test_every_service_that_stays_has_a_health_check(compose: dict[str, Any]) -> None:
    watched = {
        name
        for name, service in compose["services"].items()
        if service.get("healthcheck", {}).get("test")
    }

    assert watched == set(compose["services"]) - ONE_SHOT


def test_no_secret_stands_in_the_compose_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if SECRET.search(name):
                assert VARIABLE.fullmatch(value), f"{name} holds a literal"
            if "://" in value and "@" in value:
                password = value.split("@")[0].rsplit(":", 1)[1]
                assert password.endswith("}"), f"{name} holds a literal password"


def test_a_missing_secret_stops_compose_with_a_sentence() -> None:
    sentences = {
        found["name"]: found["rest"] for found in compose_variables() if found["kind"] == "?"
    }
    secrets = {found["name"] for found in compose_variables() if SECRET.search(found["name"])}
    optional = {"EMAIL_HOST_PASSWORD", "RELAYHOST_PASSWORD"}

    assert secrets - optional <= set(sentences)
    assert [
        text
        for text in sentences.values()
        if not text.startswith("Give ") or " in .env, " not in text
    ] == []


def test_the_public_web_process_gets_only_the_public_role(compose: dict[str, Any]) -> None:
    environment = compose["services"]["public"]["environment"]

    assert {name for name in environment if name.startswith("DATABASE")} == {"DATABASE_URL"}
    assert environment["DATABASE_URL"].startswith("postgres://portal_public:")
    assert "volumes" not in compose["services"]["public"]


def test_containers_of_the_portal_are_not_root_and_write_nothing(compose: dict[str, Any]) -> None:
    ours = [
        service
        for service in compose["services"].values()
        if service.get("image", "").startswith("clearinghouse:")
    ]

    assert len(ours) == 6
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in ours)
    assert "\nUSER portal\n" in (PROJECT_ROOT / "Dockerfile").read_text()


def test_files_that_compose_mounts_exist(compose: dict[str, Any]) -> None:
    mounted = [
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    assert len(mounted) == 2
    assert all((PROJECT_ROOT / path).is_file() for path in mounted)


def test_every_variable_is_explained_and_nothing_else() -> None:
    settings = (PROJECT_ROOT / "clearinghouse" / "settings.py").read_text()
    wanted = set(re.findall(r'\benv(?:\.[a-z_]+)?\(\s*"([A-Z_]+)"', settings))
    wanted |= {found["name"] for found in compose_variables()} | {"MAILBOX_PORT"}

    assert set(explained()) == wanted


def test_required_in_the_example_is_what_compose_requires() -> None:
    required = {name for name, value in explained().items() if value == "required"}

    assert required == {found["name"] for found in compose_variables() if found["kind"] == "?"}


@pytest.mark.slow
def test_compose_accepts_the_file_with_an_env_made_from_the_example(tmp_path: Path) -> None:
    command = _compose_command()
    if command is None:
        pytest.skip("neither `docker compose` nor `docker-compose` is installed")
    filled = tmp_path / "filled.env"
    filled.write_text(
        "".join(
            f"{name}=x{len(name)}\n" for name, value in explained().items() if value == "required"
        )
    )
    nothing = tmp_path / "nothing.env"
    nothing.write_text("")

    accepted, refused = (
        subprocess.run(
            [*command, "--env-file", path, "config"],
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        for path in (filled, nothing)
    )

    assert accepted.returncode == 0, accepted.stderr
    assert refused.returncode != 0
    assert re.search(r"Give [A-Z_]+ in \.env", refused.stderr)


def test_locks_answer_every_dependency() -> None:
    assert lock_is_fresh.complaints() == []


def _compose_command() -> list[str] | None:
    if shutil.which("docker"):
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if plugin.returncode == 0:
            return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else None
