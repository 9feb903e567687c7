from django.urls import path

from talkingpiece.engagement import views

app_name = "engagement"
urlpatterns = [
    path("cases/<str:reference>/contact/<uuid:person_id>", views.contact, name="contact"),
    path("cases/<str:reference>/visit/<uuid:person_id>", views.visit, name="visit"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/held", views.visit_held, name="visit_held"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/not-held", views.visit_not_held, name="visit_not_held"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/", views.check_in, name="check_in"),
    path("cases/<str:reference>/visits/<uuid:visit_id>/call-out", views.call_out, name="call_out"),
    path("cases/<str:reference>/listen", views.listen, name="listen"),
    path("cases/<str:reference>/need", views.need, name="need"),
    path("cases/<str:reference>/need/<uuid:person_id>", views.need, name="need"),
    path("cases/<str:reference>/voice/<uuid:person_id>", views.voice, name="voice"),
    path("cases/<str:reference>/information/<uuid:person_id>", views.information, name="information"),
    path("cases/<str:reference>/approach/<uuid:responsible_id>", views.approach, name="approach"),
    path("cases/<str:reference>/approach/<uuid:responsible_id>/supervisor", views.supervise, name="supervise"),
    path("cases/<str:reference>/approach/<uuid:responsible_id>/ask", views.ask, name="ask_supervisor"),
    path("cases/<str:reference>/reply/<uuid:responsible_id>", views.reply, name="reply"),
    path("cases/<str:reference>/stance/<uuid:responsible_id>", views.stance, name="stance"),
    path("cases/<str:reference>/exception/<uuid:stance_id>", views.exception, name="exception"),
    path("cases/<str:reference>/prepare/<uuid:person_id>", views.prepare, name="prepare"),
]
