from django.urls import path

from talkingpiece.engagement import views

app_name = "engagement"

BESIDE = "cases/<str:reference>/beside/<uuid:person_id>/ask/<str:item>/"

urlpatterns = [
    path("cases/<str:reference>/contact/<uuid:person_id>", views.contact, name="contact"),
    path("cases/<str:reference>/visit/<uuid:person_id>", views.visit, name="visit"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/held", views.visit_held, name="visit_held"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/not-held", views.visit_not_held, name="visit_not_held"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/", views.check_in, name="check_in"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/call-out", views.call_out, name="call_out"),
    path("cases/<str:reference>/legal-visit/<uuid:responsible_id>", views.legal_visit, name="legal_visit"),
    path("cases/<str:reference>/legal-visits/<uuid:ask_id>/", views.legal_visit_asked, name="legal_visit_asked"),
    path("legal-visits/", views.legal_visits, name="legal_visits"),
    path("legal-visits/<uuid:ask_id>/", views.legal_visit_answer, name="legal_visit_answer"),
    path("cases/<str:reference>/beside/<uuid:person_id>/ask/<str:item>/", views.ask_beside, name="ask_beside"),
    path(
        "cases/<str:reference>/beside/<uuid:person_id>/ask/<str:item>/<str:target>/",
        views.ask_beside,
        name="ask_beside",
    ),
    path("cases/<str:reference>/listen", views.listen, name="listen"),
    path("cases/<str:reference>/need", views.need, name="need"),
    path("cases/<str:reference>/need/<uuid:person_id>", views.need, name="need"),
    path("cases/<str:reference>/voice/<uuid:person_id>", views.voice, name="voice"),
    path("cases/<str:reference>/information/<uuid:person_id>", views.information, name="information"),
    path("cases/<str:reference>/approach/<uuid:responsible_id>", views.approach, name="approach"),
    path("cases/<str:reference>/approach/<uuid:responsible_id>/supervisor", views.supervise, name="supervise"),
    path("cases/<str:reference>/approach/<uuid:responsible_id>/ask", views.ask, name="ask_supervisor"),
    path("cases/<str:reference>/approach/<uuid:responsible_id>/outside", views.ask_outside, name="ask_outside"),
    path("second-opinion/approach/<slug:area>/<str:token>/", views.answer_outside, name="outside"),
    path("cases/<str:reference>/reply/<uuid:responsible_id>", views.reply, name="reply"),
    path("cases/<str:reference>/stance/<uuid:responsible_id>", views.stance, name="stance"),
    path("cases/<str:reference>/exception/<uuid:stance_id>", views.exception, name="exception"),
    path("cases/<str:reference>/prepare/<uuid:person_id>", views.prepare, name="prepare"),
]
