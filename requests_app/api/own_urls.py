"""Own requests and notices of the signed-in person."""

from rest_framework.routers import SimpleRouter

from requests_app.api import views

router = SimpleRouter(use_regex_path=False)
router.register("requests", views.OwnRequestViewSet, basename="own-request")
router.register("notices", views.NoticeViewSet, basename="own-notice")
urlpatterns = router.urls
