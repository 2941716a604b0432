"""What the desk is told about the wording of a need."""

from __future__ import annotations

from django import template

from matching import asks
from requests_app.models import Need

register = template.Library()


@register.simple_tag
def separate_asks(need: Need) -> tuple[str, ...]:
    """Return two sentences of the need that ask for unrelated things, or nothing."""
    return asks.separate_asks(need.description, language=need.language)
