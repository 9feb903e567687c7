from django.urls import path

from talkingpiece.training.views import alone, pack

app_name = "training"

ONE = "<slug:module>/"

urlpatterns = [
    path("", pack.pack, name="pack"),
    path("adapted/<uuid:adapted_id>/still-fits/", pack.still_fits, name="still_fits"),
    path("adapted/<uuid:adapted_id>/take-back/", pack.take_back, name="take_back"),
    path("referring/", alone.awareness, name="awareness"),
    path("referring/<int:number>/", alone.awareness_page, name="awareness_page"),
    path("referring/question/<int:number>/", alone.awareness_question, name="awareness_question"),
    path(ONE, pack.module, name="module"),
    path(ONE + "paper/", pack.paper, name="paper"),
    path(ONE + "adapt/", pack.adapt, name="adapt"),
    path(ONE + "<slug:part>/", pack.part, name="part"),
]
