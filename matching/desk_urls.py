app_name = "desk_matching"
urlpatterns: list = []
