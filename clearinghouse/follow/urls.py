"""What the person follows. Mounted at /workspace/follow/."""

from django.urls import path

from clearinghouse.follow import views

app_name = "follow"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("news/", views.News.as_view(), name="news"),
    path("new/", views.Add.as_view(), name="new"),
    path("weekly/<slug:verb>/", views.Weekly.as_view(), name="weekly"),
    path("<uuid:pk>/", views.Edit.as_view(), name="edit"),
    path("<uuid:pk>/do/<slug:verb>/", views.Do.as_view(), name="do"),
    path("links/end/<str:token>/", views.EndByLink.as_view(), name="link-end"),
]
