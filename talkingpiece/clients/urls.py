from django.urls import path

from talkingpiece.clients import views

app_name = "clients"

ONE = "<uuid:client_id>/"

urlpatterns = [
    path("", views.clients, name="list"),
    path("new/<uuid:agreement_id>/", views.register, name="register"),
    path(ONE, views.client, name="client"),
    path(ONE + "secret/", views.renew_secret, name="renew_secret"),
    path(ONE + "agreement/", views.bind_agreement, name="bind"),
    path(ONE + "close/", views.revoke, name="revoke"),
]
