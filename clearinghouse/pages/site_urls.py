"""Addresses without a language prefix."""

from django.urls import path

from clearinghouse.pages import site_views

app_name = "site"
urlpatterns = [
    path("", site_views.root, name="root"),
    path("assets/site.css", site_views.site_stylesheet, name="stylesheet"),
    path("robots.txt", site_views.robots, name="robots"),
    path("sitemap.xml", site_views.sitemap, name="sitemap"),
    path("gallery/", site_views.gallery, name="gallery"),
]
