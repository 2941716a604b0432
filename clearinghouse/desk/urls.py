"""The desk's own pages, mounted by the admin site at /desk/."""

from django.urls import path

from clearinghouse.desk.views import cases, queues

app_name = "desk"
urlpatterns = [
    path("queues/<slug:key>/", queues.QueuePage.as_view(), name="queue"),
    path("cases/<uuid:pk>/take/", cases.TakeCase.as_view(), name="take-case"),
    path("cases/<uuid:pk>/assign/", cases.AssignCase.as_view(), name="assign-case"),
    path("cases/<uuid:pk>/give-back/", cases.GiveBackCase.as_view(), name="give-back-case"),
]
