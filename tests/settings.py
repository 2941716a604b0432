"""The real settings on the embedded servers, with what makes tests fast."""

import os
from pathlib import Path

for name in (
    "DATABASE_URL",
    "DATABASE_PUBLIC_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "CACHE_URL",
    "SURFACE",
):
    os.environ.pop(name, None)
os.environ["DATA_DIR"] = str(Path(__file__).resolve().parent.parent / "var" / "test")
os.environ["EMBEDDED_FAST"] = "1"
os.environ["FAULTS_ALLOWED"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

from clearinghouse.settings import *  # noqa: E402, F403
from clearinghouse.settings import DATA_DIR, DATABASES  # noqa: E402

SECRET_KEY = "for tests only"
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"

# Tables are made by the owner; tests then run as the application's role (conftest.py), so a missing grant shows.
DATABASES["default"] = {
    **DATABASES["owner"],
    "CONN_MAX_AGE": 0,
    "TEST": {"NAME": f"test_portal{os.environ.get('TEST_DB_SUFFIX', '')}"},
}
for alias in ("public", "owner"):
    DATABASES[alias] = {**DATABASES["default"], "TEST": {"MIRROR": "default"}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
MEDIA_ROOT = str(DATA_DIR / "files")
ACCOUNT_RATE_LIMITS = False
