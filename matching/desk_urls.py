"""Matching at the desk, mounted by the admin site at /desk/matching/."""

from django.urls import path

from matching.views import desk

app_name = "desk_matching"
urlpatterns = [
    path("", desk.Home.as_view(), name="home"),
    path("requests/<uuid:pk>/", desk.RequestReview.as_view(), name="request"),
    path("needs/<uuid:pk>/", desk.NeedReview.as_view(), name="need"),
    path("<uuid:pk>/<slug:verb>/", desk.TakeStep.as_view(), name="step"),
]
