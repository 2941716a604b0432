"""Public pages of requests; included under the language prefix at requests/."""

from django.urls import path

from requests_app.views import public

app_name = "public_requests"
urlpatterns = [
    path("", public.summary_list, name="list"),
    path("<uuid:public_id>/", public.summary_detail, name="detail"),
]
