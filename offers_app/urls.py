"""Offers of the person's own parties. Mounted at /workspace/offers/."""

from django.urls import path

from offers_app.views import workspace

app_name = "offers"
urlpatterns = [
    path("", workspace.Home.as_view(), name="home"),
    path("new/", workspace.Start.as_view(), name="new"),
    path("<uuid:pk>/", workspace.Detail.as_view(), name="detail"),
    path("<uuid:pk>/edit/", workspace.Edit.as_view(), name="edit"),
    path("<uuid:pk>/autosave/", workspace.Autosave.as_view(), name="autosave"),
    path("<uuid:pk>/do/<slug:verb>/", workspace.OfferTransition.as_view(), name="transition"),
]
