"""What the database itself keeps true: an offer is public only while its provider wants it so."""

from django.db import migrations

# Sharing the lock makes a copy wait for a withdrawal that is under way, and then refuses it.
PUBLISHED_ONLY = """
CREATE FUNCTION offers_app_check_public_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM offers_app_offer WHERE public_id = NEW.id AND status = 'published' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no published offer with this key' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_published BEFORE INSERT OR UPDATE ON offers_app_publicoffer
    FOR EACH ROW EXECUTE FUNCTION offers_app_check_public_offer();

CREATE FUNCTION offers_app_no_longer_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.status <> 'published' OR NEW.public_id <> OLD.public_id THEN
        DELETE FROM offers_app_publicoffer WHERE id = OLD.public_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER take_off_unpublished AFTER UPDATE OR DELETE ON offers_app_offer
    FOR EACH ROW EXECUTE FUNCTION offers_app_no_longer_published();
"""

UNDO = """
DROP TRIGGER check_published ON offers_app_publicoffer;
DROP TRIGGER take_off_unpublished ON offers_app_offer;
DROP FUNCTION offers_app_check_public_offer, offers_app_no_longer_published;
"""


class Migration(migrations.Migration):
    dependencies = [("offers_app", "0001_initial")]

    operations = [migrations.RunSQL(PUBLISHED_ONLY, UNDO)]
