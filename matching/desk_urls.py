"""Matching at the desk, mounted by the admin site at /desk/matching/."""

from django.urls import path

from matching.views import desk, desk_coalition, desk_pair

app_name = "desk_matching"
urlpatterns = [
    path("", desk.Home.as_view(), name="home"),
    path("requests/<uuid:pk>/", desk.RequestReview.as_view(), name="request"),
    path("requests/<uuid:pk>/coalition/", desk_coalition.CoalitionPage.as_view(), name="coalition"),
    path(
        "requests/<uuid:pk>/coalition/put/",
        desk_coalition.PutCoalition.as_view(),
        name="put-coalition",
    ),
    path("needs/<uuid:pk>/", desk.NeedReview.as_view(), name="need"),
    path("needs/<uuid:pk>/several/", desk_pair.DecideSeveral.as_view(), name="several"),
    path("needs/<uuid:pk>/compare/", desk_pair.Compare.as_view(), name="compare"),
    path("needs/<uuid:pk>/why/", desk_pair.WhyNot.as_view(), name="why"),
    path("<uuid:pk>/", desk_pair.PairPage.as_view(), name="pair"),
    path("<uuid:pk>/notes/", desk_pair.WriteNote.as_view(), name="note"),
    path("<uuid:pk>/<slug:verb>/", desk.TakeStep.as_view(), name="step"),
]
