from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("talkingpiece.config.urls_api")),
    path("", include("talkingpiece.accounts.urls")),
    path("", include("talkingpiece.casefile.urls")),
    path("front-door/", include("talkingpiece.referrals.urls")),
    path("extracts/", include("talkingpiece.identification.urls")),
    path("agreements/", include("talkingpiece.agreements.urls")),
    path("systems/", include("talkingpiece.clients.urls")),
    path("events/", include("talkingpiece.outbox.urls")),
    path("", include("talkingpiece.cases.urls")),
    path("", include("talkingpiece.staffing.urls")),
    path("", include("talkingpiece.consents.urls")),
    path("", include("talkingpiece.notifications.urls")),
    path("", include("talkingpiece.information_sharing.urls")),
    path("", include("talkingpiece.risk.urls")),
    path("", include("talkingpiece.engagement.urls")),
    path("", include("talkingpiece.meetings.urls")),
    path("", include("talkingpiece.evaluation.urls")),
    path("", include("talkingpiece.planning_group.urls")),
    path("", include("talkingpiece.offender_management.urls")),
    path("", include("talkingpiece.records.urls")),
]
