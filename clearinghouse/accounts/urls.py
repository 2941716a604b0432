from django.urls import path

from clearinghouse.accounts import views

app_name = "accounts"
urlpatterns = [
    path("invitation/<str:token>/", views.AcceptInvitation.as_view(), name="invitation"),
    path("profile/", views.Profile.as_view(), name="profile"),
    path("language/", views.set_language, name="language"),
]
