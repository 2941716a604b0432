"""The map of the site. SURFACE says which part this process serves."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from clearinghouse.pages import health

public: list[URLPattern | URLResolver] = [
    path("", include("clearinghouse.pages.site_urls")),
    path("api/v1/", include("clearinghouse.api_urls")),
    *i18n_patterns(
        path("requests/", include("requests_app.public_urls")),
        path("offers/", include("offers_app.public_urls")),
        path("", include("clearinghouse.pages.urls")),
    ),
]

workspace: list[URLPattern | URLResolver] = [
    path("account/", include("clearinghouse.accounts.urls")),
    path("account/", include("clearinghouse.accounts.sign_in_urls")),
    path("workspace/offers/", include("offers_app.urls")),
    path("workspace/parties/", include("clearinghouse.parties.urls")),
    path("workspace/letters/", include("clearinghouse.letters.urls")),
    path("workspace/follow/", include("clearinghouse.follow.urls")),
    path("workspace/matches/", include("matching.urls")),
    path("workspace/", include("requests_app.urls")),
    path("desk/", admin.site.urls),
]

handler400 = "clearinghouse.pages.errors.bad_request"
handler403 = "clearinghouse.pages.errors.forbidden"
handler404 = "clearinghouse.pages.errors.not_found"

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", health.healthz, name="healthz")]
if settings.SURFACE in {"all", "workspace"}:
    urlpatterns += workspace
urlpatterns += public
