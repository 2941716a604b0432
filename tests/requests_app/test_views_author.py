"""Writing a request in the workspace."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_draft

pytestmark = pytest.mark.django_db


def test_pages(sign_in, focal_point, arcadia):
    draft = make_draft(focal_point, arcadia)
    client = sign_in(focal_point)
    from requests_app.forms import SECTIONS

    for url in [reverse("requests:home"), reverse("requests:new"), reverse("requests:attachments", args=[draft.pk]), reverse("requests:review", args=[draft.pk]),
                *(reverse("requests:edit", args=[draft.pk, s.key]) for s in SECTIONS)]:
        assert client.get(url).status_code == 200, url
