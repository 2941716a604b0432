"""Offers of the person's own parties. Mounted at /workspace/offers/."""

from django.urls import path

from offers_app.views import links, versions, workspace

app_name = "offers"
urlpatterns = [
    path("", workspace.Home.as_view(), name="home"),
    path("new/", workspace.Start.as_view(), name="new"),
    path("<uuid:pk>/", workspace.Detail.as_view(), name="detail"),
    path("<uuid:pk>/edit/", workspace.Edit.as_view(), name="edit"),
    path("<uuid:pk>/autosave/", workspace.Autosave.as_view(), name="autosave"),
    path("<uuid:pk>/versions/", versions.Versions.as_view(), name="versions"),
    path("<uuid:pk>/versions/<int:number>/", versions.Version.as_view(), name="version"),
    path("links/confirm/<str:token>/", links.ConfirmByLink.as_view(), name="link-confirm"),
    path("<uuid:pk>/do/<slug:verb>/", workspace.OfferTransition.as_view(), name="transition"),
]
