"""One byte more or less, another key, another program: what a signature is worth."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from clearinghouse.core import signatures
from clearinghouse.core.signatures import Verdict

OTHER_KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def keys() -> dict[str, str]:
    public = signatures.public_key()
    return {signatures.key_id(public): public}


def signed() -> dict[str, Any]:
    return signatures.signed({"reference": "AR/2026/0007", "note": "été"})


def test_what_was_signed_is_valid_however_it_is_laid_out(keys: dict[str, str]) -> None:
    document = signed()

    for text in (json.dumps(document), json.dumps(document, indent=4, ensure_ascii=False)):
        assert signatures.check(text, keys=keys) == Verdict.VALID


@pytest.mark.parametrize(
    ("before", "after"),
    [("0007", "0008"), ('"note"', '"nots"'), ('"receipt": {', '"receipt": {"more": 1, ')],
)
def test_one_byte_spoils_it(keys: dict[str, str], before: str, after: str) -> None:
    text = json.dumps(signed()).replace(before, after, 1)

    assert signatures.check(text, keys=keys) == Verdict.ALTERED


def test_a_name_said_twice_is_no_receipt(keys: dict[str, str]) -> None:
    text = json.dumps(signed()).replace(
        '"receipt": {', '"receipt": {"reference": "AR/2026/0001", ', 1
    )

    assert signatures.check(text, keys=keys) == Verdict.UNREADABLE


def test_words_beside_the_receipt_are_not_covered(keys: dict[str, str]) -> None:
    document = {**signed(), "comment": "distributed late"}

    assert signatures.check(json.dumps(document), keys=keys) == Verdict.ALTERED


def test_another_key_is_unknown(keys: dict[str, str], settings: Any) -> None:
    settings.SIGNING_KEY = OTHER_KEY

    assert signatures.check(json.dumps(signed()), keys=keys) == Verdict.UNKNOWN_KEY


def test_another_key_under_a_known_name_is_refused(keys: dict[str, str], settings: Any) -> None:
    (name,) = keys
    settings.SIGNING_KEY = OTHER_KEY
    text = json.dumps(signed())
    own = signatures.key_id(signatures.public_key())

    assert signatures.check(text.replace(own, name), keys=keys) == Verdict.ALTERED


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"receipt": 1, "signature": 2}', "[" * 20_000, "\x00"]
)
def test_rubbish_is_not_a_receipt(keys: dict[str, str], text: str) -> None:
    assert signatures.check(text, keys=keys) == Verdict.UNREADABLE
