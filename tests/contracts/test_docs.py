"""Generated pages are fresh, and every setting from the environment is explained."""

from __future__ import annotations

import re
from pathlib import Path

from clearinghouse.workflow.diagram import rules_page, workflow_page

ROOT = Path(__file__).resolve().parents[2]


def test_workflow_page_is_fresh() -> None:
    assert (ROOT / "docs/workflow.md").read_text() == workflow_page()


def test_rules_page_is_fresh() -> None:
    assert (ROOT / "docs/rules.md").read_text() == rules_page()


def test_every_setting_is_in_the_example() -> None:
    settings = (ROOT / "clearinghouse/settings.py").read_text()
    named = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    explained = set(
        re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )

    assert named - explained == set()
