"""A party's own page. Mounted at /workspace/parties/."""

from django.urls import path

from clearinghouse.parties import views

app_name = "parties"
urlpatterns = [
    path("<uuid:pk>/", views.Detail.as_view(), name="detail"),
    path("<uuid:pk>/contacts/new/", views.EditContact.as_view(), name="contact-new"),
    path("<uuid:pk>/contacts/<uuid:contact_pk>/", views.EditContact.as_view(), name="contact"),
    path(
        "<uuid:pk>/contacts/<uuid:contact_pk>/close/",
        views.CloseContact.as_view(),
        name="contact-close",
    ),
]
