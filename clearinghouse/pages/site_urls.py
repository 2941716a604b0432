"""Addresses without a language prefix."""

from django.urls import path

from clearinghouse.pages import receipt_views, site_views

app_name = "site"
urlpatterns = [
    path("", site_views.root, name="root"),
    path("assets/site.css", site_views.site_stylesheet, name="stylesheet"),
    path("robots.txt", site_views.robots, name="robots"),
    path("sitemap.xml", site_views.sitemap, name="sitemap"),
    path(".well-known/clearing-house-keys.json", receipt_views.keys, name="keys"),
    path("assets/verify_receipt.py", receipt_views.script, name="verify_script"),
    path("gallery/", site_views.gallery, name="gallery"),
]
