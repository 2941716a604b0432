"""Is this receipt ours? The check, the public keys, and the script that does the same offline."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clearinghouse.core.public_pages import public_page
from clearinghouse.core.signatures import ALGORITHM, LONGEST, Verdict
from requests_app import receipts


# Without a token: the answer depends on nothing but what is posted, and nothing is kept or changed.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Take a receipt as a file or as text and say in one sentence whether it is genuine."""
    context: dict[str, Any] = {"keys": receipts.public_keys()}
    if request.method != "POST":
        return render(request, "pages/check_receipt.html", context)
    verdict = receipts.check(_posted(request))
    sentence, tone = _sentences()[verdict]
    response = render(
        request, "pages/check_receipt.html", {**context, "sentence": sentence, "tone": tone}
    )
    response["Cache-Control"] = "no-store"
    return response


@public_page
def keys(request: HttpRequest) -> HttpResponse:
    """List the public keys, the former ones too."""
    return JsonResponse(
        {
            "keys": [
                {
                    "key_id": key.key_id,
                    "algorithm": ALGORITHM,
                    "public_key": key.public_key,
                    "first_used_at": key.first_used_at.isoformat(timespec="seconds"),
                }
                for key in receipts.public_keys()
            ]
        }
    )


@require_safe
@login_not_required
def script(request: HttpRequest) -> HttpResponse:
    """Hand out the program that checks a receipt without us."""
    text = (settings.BASE_DIR / "docs" / "verify_receipt.py").read_text()
    response = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_receipt.py"'
    return response


def _posted(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is not None:
        return upload.read(LONGEST + 1)[:LONGEST].decode("utf-8", "replace")
    return request.POST.get("text", "")[:LONGEST]


def _sentences() -> dict[Verdict, tuple[str, str]]:
    return {
        Verdict.VALID: (
            _("This receipt is genuine: the clearing house signed exactly this."),
            "success",
        ),
        Verdict.ALTERED: (
            _("This receipt was altered: it is not what the clearing house signed."),
            "error",
        ),
        Verdict.UNKNOWN_KEY: (
            _("This receipt was not signed with any key of this clearing house."),
            "error",
        ),
        Verdict.UNREADABLE: (
            _(
                "This is not a receipt. Choose the file that ends in .json, or paste all of its text."
            ),
            "warning",
        ),
    }
