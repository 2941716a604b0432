from django.db import migrations

# An attempt is a piece of evidence: it may be ended once and is then fixed. Only rehearsals can be removed.
FORWARDS = """
CREATE FUNCTION notifications_attempt_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT EXISTS (
      SELECT FROM notifications_delivery d JOIN notifications_message m ON m.id = d.message_id
      WHERE d.id = OLD.delivery_id AND m.is_rehearsal
    ) THEN
      RAISE EXCEPTION 'An attempt is evidence and cannot be deleted.';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.outcome <> ''
    OR (NEW.id, NEW.delivery_id, NEW.n, NEW.worker, NEW.started_at)
      IS DISTINCT FROM (OLD.id, OLD.delivery_id, OLD.n, OLD.worker, OLD.started_at)
  THEN
    RAISE EXCEPTION 'An attempt is evidence: it can be ended once and never rewritten.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER attempt_written_once BEFORE UPDATE OR DELETE ON notifications_attempt
  FOR EACH ROW EXECUTE FUNCTION notifications_attempt_written_once();
"""

BACKWARDS = """
DROP TRIGGER attempt_written_once ON notifications_attempt;
DROP FUNCTION notifications_attempt_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
