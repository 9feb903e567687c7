from django.urls import path

from talkingpiece.information_sharing.views import agency, asking, changing, telling

app_name = "information_sharing"

CASE = "cases/<str:reference>/"
REQUEST = CASE + "requests/<uuid:request_id>/"

urlpatterns = [
    path("requests/", agency.requests, name="requests"),
    path("requests/<uuid:request_id>/", agency.answer, name="answer"),
    path("agreements/<uuid:agreement_id>/change/", changing.agreement_change, name="agreement_change"),
    path(CASE + "responsible/<uuid:responsible_id>/ask/", asking.ask, name="ask"),
    path(REQUEST, asking.show, name="request"),
    path(REQUEST + "chase/", asking.chase, name="chase"),
    path(REQUEST + "refer/", asking.refer, name="refer"),
    path(REQUEST + "noted/", asking.noted, name="noted"),
    path(REQUEST + "close/", asking.close, name="close"),
    path(CASE + "consultation/", telling.consultation, name="consultation"),
    path(CASE + "disclose/", telling.disclose, name="disclose"),
    path(CASE + "disclosures/", telling.disclosures, name="disclosures"),
    path(CASE + "disclosures/<uuid:disclosure_id>/told/", telling.told, name="told"),
]
