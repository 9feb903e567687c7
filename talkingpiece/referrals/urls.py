from django.urls import path

from talkingpiece.referrals.views import accept, agency, agency_staff, call, enquiry, triage

app_name = "referrals"
urlpatterns = [
    path("", triage.queue, name="queue"),
    path("call", call.call, name="call"),
    path("call/<uuid:draft_id>", call.call_draft, name="call_draft"),
    path("call/<uuid:draft_id>/save", call.call_save, name="call_save"),
    path("call/<uuid:draft_id>/away", call.call_drop, name="call_drop"),
    path("call/sent/<str:reference>", call.call_sent, name="call_sent"),
    path("asked-first", enquiry.enquiry_record, name="enquiry_record"),
    path("asked-first/recorded", enquiry.enquiry_recorded, name="enquiry_recorded"),
    path("asked-first/<str:reference>", enquiry.enquiry, name="enquiry"),
    path("asked-first/<str:reference>/decide", enquiry.enquiry_decide, name="enquiry_decide"),
    path("asked-first/<str:reference>/met", enquiry.enquiry_met, name="enquiry_met"),
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
    path("<str:reference>/looked", enquiry.looked, name="looked"),
    path("<str:reference>/reveal", triage.reveal, name="reveal"),
    path("<str:reference>/called", triage.called, name="called"),
    path("<str:reference>/read", triage.messages_read, name="messages_read"),
    path("<str:reference>/messages/<uuid:message_id>", triage.acknowledged, name="acknowledged"),
]
