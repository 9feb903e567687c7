from django.urls import path

from talkingpiece.planning_group import views

app_name = "planning_group"
urlpatterns = [
    path("eight-steps/", views.steps, name="steps"),
    path("eight-steps/open/", views.open_area, name="open"),
    path("eight-steps/close/", views.close_area, name="close"),
    path("eight-steps/evidence/<uuid:evidence_id>/", views.take_back, name="take_back"),
    path("eight-steps/<slug:key>/", views.item, name="item"),
    path("eight-steps/<slug:key>/evidence/", views.give, name="give"),
]
