from django.urls import path

from talkingpiece.information_sharing.views import agency, asking, by_link, changing, packaging, telling

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
    path(REQUEST + "link/", asking.make_link, name="make_link"),
    path(REQUEST + "link/withdraw/", asking.withdraw_link, name="withdraw_link"),
    path("answer/thank-you/", by_link.thanks, name="link_thanks"),
    path("answer/<slug:area>/<str:token>/", by_link.by_link, name="by_link"),
    path(CASE + "consultation/", telling.consultation, name="consultation"),
    path(CASE + "share/", packaging.packages, name="packages"),
    path(CASE + "share/to/<uuid:agency_id>/", packaging.write_package, name="write_package"),
    path(CASE + "share/<uuid:package_id>/", packaging.package, name="package"),
    path(CASE + "share/<uuid:package_id>/approve/", packaging.approve_package, name="approve_package"),
    path(CASE + "share/<uuid:package_id>/stop/", packaging.stop_package, name="stop_package"),
    path(CASE + "share/<uuid:package_id>/paper/", packaging.package_pdf, name="package_pdf"),
    path(CASE + "disclose/", telling.disclose, name="disclose"),
    path(CASE + "disclosures/", telling.disclosures, name="disclosures"),
    path(CASE + "disclosures/<uuid:disclosure_id>/told/", telling.told, name="told"),
    path(CASE + "disclosures/<uuid:disclosure_id>/review/", telling.review, name="review"),
    path(CASE + "disclosures/<uuid:disclosure_id>/correct/", telling.correct, name="correct"),
]
