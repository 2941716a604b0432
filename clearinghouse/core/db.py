"""Base class and constraints that say in the database what the code believes about a row."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class TimeStamped(models.Model):
    """When the row was made and last touched; set by Django, for people's eyes, never for a deadline."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


def one_of(field: str, values: Iterable[str], *, name: str) -> models.CheckConstraint:
    """The field holds one of the values, even after a bulk update."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=name)


def paired(at: str, by: str, *, name: str) -> models.CheckConstraint:
    """Who and when come together: both are there or neither."""
    both = Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    neither = Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=name)


def subset_of(field: str, values: Iterable[str], *, name: str) -> models.CheckConstraint:
    """The array field holds only codes of the closed list."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__contained_by": list(values)}), name=name
    )


def code_array(**options: object) -> ArrayField:
    """A list of vocabulary codes; empty when nothing was chosen."""
    return ArrayField(models.CharField(max_length=20), default=list, blank=True, **options)  # type: ignore[arg-type]
