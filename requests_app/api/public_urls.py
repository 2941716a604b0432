"""Public part of the API of requests."""

from rest_framework.routers import SimpleRouter

from requests_app.api import views

router = SimpleRouter(use_regex_path=False)
router.register("summaries", views.PublicSummaryViewSet, basename="summary")
urlpatterns = router.urls
