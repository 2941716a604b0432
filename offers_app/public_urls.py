"""Public pages of offers; included under the language prefix at offers/."""

from django.urls import path

from offers_app.views import public

app_name = "public_offers"
urlpatterns = [
    path("", public.offer_list, name="list"),
    path("<uuid:offer_id>/", public.offer_detail, name="detail"),
]
