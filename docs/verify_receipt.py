"""Check a receipt of the clearing house without the clearing house, and without a network.

    pip install cryptography
    python verify_receipt.py receipt.json clearing-house-keys.json

The second file is the list of public keys from /.well-known/clearing-house-keys.json of the clearing house. Fetch it
once, by a way that you trust, and keep it. Ends with 0 when the receipt is genuine, 1 when it was altered, 2 when its
key is not in the list, 3 when a file cannot be read.
"""

import base64
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SENTENCES = {
    0: "Genuine: the clearing house signed exactly this.",
    1: "Altered: this is not what the clearing house signed.",
    2: "Unknown key: this was not signed with a key in the list.",
    3: "This is not a receipt of the clearing house, or not a list of its keys.",
}


def without_repetition(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def canonical(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def verdict(receipt_text, keys_text):
    try:
        document = json.loads(receipt_text, object_pairs_hook=without_repetition)
        content, signature = document["receipt"], document["signature"]
        name, value = str(content["key_id"]), base64.b64decode(signature["value"], validate=True)
        keys = {key["key_id"]: key["public_key"] for key in json.loads(keys_text)["keys"]}
    except (ValueError, TypeError, KeyError, RecursionError):
        return 3
    if set(document) != {"receipt", "signature"} or signature.get("key_id") != name:
        return 1
    if name not in keys:
        return 2
    try:
        known = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[name]))
        known.verify(value, canonical(content))
    except (InvalidSignature, ValueError):
        return 1
    return 0


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 3
    texts = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            texts.append(file.read())
    found = verdict(*texts)
    print(SENTENCES[found])
    return found


if __name__ == "__main__":
    sys.exit(main())
