from django.urls import path

from talkingpiece.agreements.views import reading, signing, writing

app_name = "agreements"

ONE = "<uuid:agreement_id>/"

urlpatterns = [
    path("", reading.agreements, name="list"),
    path("who-may-send/", reading.who_may_send, name="matrix"),
    path("new/", writing.begin, name="begin"),
    path(ONE, reading.agreement, name="agreement"),
    path(ONE + "paper/", reading.paper, name="paper"),
    path(ONE + "write/<slug:part>/", writing.edit, name="edit"),
    path(ONE + "send/", writing.send, name="send"),
    path(ONE + "read/", writing.read, name="read"),
    path(ONE + "back/", writing.back, name="back"),
    path(ONE + "give-up/", writing.give_up, name="give_up"),
    path(ONE + "renew/", writing.renew, name="renew"),
    path(ONE + "sign/", signing.sign, name="sign"),
    path(ONE + "end/", signing.end, name="end"),
    path(ONE + "reviewed/", signing.reviewed, name="reviewed"),
]
