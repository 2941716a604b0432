"""What the database itself keeps true: the week, and that only consented words are public."""

from django.db import migrations

# `timestamptz + interval` is only STABLE, so PostgreSQL refuses a generated column.
DUE_AT = """
CREATE FUNCTION requests_app_set_due_at() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE hours integer;
BEGIN
    IF NEW.received_at IS NULL THEN
        NEW.due_at := NULL;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.received_at IS NOT DISTINCT FROM OLD.received_at THEN
            NEW.due_at := OLD.due_at;
            RETURN NEW;
        END IF;
    END IF;
    SELECT value INTO hours FROM reference_policy WHERE key = 'distribute_within_hours';
    NEW.due_at := NEW.received_at + make_interval(hours => coalesce(hours, 168));
    RETURN NEW;
END $$;
CREATE TRIGGER set_due_at BEFORE INSERT OR UPDATE ON requests_app_assistancerequest
    FOR EACH ROW EXECUTE FUNCTION requests_app_set_due_at();
"""

# A public copy needs a consent in force to exactly its hash; changed words or an ended consent take it away.
CONSENT = """
CREATE FUNCTION requests_app_check_public_summary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM requests_app_summary s
        JOIN requests_app_summaryconsent c ON c.summary_id = s.id
        WHERE s.public_id = NEW.public_id AND s.language = NEW.language
          AND s.title = NEW.title AND s.text = NEW.text AND s.sha256 = NEW.sha256
          AND c.sha256 = NEW.sha256 AND c.withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'no consent in force to these words' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_consent BEFORE INSERT OR UPDATE ON requests_app_publicsummary
    FOR EACH ROW EXECUTE FUNCTION requests_app_check_public_summary();

CREATE FUNCTION requests_app_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.title, NEW.text, NEW.language, NEW.sha256, NEW.public_id)
       IS DISTINCT FROM (OLD.title, OLD.text, OLD.language, OLD.sha256, OLD.public_id) THEN
        DELETE FROM requests_app_publicsummary WHERE public_id = OLD.public_id AND language = OLD.language;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER take_off_changed_words AFTER UPDATE ON requests_app_summary
    FOR EACH ROW EXECUTE FUNCTION requests_app_words_changed();

CREATE FUNCTION requests_app_consent_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.withdrawn_at IS NOT NULL OR NEW.sha256 <> OLD.sha256 THEN
        DELETE FROM requests_app_publicsummary p USING requests_app_summary s
        WHERE s.id = OLD.summary_id AND p.public_id = s.public_id AND p.language = s.language;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER take_off_without_consent AFTER UPDATE OR DELETE ON requests_app_summaryconsent
    FOR EACH ROW EXECUTE FUNCTION requests_app_consent_ended();
"""

UNDO = """
DROP TRIGGER set_due_at ON requests_app_assistancerequest;
DROP TRIGGER check_consent ON requests_app_publicsummary;
DROP TRIGGER take_off_changed_words ON requests_app_summary;
DROP TRIGGER take_off_without_consent ON requests_app_summaryconsent;
DROP FUNCTION requests_app_set_due_at, requests_app_check_public_summary, requests_app_words_changed,
    requests_app_consent_ended;
"""


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0001_initial"), ("reference", "0001_initial")]

    operations = [migrations.RunSQL(DUE_AT + CONSENT, UNDO)]
