from django.urls import path

from talkingpiece.records import views

app_name = "records"

LIST = "lists/<uuid:list_id>/"
CASE = "cases/<str:reference>/taken-over/"
ALIKE = "cases/<str:reference>/people/<uuid:person_id>/alike/"

urlpatterns = [
    path("lists/", views.lists, name="lists"),
    path("lists/template", views.template, name="template"),
    path("lists/bring", views.bring, name="bring"),
    path(LIST, views.one_list, name="list"),
    path(LIST + "columns", views.columns, name="columns"),
    path(LIST + "to-mend", views.to_mend, name="to_mend"),
    path(LIST + "mended", views.mended, name="mended"),
    path(LIST + "bring-in", views.bring_in, name="bring_in"),
    path(LIST + "destroy", views.discard, name="discard"),
    path(CASE, views.taken_over, name="taken_over"),
    path(CASE + "<uuid:taken_id>", views.settle, name="settle"),
    path(ALIKE, views.alike, name="alike"),
    path(ALIKE + "<uuid:other_id>", views.merge, name="merge"),
    path(ALIKE + "undo/<uuid:merge_id>", views.merge_undo, name="merge_undo"),
]
