"""The API, version 1: public copies for everybody, own records for signed-in people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="schema"),
    path(
        "",
        login_not_required(SpectacularSwaggerSplitView.as_view(url_name="api:schema")),
        name="viewer",
    ),
    path("", include("requests_app.api.public_urls")),
    path("", include("offers_app.api.urls")),
]
if settings.SURFACE in {"all", "workspace"}:
    urlpatterns += [path("own/", include("requests_app.api.own_urls"))]
