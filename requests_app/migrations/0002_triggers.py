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

# A public copy needs a consent in force to exactly its words and facts, whose hash is computed here and not believed,
# and a request that stands. Whatever ends one of these takes the copy away and leaves the empty notice.
CONSENT = """
CREATE FUNCTION requests_app_summary_sha256(s requests_app_summary) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(string_agg(
        octet_length(convert_to(part, 'UTF8')) || ':' || part, '' ORDER BY place), 'UTF8')), 'hex')
    FROM unnest(ARRAY[
        s.language, s.title, s.text, array_to_string(s.areas, ','), array_to_string(s.categories, ','),
        array_to_string(s.kinds, ','), to_char(s.received_date, 'YYYY-MM-DD')
    ]::text[]) WITH ORDINALITY AS parts(part, place)
$$;

CREATE FUNCTION requests_app_check_public_summary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM requests_app_summary s
        JOIN requests_app_summaryconsent c ON c.summary_id = s.id
        JOIN requests_app_assistancerequest r ON r.id = s.assistance_request_id
        WHERE s.public_id = NEW.public_id AND s.language = NEW.language
          AND s.title = NEW.title AND s.text = NEW.text AND s.sha256 = NEW.sha256
          AND s.areas = NEW.areas AND s.categories = NEW.categories AND s.kinds = NEW.kinds
          AND s.received_date = NEW.received_date AND extract(year FROM s.received_date) = NEW.year
          AND requests_app_summary_sha256(s) = NEW.sha256
          AND c.sha256 = NEW.sha256 AND c.withdrawn_at IS NULL
          AND r.status IN ('acknowledged', 'distributed', 'closed')
    ) THEN
        RAISE EXCEPTION 'no consent in force to these words' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_consent BEFORE INSERT OR UPDATE ON requests_app_publicsummary
    FOR EACH ROW EXECUTE FUNCTION requests_app_check_public_summary();

CREATE FUNCTION requests_app_leave_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM requests_app_publicsummary WHERE public_id = OLD.public_id) THEN
        INSERT INTO requests_app_publicwithdrawal (public_id, withdrawn_date)
        VALUES (OLD.public_id, (clock_timestamp() AT TIME ZONE 'UTC')::date) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER leave_notice AFTER DELETE ON requests_app_publicsummary
    FOR EACH ROW EXECUTE FUNCTION requests_app_leave_notice();

CREATE FUNCTION requests_app_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.title, NEW.text, NEW.language, NEW.areas, NEW.categories, NEW.kinds, NEW.received_date,
            NEW.sha256, NEW.public_id, NEW.assistance_request_id)
           IS NOT DISTINCT FROM
           (OLD.title, OLD.text, OLD.language, OLD.areas, OLD.categories, OLD.kinds, OLD.received_date,
            OLD.sha256, OLD.public_id, OLD.assistance_request_id) THEN
            RETURN NULL;
        END IF;
        UPDATE requests_app_summaryconsent SET withdrawn_at = clock_timestamp()
        WHERE summary_id = OLD.id AND withdrawn_at IS NULL;
        IF NEW.put_to_state_at = OLD.put_to_state_at THEN
            UPDATE requests_app_summary SET put_to_state_at = NULL WHERE id = NEW.id;
        END IF;
    END IF;
    DELETE FROM requests_app_publicsummary WHERE public_id = OLD.public_id AND language = OLD.language;
    RETURN NULL;
END $$;
CREATE TRIGGER take_off_changed_words AFTER UPDATE OR DELETE ON requests_app_summary
    FOR EACH ROW EXECUTE FUNCTION requests_app_words_changed();

CREATE FUNCTION requests_app_consent_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.withdrawn_at IS NOT NULL OR NEW.sha256 <> OLD.sha256
       OR NEW.summary_id <> OLD.summary_id THEN
        DELETE FROM requests_app_publicsummary p USING requests_app_summary s
        WHERE s.id = OLD.summary_id AND p.public_id = s.public_id AND p.language = s.language;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER take_off_without_consent AFTER UPDATE OR DELETE ON requests_app_summaryconsent
    FOR EACH ROW EXECUTE FUNCTION requests_app_consent_ended();

CREATE FUNCTION requests_app_request_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM requests_app_publicsummary p USING requests_app_summary s
    WHERE s.assistance_request_id = NEW.id AND p.public_id = s.public_id AND p.language = s.language;
    RETURN NULL;
END $$;
CREATE TRIGGER take_off_ended_request AFTER UPDATE OF status ON requests_app_assistancerequest
    FOR EACH ROW WHEN (NEW.status NOT IN ('acknowledged', 'distributed', 'closed'))
    EXECUTE FUNCTION requests_app_request_ended();
"""

UNDO = """
DROP TRIGGER set_due_at ON requests_app_assistancerequest;
DROP TRIGGER check_consent ON requests_app_publicsummary;
DROP TRIGGER take_off_changed_words ON requests_app_summary;
DROP TRIGGER take_off_without_consent ON requests_app_summaryconsent;
DROP TRIGGER take_off_ended_request ON requests_app_assistancerequest;
DROP TRIGGER leave_notice ON requests_app_publicsummary;
DROP FUNCTION requests_app_set_due_at, requests_app_check_public_summary, requests_app_words_changed,
    requests_app_consent_ended, requests_app_request_ended, requests_app_leave_notice, requests_app_summary_sha256;
"""


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0001_initial"), ("reference", "0001_initial")]

    operations = [migrations.RunSQL(DUE_AT + CONSENT, UNDO)]
