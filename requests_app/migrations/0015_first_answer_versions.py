"""Answers given before their history was kept become its first line."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def keep_present_answers(apps: Any, schema_editor: Any) -> None:
    answers = apps.get_model("requests_app", "Answer").objects.all()
    versions = apps.get_model("requests_app", "AnswerVersion").objects
    versions.bulk_create(
        versions.model(
            answer=answer,
            number=1,
            verdict=answer.verdict,
            text=answer.text,
            answered_at=answer.answered_at,
            answered_by_id=answer.answered_by_id,
        )
        for answer in answers.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0014_answers_and_questions")]

    # Going back drops the table, and the lines with it.
    operations = [migrations.RunPython(keep_present_answers, migrations.RunPython.noop)]
