from django.urls import path

from talkingpiece.cases.views import (
    changes,
    companions,
    known,
    legal,
    offender,
    outside,
    pace,
    papers,
    people,
    permissions,
)

app_name = "cases"

CASE = "cases/<str:reference>/"
PERSON = CASE + "people/<uuid:person_id>/"
RESPONSIBLE = CASE + "responsible/<uuid:responsible_id>/"
COMPANION = CASE + "beside/<uuid:companion_id>/"
ORDER = CASE + "orders/<uuid:restriction_id>/"

urlpatterns = [
    path("known/<str:part>", known.known, name="known"),
    path(PERSON, people.person, name="person"),
    path(PERSON + "ways/", people.ways, name="ways"),
    path(PERSON + "ways/confirmed/", people.ways_confirmed, name="ways_confirmed"),
    path(PERSON + "ways/<uuid:point_id>/end/", people.way_end, name="way_end"),
    path(PERSON + "under-18/", companions.safeguard, name="safeguard"),
    path(CASE + "beside/add/", companions.companion_add, name="companion_add"),
    path(COMPANION, companions.companion, name="companion"),
    path(COMPANION + "end/", companions.companion_end, name="companion_end"),
    path(CASE + "victim-as/", companions.victim_as, name="victim_as"),
    path(CASE + "responsible/add/", offender.responsible_add, name="responsible_add"),
    path(RESPONSIBLE, offender.responsible, name="responsible"),
    path(RESPONSIBLE + "sentence/", offender.sentence, name="sentence"),
    path(RESPONSIBLE + "legal-contact/", legal.legal_check, name="legal_check"),
    path(RESPONSIBLE + "legal-contact/order/", legal.restriction, name="restriction"),
    path(ORDER + "ended/", legal.lift, name="lift"),
    path(RESPONSIBLE + "permissions/", permissions.permissions, name="permissions"),
    path(RESPONSIBLE + "permissions/ask/", permissions.permission_add, name="permission_add"),
    path(CASE + "permissions/<uuid:permission_id>/", permissions.permission, name="permission"),
    path(CASE + "permissions/<uuid:permission_id>/<str:step>/", permissions.permission_step, name="permission_step"),
    path(RESPONSIBLE + "change/", changes.change_add, name="change_add"),
    path(CASE + "changes/", changes.changes, name="changes"),
    path(CASE + "changes/<uuid:change_id>/read/", changes.change_noted, name="change_noted"),
    path(CASE + "papers/", papers.papers, name="papers"),
    path(CASE + "papers/add/", papers.paper_add, name="paper_add"),
    path(CASE + "papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path(CASE + "pause/", pace.pause, name="pause"),
    path(CASE + "resume/", pace.resume, name="resume"),
    path("second-opinion/thank-you/", outside.thanks, name="outside_thanks"),
    path(CASE + "sensitive/", pace.sensitive, name="sensitive"),
]
