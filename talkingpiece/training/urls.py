from django.urls import path

from talkingpiece.training import views

app_name = "training"

ONE = "<slug:module>/"

urlpatterns = [
    path("", views.pack, name="pack"),
    path("adapted/<uuid:adapted_id>/still-fits/", views.still_fits, name="still_fits"),
    path("adapted/<uuid:adapted_id>/take-back/", views.take_back, name="take_back"),
    path(ONE, views.module, name="module"),
    path(ONE + "paper/", views.paper, name="paper"),
    path(ONE + "adapt/", views.adapt, name="adapt"),
    path(ONE + "<slug:part>/", views.part, name="part"),
]
