from django.urls import path

from talkingpiece.outbox import views

app_name = "outbox"

urlpatterns = [
    path("", views.endpoints, name="list"),
    path("under/<uuid:agreement_id>/new/", views.add, name="add"),
    path("sent/<uuid:delivery_id>/again/", views.resend, name="resend"),
    path("<uuid:endpoint_id>/", views.endpoint, name="endpoint"),
    path("<uuid:endpoint_id>/secret/", views.secret, name="secret"),
    path("<uuid:endpoint_id>/stop/", views.stop, name="stop"),
]
