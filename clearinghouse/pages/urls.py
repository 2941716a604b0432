"""Pages of the public site that belong to no other app; included under the language prefix."""

from django.urls import path

from clearinghouse.pages import receipt_views, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("providers/", views.provider_list, name="providers"),
    path("providers/<slug:slug>/", views.provider_detail, name="provider"),
    path("how-it-works/", views.how_it_works, name="how_it_works"),
    path("check-a-receipt/", receipt_views.check_receipt, name="check_receipt"),
    path("about/", views.about, name="about"),
]
