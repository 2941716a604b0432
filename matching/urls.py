"""Matches of missions and providers. Mounted at /workspace/matches/."""

from django.urls import path

from matching.views import workspace

app_name = "matching"
urlpatterns = [
    path("", workspace.MatchList.as_view(), name="list"),
    path("<uuid:pk>/", workspace.MatchPage.as_view(), name="detail"),
    path("<uuid:pk>/feedback/", workspace.GiveFeedback.as_view(), name="feedback"),
    path("<uuid:pk>/progress/", workspace.NoteProgress.as_view(), name="progress"),
    path("<uuid:pk>/<slug:verb>/", workspace.Answer.as_view(), name="step"),
]
