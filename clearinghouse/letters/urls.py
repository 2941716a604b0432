"""Letters that a party received. Mounted at /workspace/letters/."""

from django.urls import path

from clearinghouse.letters.views import workspace

app_name = "letters"
urlpatterns = [
    path("", workspace.LetterList.as_view(), name="list"),
    path("<uuid:pk>/", workspace.Detail.as_view(), name="detail"),
    path("<uuid:pk>/file/<slug:file_format>/", workspace.Download.as_view(), name="file"),
]
