"""The receipt: what it states, that it can be checked by anybody, and that it tells nothing else."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as present
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from clearinghouse.core.signatures import Verdict
from requests_app import receipts, services
from requests_app.models import PublicSigningKey
from tests.factories import make_draft, make_request

pytestmark = pytest.mark.django_db

OTHER_KEY = base64.b64encode(bytes(range(32))).decode()
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "verify_receipt.py"


def file_of(client: Any, record: Any) -> str:
    answer = client.get(reverse("requests:receipt-file", args=[record.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_receipt_states_what_was_promised_and_no_word_of_the_request(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia, title="Very secret title", situation="Secret gap.")

    text = file_of(sign_in(focal_point), record)
    stated = json.loads(text)["receipt"]

    assert stated["reference"] == record.reference
    assert stated["received_at"] == record.received_at.isoformat(timespec="seconds")
    assert stated["received_at_new_york"][-6:] in {"-04:00", "-05:00"}
    assert stated["words_sha256"] == record.versions.get().sha256
    assert stated["due_at"] == record.due_at.isoformat(timespec="seconds")
    assert stated["distribution"] is None
    assert "secret" not in text.casefold()
    assert "Arcadia" not in text


def test_after_distribution_it_states_to_how_many_by_which_rule(
    sign_in: Any, focal_point: Any, arcadia: Any, provider: Any, other_provider: Any
) -> None:
    record = make_request(focal_point, arcadia)
    services.place_hold(record, by=focal_point, reason="The secret reason.")
    services.send_now(record, by=focal_point)
    run = services.distribute(record)

    text = file_of(sign_in(focal_point), record)
    stated = json.loads(text)["receipt"]

    assert stated["distribution"]["recipients"] == run.recipient_count
    assert stated["distribution"]["recipients_sha256"] == run.recipient_sha256
    assert stated["distribution"]["rule_version"] == run.rule_version
    assert [hold["kind"] for hold in stated["holds"]] == ["state"]
    assert "secret" not in text


def test_page_shows_the_signed_words_themselves(
    sign_in: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia)

    answer = sign_in(focal_point).get(reverse("requests:receipt", args=[record.pk]))

    signature, text = answer.context["signature"], answer.context["signed_text"]
    document = {"receipt": json.loads(text), "signature": signature}
    assert receipts.check(json.dumps(document)) == Verdict.VALID


def test_a_draft_has_no_receipt(sign_in: Any, focal_point: Any, arcadia: Any) -> None:
    draft = make_draft(focal_point, arcadia)

    answer = sign_in(focal_point).get(reverse("requests:receipt-file", args=[draft.pk]))

    assert answer.status_code == 302


def test_former_keys_stay_known(settings: Any, focal_point: Any, arcadia: Any) -> None:
    record = make_request(focal_point, arcadia)
    old = json.dumps(receipts.receipt_of(record))

    settings.SIGNING_KEY = OTHER_KEY
    new = json.dumps(receipts.receipt_of(record))

    assert [receipts.check(text) for text in (old, new)] == [Verdict.VALID] * 2
    assert PublicSigningKey.objects.count() == 2


def test_anybody_checks_a_receipt_and_learns_nothing_else(
    client: Any, focal_point: Any, arcadia: Any
) -> None:
    record = make_request(focal_point, arcadia)
    text = json.dumps(receipts.receipt_of(record))
    address = reverse("pages:check_receipt")

    genuine = client.post(address, {"text": text}).content.decode()
    upload = SimpleUploadedFile("receipt.json", text.replace("AR/", "BR/", 1).encode())
    altered = client.post(address, {"file": upload}).content.decode()
    rubbish = client.post(address, {"text": "Hello"}).content.decode()

    assert "is genuine" in genuine
    assert record.reference not in genuine
    assert "was altered" in altered
    assert "This is not a receipt" in rubbish


def test_page_says_when_the_key_is_not_ours(
    client: Any, settings: Any, focal_point: Any, arcadia: Any
) -> None:
    text = json.dumps(receipts.receipt_of(make_request(focal_point, arcadia)))
    foreign = json.loads(text)
    foreign["receipt"]["key_id"] = foreign["signature"]["key_id"] = "0" * 16

    answer = client.post(reverse("pages:check_receipt"), {"text": json.dumps(foreign)})

    assert "not signed with any key" in answer.content.decode()


@pytest.mark.slow
def test_the_program_checks_it_without_us(
    client: Any, focal_point: Any, arcadia: Any, tmp_path: Path
) -> None:
    text = json.dumps(receipts.receipt_of(make_request(focal_point, arcadia)), indent=2)
    known = client.get(reverse("site:keys")).content
    cases = {
        "genuine": (text, known, 0),
        "altered": (text.replace("AR/", "BR/", 1), known, 1),
        "unknown": (text, b'{"keys": []}', 2),
        "rubbish": ("Hello", known, 3),
    }

    for name, (receipt, keys, expected) in cases.items():
        (tmp_path / "receipt.json").write_text(receipt)
        (tmp_path / "keys.json").write_bytes(keys)
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, tmp_path / "receipt.json", tmp_path / "keys.json"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (name, done.returncode, done.stderr) == (name, expected, "")


def test_the_command_checks_it(focal_point: Any, arcadia: Any, tmp_path: Path) -> None:
    text = json.dumps(receipts.receipt_of(make_request(focal_point, arcadia)))
    (tmp_path / "good.json").write_text(text)
    (tmp_path / "bad.json").write_text(text.replace("AR/", "BR/", 1))
    said = StringIO()

    call_command("verify_receipt", str(tmp_path / "good.json"), stdout=said)

    assert said.getvalue().startswith("Genuine")
    with pytest.raises(CommandError, match="altered"):
        call_command("verify_receipt", str(tmp_path / "bad.json"))


def test_the_program_can_be_fetched(client: Any) -> None:
    answer = client.get(reverse("site:verify_script"))

    assert answer.content.decode() == SCRIPT.read_text()


def test_the_local_key_is_kept_and_closed(settings: Any) -> None:
    place = Path(present.DATA_DIR) / "signing_key"

    assert place.read_text() == settings.SIGNING_KEY
    assert place.stat().st_mode & 0o777 == 0o600
