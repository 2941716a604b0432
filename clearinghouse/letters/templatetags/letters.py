"""How the words of a letter stand on a page."""

from __future__ import annotations

import re
from typing import Final

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_REFERENCE: Final = re.compile(r"([A-Z]{1,6}/\d{4}/\d+)")
_BREAK: Final = format_html("<br>{}", "")


@register.filter
def in_lines(text: str) -> SafeString:
    """Keep line breaks, and references such as AR/2026/0007 in one piece."""
    lines = [
        format_html_join("", "{}", ((_whole(piece),) for piece in _REFERENCE.split(line)))
        for line in text.split("\n")
    ]
    return format_html_join(
        "", "{}{}", ((("" if n == 0 else _BREAK), x) for n, x in enumerate(lines))
    )


def _whole(piece: str) -> SafeString:
    if _REFERENCE.fullmatch(piece):
        return format_html('<bdi class="whole">{}</bdi>', piece)
    return conditional_escape(piece)
