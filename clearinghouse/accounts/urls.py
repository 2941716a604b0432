from django.urls import path

from clearinghouse.accounts import people_views, views

app_name = "accounts"
urlpatterns = [
    path("invitation/<str:token>/", views.AcceptInvitation.as_view(), name="invitation"),
    path("profile/", views.Profile.as_view(), name="profile"),
    path("people/<uuid:pk>/", people_views.People.as_view(), name="people"),
    path(
        "people/<uuid:pk>/invitations/<uuid:invitation_pk>/<slug:verb>/",
        people_views.InvitationStep.as_view(),
        name="people-invitation",
    ),
    path(
        "people/<uuid:pk>/roles/<uuid:person_pk>/<slug:role>/end/",
        people_views.EndRole.as_view(),
        name="end-role",
    ),
    path("language/", views.set_language, name="language"),
]
