from django.urls import path

from talkingpiece.staffing import views
from talkingpiece.staffing.views import capacity, outlook, practice

app_name = "staffing"
urlpatterns = [
    path("cases/<str:reference>/allocate/", views.allocate, name="allocate"),
    path("cases/<str:reference>/answer/", views.answer, name="answer"),
    path("cases/<str:reference>/conflict/", views.conflict, name="conflict"),
    path("cases/<str:reference>/need/", views.need, name="need"),
    path("team/plan/", views.plan, name="plan"),
    path("team/plan/training/", views.lessons, name="lessons"),
    path("team/", views.team, name="team"),
    path("team/duty/", views.rota, name="rota"),
    path("team/duty/<uuid:duty_id>/", views.duty, name="duty"),
    path("team/duty/<uuid:duty_id>/take-away/", views.take_away, name="take_away"),
    path("team/leave/", views.leave, name="leave"),
    path("team/leave/of/<uuid:user_id>/", views.leave_of, name="leave_of"),
    path("team/leave/<uuid:leave_id>/end/", views.end, name="end_leave"),
    path("team/hand-over/", views.hand_over, name="hand_over"),
    path("team/hand-over/<uuid:user_id>/", views.hand_over_of, name="hand_over_of"),
    path("team/facilitator/<uuid:user_id>/", views.facilitator, name="facilitator"),
    path("team/capacity/", capacity.capacity, name="capacity"),
    path("team/supervision/", practice.supervision, name="supervision"),
    path("team/supervision/<uuid:user_id>/", practice.supervise, name="supervise"),
    path("team/supervision/entry/<uuid:record_id>/", practice.correct, name="correct_practice"),
    path("team/practice/", practice.own, name="practice"),
    path("team/practice/notes/", practice.notes, name="notes"),
    path("team/outlook/", outlook.outlook, name="outlook"),
    path("team/capacity/<slug:key>/", capacity.capacity_figure, name="capacity_figure"),
]
