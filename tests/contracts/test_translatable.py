"""What the catalogues are made from finds every sentence; inside an f-string it finds none."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def test_no_sentence_is_hidden_in_an_f_string() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for part in ("clearinghouse", "requests_app", "offers_app", "matching")
        for path in (ROOT / part).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CALLS
    ]

    assert hidden == []
