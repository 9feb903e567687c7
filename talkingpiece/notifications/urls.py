from django.urls import path

from talkingpiece.notifications import views

app_name = "notifications"

CASE = "cases/<str:reference>/letters/"
LETTER = CASE + "<uuid:letter_id>/"

urlpatterns = [
    path(CASE, views.letters, name="letters"),
    path(CASE + "write/<uuid:person_id>/<str:template>/", views.write, name="write"),
    path(LETTER, views.letter, name="letter"),
    path(LETTER + "change/", views.change, name="change"),
    path(LETTER + "answer/", views.answer, name="answer"),
    path(LETTER + "release/", views.release, name="release"),
    path(LETTER + "gone/", views.gone, name="gone"),
    path(LETTER + "stop/", views.stop, name="stop"),
    path(LETTER + "letter.pdf", views.letter_pdf, name="letter_pdf"),
]
