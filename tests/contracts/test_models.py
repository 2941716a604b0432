"""What holds for every table."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in {"clearinghouse", "requests_app", "offers_app", "matching"}
]
CONFIDENTIAL_APPS = {"requests_app", "offers_app", "matching", "accounts", "letters"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_text_choices_have_their_check(model: type[models.Model]) -> None:
    conditions = " ".join(str(getattr(c, "condition", "")) for c in model._meta.constraints)
    if "status" in {field.name for field in model._meta.local_fields}:
        assert "status" in conditions


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_confidential_records_have_keys_that_say_nothing(model: type[models.Model]) -> None:
    if model._meta.app_label not in CONFIDENTIAL_APPS or model._meta.auto_created:
        return
    assert isinstance(model._meta.pk, models.UUIDField | models.OneToOneField)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_constraints_and_indexes_have_names_of_ours(model: type[models.Model]) -> None:
    for named in [*model._meta.constraints, *model._meta.indexes]:
        assert named.name
        assert not named.name.startswith(model._meta.db_table), named.name
