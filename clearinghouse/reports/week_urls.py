"""The Committee's weeks, mounted by the admin site at /desk/week/."""

from datetime import date

from django.urls import path, register_converter

from clearinghouse.reports import views


class DayConverter:
    """A day as 2026-11-15."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(DayConverter, "day")

app_name = "weeks"
urlpatterns = [path("<day:first>/", views.WeekPage.as_view(), name="week")]
