from django.urls import path

from talkingpiece.referrals.views import accept, agency, agency_staff, triage

app_name = "referrals"
urlpatterns = [
    path("", triage.queue, name="queue"),
    path("made/", agency.made, name="made"),
    path("made/<str:reference>", agency.made_one, name="made_one"),
    path("make", agency.make, name="make"),
    path("make/<uuid:draft_id>", agency.make_draft, name="make_draft"),
    path("make/<uuid:draft_id>/check", agency.make_check, name="make_check"),
    path("make/<uuid:draft_id>/away", agency.make_throw, name="make_throw"),
    path("links", agency_staff.invite, name="invite"),
    path("links/<uuid:invitation_id>/withdraw", agency_staff.invite_withdraw, name="invite_withdraw"),
    path("<str:reference>/", triage.referral, name="referral"),
    path("<str:reference>/asked", agency_staff.asked, name="asked"),
    path("<str:reference>/may-know", agency_staff.may_know, name="may_know"),
    path("<str:reference>/accept", accept.accept, name="accept"),
    path("<str:reference>/hold", triage.hold, name="hold"),
    path("<str:reference>/signpost", triage.signpost, name="signpost"),
    path("<str:reference>/reopen", triage.reopen, name="reopen"),
    path("<str:reference>/danger", triage.danger_seen, name="danger_seen"),
    path("<str:reference>/reveal", triage.reveal, name="reveal"),
    path("<str:reference>/called", triage.called, name="called"),
    path("<str:reference>/read", triage.messages_read, name="messages_read"),
    path("<str:reference>/messages/<uuid:message_id>", triage.acknowledged, name="acknowledged"),
]
