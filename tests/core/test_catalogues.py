"""The language check finds what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearinghouse.core.catalogues import gaps

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("entry", "problems"),
    [
        ('msgid "Submit"\nmsgstr "Soumettre"\n', []),
        ('msgid "Submit"\nmsgstr ""\n', ["missing"]),
        ('#, fuzzy\nmsgid "Submit"\nmsgstr "Soumettre"\n', ["fuzzy"]),
        (
            'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s jour"\nmsgstr[1] ""\n',
            ["missing"],
        ),
        ('msgid "Sent on %(when)s"\nmsgstr "Envoyé"\n', ["lost %(when)s"]),
    ],
)
def test_gaps(tmp_path: Path, entry: str, problems: list[str]) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = folder / "django.po"
    catalogue.write_text(HEAD + entry)

    found = gaps(catalogue)

    assert [line.split(": ")[1] for line in found] == problems
