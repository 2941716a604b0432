"""Four eyes and deputies, mounted by the admin site at /desk/approvals/."""

from django.urls import path

from clearinghouse.approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.ApprovalList.as_view(), name="list"),
    path("deputies/", views.Deputies.as_view(), name="deputies"),
    path("deputies/<uuid:pk>/end/", views.EndDeputy.as_view(), name="end-deputy"),
    path("<uuid:pk>/", views.ApprovalPage.as_view(), name="detail"),
    path("<uuid:pk>/<slug:verb>/", views.TakeStep.as_view(), name="step"),
]
