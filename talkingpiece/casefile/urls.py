from django.urls import path

from talkingpiece.casefile import views

app_name = "casefile"
urlpatterns = [
    path("", views.door, name="door"),
    path("my-work/", views.my_work, name="my_work"),
    path("overview/", views.overview, name="overview"),
    path("overview/uncovered/", views.reveals, name="reveals"),
    path("overview/uncovered/<uuid:user_id>/", views.more_reveals, name="more_reveals"),
    path("team/leaving/<uuid:user_id>/", views.leaving, name="leaving"),
    path("team/leaving/<uuid:user_id>/hand-over/", views.hand_over_rest, name="hand_over_rest"),
    path("team/leave/<uuid:leave_id>/", views.away, name="away"),
    path("emergency/", views.emergency, name="emergency"),
    path("emergencies/", views.emergencies, name="emergencies"),
    path("emergencies/<uuid:opening_id>/", views.emergency_review, name="emergency_review"),
    path("who-looked/", views.looked, name="looked"),
    path("who-looked/<uuid:user_id>/", views.looked_by, name="looked_by"),
    path("cases/<str:reference>/trail/", views.trail, name="trail"),
    path("cases/<str:reference>/emergency/over", views.emergency_over, name="emergency_over"),
    path("cases/", views.cases, name="cases"),
    path("overview/file/", views.case_list, name="case_list"),
    path("overview/file/<uuid:file_id>/", views.case_list_file, name="case_list_file"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("cases/<str:reference>/end", views.end, name="end"),
    path("cases/<str:reference>/stop", views.stop, name="stop"),
    path("cases/<str:reference>/told-others/", views.told_others, name="told_others"),
    path("cases/<str:reference>/reopen", views.reopen, name="reopen"),
    path("cases/<str:reference>/reveal", views.reveal, name="reveal"),
    path("cases/<str:reference>/uncover", views.uncover, name="uncover"),
    path("cases/<str:reference>/error/<str:fact>/<uuid:fact_id>", views.error, name="error"),
]
