"""Rows that come from a file and may be edited by people afterwards."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models


class LoadedRow(models.Model):
    """A row that a loader may refresh only while no person has changed it.

    The digest is of the values as last loaded. While the row still has exactly these values, nobody
    edited it, and a newer file may replace them.
    """

    loaded_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        abstract = True


@dataclass
class LoadCount:
    """What one loader did, for the person who ran it."""

    name: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0

    def __str__(self) -> str:
        line = f"{self.name}: {self.created} created, {self.updated} updated, {self.unchanged} unchanged"
        return f"{line}, {self.kept} edited by people and kept" if self.kept else line


def load_row(
    model: type[LoadedRow],
    *,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    count: LoadCount,
    existing: Mapping[tuple[Any, ...], LoadedRow] | None = None,
) -> LoadedRow:
    """Create or refresh one row from a file and count what happened.

    A row that a person edited keeps the person's values. `existing` saves a query per row: the
    table's rows by the values of `key`.
    """
    if existing is None:
        row = model._default_manager.filter(**key).first()
    else:
        row = existing.get(tuple(key.values()))
    digest = _digest(values)
    if row is None:
        count.created += 1
        return model._default_manager.create(**key, **values, loaded_digest=digest)
    current = _digest({name: getattr(row, name) for name in values})
    if current == digest:
        count.unchanged += 1
        if row.loaded_digest == digest:
            return row
    elif row.loaded_digest != current:
        count.kept += 1
        return row
    else:
        count.updated += 1
        for name, value in values.items():
            setattr(row, name, value)
    row.loaded_digest = digest
    row.save()
    return row


def _digest(values: Mapping[str, Any]) -> str:
    plain = {name: _plain(value) for name, value in values.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int | float | bool) or value is None:
        return value
    return str(value)
