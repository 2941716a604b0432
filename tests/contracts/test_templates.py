"""A form in a part that is included with `only` has its token: without it every browser is refused."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
FORM = re.compile(r"{%\s*(csrf_token|button_form|confirm|language_buttons)\b")
INCLUDE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')


def test_every_part_with_a_form_is_handed_the_token() -> None:
    texts = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in TEMPLATES.rglob("*.html")
    }
    posts = {name for name, text in texts.items() if FORM.search(text)}
    while more := {
        name
        for name, text in texts.items()
        if name not in posts and any(part in posts for part, _with in INCLUDE.findall(text))
    }:
        posts |= more

    forgotten = [
        (name, part)
        for name, text in texts.items()
        for part, handed in INCLUDE.findall(text)
        if part in posts
        and re.search(r"\bonly\b", handed)
        and "csrf_token" not in handed
        # A button that explains why it is off holds no form.
        and "disabled_reason" not in handed
    ]

    assert len(posts) > 20
    assert forgotten == []
