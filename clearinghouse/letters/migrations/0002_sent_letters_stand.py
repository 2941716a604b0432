"""A sent letter is never changed or removed, whoever asks; and the form of letters for each class of addressees."""

from django.db import migrations

SENT_STANDS = """
CREATE FUNCTION letters_sent_letter_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a sent letter is not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER sent_letter_stands BEFORE UPDATE OR DELETE ON letters_letter
    FOR EACH ROW WHEN (OLD.status = 'sent') EXECUTE FUNCTION letters_sent_letter_stands();
"""
NOT_ANY_MORE = """
DROP TRIGGER sent_letter_stands ON letters_letter;
DROP FUNCTION letters_sent_letter_stands();
"""
CHOICES = {
    "mission": "note_verbale",
    "un_system": "letter",
    "intergovernmental": "letter",
    "regional": "letter",
    "arrangement": "letter",
    "civil_society": "letter",
}


def put_choices(apps, schema_editor):
    model = apps.get_model("letters", "DocumentChoice")
    for addressee_class, document_kind in CHOICES.items():
        model.objects.get_or_create(
            addressee_class=addressee_class, defaults={"document_kind": document_kind}
        )


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [
        migrations.RunSQL(SENT_STANDS, NOT_ANY_MORE),
        migrations.RunPython(put_choices, migrations.RunPython.noop),
    ]
