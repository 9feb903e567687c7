from django.urls import path

from talkingpiece.training.views import alone, courses, pack

app_name = "training"

ONE = "<slug:module>/"

urlpatterns = [
    path("", pack.pack, name="pack"),
    path("adapted/<uuid:adapted_id>/still-fits/", pack.still_fits, name="still_fits"),
    path("adapted/<uuid:adapted_id>/take-back/", pack.take_back, name="take_back"),
    path("courses/", courses.courses, name="courses"),
    path("courses/new/", courses.arrange, name="arrange"),
    path("courses/trainers/", courses.trainers, name="trainers"),
    path("courses/trainers/<uuid:trainer_id>/end/", courses.end_trainer, name="end_trainer"),
    path("courses/<uuid:course_id>/", courses.course, name="course"),
    path("courses/<uuid:course_id>/session/", courses.add_session, name="add_session"),
    path("courses/sessions/<uuid:session_id>/", courses.attendance, name="attendance"),
    path("courses/learners/<uuid:learner_id>/<slug:module>/", courses.assess, name="assess"),
    path("courses/assessed/<uuid:assessed_id>/", courses.assessed, name="assessed"),
    path("courses/assessed/<uuid:assessed_id>/certificate/", courses.certificate, name="certificate"),
    path("referring/", alone.awareness, name="awareness"),
    path("referring/<int:number>/", alone.awareness_page, name="awareness_page"),
    path("referring/question/<int:number>/", alone.awareness_question, name="awareness_question"),
    path(ONE, pack.module, name="module"),
    path(ONE + "paper/", pack.paper, name="paper"),
    path(ONE + "adapt/", pack.adapt, name="adapt"),
    path(ONE + "<slug:part>/", pack.part, name="part"),
]
