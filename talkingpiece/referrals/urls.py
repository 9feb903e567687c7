from django.urls import path

from talkingpiece.referrals.views import accept, triage

app_name = "referrals"
urlpatterns = [
    path("", triage.queue, name="queue"),
    path("<str:reference>/", triage.referral, name="referral"),
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
