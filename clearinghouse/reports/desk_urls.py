"""Reports, mounted by the admin site at /desk/reports/."""

from django.urls import path

from clearinghouse.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.Reports.as_view(), name="home"),
    path("briefings/<uuid:pk>/", views.BriefingPage.as_view(), name="briefing"),
    path("briefings/<uuid:pk>/present/", views.Present.as_view(), name="present"),
    path("briefings/<uuid:pk>/briefing.docx", views.BriefingFile.as_view(), name="briefing-docx"),
    path("requests.<slug:extension>", views.RequestsFile.as_view(), name="requests-file"),
    path("years/<int:year>/", views.YearPage.as_view(), name="year"),
    path("years/<int:year>/figures.xlsx", views.YearFile.as_view(), name="year-xlsx"),
    path("figures/<slug:key>/", views.Cases.as_view(), name="cases"),
]
