from django.urls import path

from talkingpiece.identification import views

app_name = "identification"

ONE = "<uuid:extract_id>/"

urlpatterns = [
    path("", views.extracts, name="extracts"),
    path("bring", views.bring, name="bring"),
    path("screen/", views.screen, name="screen"),
    path("screen/again", views.again, name="again"),
    path("screen/<str:state>/", views.rows, name="rows"),
    path("rows/<uuid:screened_id>", views.row, name="row"),
    path("pairs/", views.pairs, name="pairs"),
    path("pairs/<uuid:pair_id>", views.pair, name="pair"),
    path("conflicts/", views.conflicts, name="conflicts"),
    path("conflicts/<uuid:pair_id>", views.conflict, name="conflict"),
    path("funnel/", views.funnel, name="funnel"),
    path("owed/", views.owed, name="owed"),
    path(ONE, views.extract, name="extract"),
    path(ONE + "columns", views.columns, name="columns"),
    path(ONE + "to-mend", views.to_mend, name="to_mend"),
    path(ONE + "mended", views.mended, name="mended"),
    path(ONE + "take-in", views.take_in, name="take_in"),
    path(ONE + "destroy", views.discard, name="discard"),
    path(ONE + "delete", views.delete, name="delete"),
]
