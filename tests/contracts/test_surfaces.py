"""The public process holds no key to anything but the public copies, and serves nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

SCRIPT = """
import json, django
django.setup()
from django.test import Client
client = Client(HTTP_HOST="localhost")
print(json.dumps({path: client.get(path).status_code for path in json.loads(input())}))
"""
SERVED = [
    "/en/", "/ar/requests/", "/zh/offers/", "/en/providers/", "/fr/how-it-works/", "/api/v1/summaries/",
    "/api/v1/offers/", "/api/v1/schema/", "/healthz", "/robots.txt", "/sitemap.xml",
]  # fmt: skip
ABSENT = [
    "/workspace/",
    "/desk/",
    "/account/login/",
    "/api/v1/own/requests/",
    "/api/v1/own/notices/",
]


@pytest.mark.slow
@pytest.mark.django_db
def test_public_surface_serves_the_public_pages_and_nothing_else() -> None:
    place = connection.settings_dict
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "clearinghouse.settings",
        "SURFACE": "public",
        "EMBEDDED": "1",
        "SECRET_KEY": "for tests only",
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": f"postgres://portal_public@:{place['PORT'] or 5432}/{place['HOST']}/{place['NAME']}",
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(SERVED + ABSENT),
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout.splitlines()[-1])
    assert {path: answers[path] for path in SERVED} == dict.fromkeys(SERVED, 200)
    assert {path: answers[path] for path in ABSENT} == dict.fromkeys(ABSENT, 404)
