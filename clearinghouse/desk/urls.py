"""The desk's own pages, mounted by the admin site at /desk/."""

from django.urls import path

from clearinghouse.desk.views import cases, queues, search, todos

app_name = "desk"
urlpatterns = [
    path("queues/<slug:key>/", queues.QueuePage.as_view(), name="queue"),
    path("search/", search.SearchPage.as_view(), name="search"),
    path("searches/", search.SaveSearch.as_view(), name="save-search"),
    path("searches/<uuid:pk>/remove/", search.RemoveSearch.as_view(), name="remove-search"),
    path("todos/", todos.AddTodo.as_view(), name="add-todo"),
    path("todos/<uuid:pk>/<slug:verb>/", todos.ChangeTodo.as_view(), name="todo"),
    path("cases/<uuid:pk>/note/", cases.WriteNote.as_view(), name="write-note"),
    path("cases/<uuid:pk>/take/", cases.TakeCase.as_view(), name="take-case"),
    path("cases/<uuid:pk>/assign/", cases.AssignCase.as_view(), name="assign-case"),
    path("cases/<uuid:pk>/give-back/", cases.GiveBackCase.as_view(), name="give-back-case"),
]
