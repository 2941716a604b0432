"""Public part of the API of offers."""

from rest_framework.routers import SimpleRouter

from offers_app.api import views

router = SimpleRouter(use_regex_path=False)
router.register("offers", views.PublicOfferViewSet, basename="offer")
urlpatterns = router.urls
