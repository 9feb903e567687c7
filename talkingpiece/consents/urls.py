from django.urls import path

from talkingpiece.consents import views

app_name = "consents"

CASE = "cases/<str:reference>/consents/"

urlpatterns = [
    path(CASE, views.ledger, name="ledger"),
    path(CASE + "<uuid:person_id>/<str:item>/", views.ask, name="ask"),
    path(CASE + "<uuid:person_id>/<str:item>/<str:target>/", views.ask, name="ask"),
    path(CASE + "taken-back/<uuid:consent_id>/", views.withdraw, name="withdraw"),
]
