"""Letters at the desk, mounted by the admin site at /desk/letters/."""

from django.urls import path

from clearinghouse.letters.views import desk

app_name = "desk_letters"
urlpatterns = [
    path("", desk.LetterList.as_view(), name="list"),
    path("<uuid:pk>/", desk.Detail.as_view(), name="detail"),
    path("<uuid:pk>/words/", desk.EditWords.as_view(), name="edit"),
    path("<uuid:pk>/form/", desk.SetForm.as_view(), name="form"),
    path("<uuid:pk>/step/<slug:verb>/", desk.TakeStep.as_view(), name="step"),
    path("<uuid:pk>/file/<slug:file_format>/", desk.Download.as_view(), name="file"),
]
