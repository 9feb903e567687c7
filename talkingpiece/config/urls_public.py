from django.urls import include, path

from talkingpiece.casefile.public_views import come_back, leave, leave_on

urlpatterns = [
    path("exit", leave, name="exit"),
    path("exit/on", leave_on, name="exit_on"),
    path("exit/back", come_back, name="exit_back"),
    path("", include("talkingpiece.referrals.public_urls")),
]
