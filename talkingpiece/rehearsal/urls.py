from django.urls import path

from talkingpiece.rehearsal import views

app_name = "rehearsal"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("leave/", views.leave, name="leave"),
    path("sessions/<uuid:session_id>/", views.begin, name="begin"),
    path("sessions/<uuid:session_id>/end/", views.end, name="end"),
    path("room/", views.room, name="room"),
    path("room/case/", views.open_case, name="open_case"),
    path("room/answer/", views.play, name="play"),
    path("room/happened/<uuid:opened_id>/", views.happened, name="happened"),
]
