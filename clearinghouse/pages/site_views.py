"""Addresses without a language: the root, the stylesheet, what robots may read, and the gallery of components."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from clearinghouse.core.public_pages import public_page
from clearinghouse.core.stylesheet import stylesheet
from clearinghouse.core.vocabulary import LANGUAGE_CODES
from clearinghouse.pages.gallery import specimens
from clearinghouse.pages.sitemap import addresses

A_YEAR = 365 * 24 * 3600


@require_safe
@login_not_required
def root(request: HttpRequest) -> HttpResponse:
    """Send the reader to the site in the language that the browser asks for."""
    code = get_language_from_request(request).split("-")[0]
    response = redirect(f"/{code if code in LANGUAGE_CODES else 'en'}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
@login_not_required
def site_stylesheet(request: HttpRequest) -> HttpResponse:
    """Answer with all sheets in one; for ever under the address with its digest, briefly under any other."""
    sheet = stylesheet()
    is_compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        sheet.compressed if is_compressed else sheet.plain, content_type="text/css; charset=utf-8"
    )
    if is_compressed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    is_pinned = request.GET.get("v") == sheet.digest
    response["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if is_pinned else "public, max-age=60"
    )
    return response


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Open the public site to robots, and nothing else. A demonstration asks to be left alone."""
    closed = ["/"] if settings.EMBEDDED else ["/workspace/", "/desk/", "/account/", "/api/"]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public address."""
    context = {"addresses": addresses()}
    return render(
        request, "pages/sitemap.xml", context, content_type="application/xml; charset=utf-8"
    )


@require_safe
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, for whoever works on the look of the site."""
    if not (settings.EMBEDDED or settings.DEBUG):
        raise Http404
    return render(request, "pages/gallery.html", specimens())
