from django.urls import include, path

from talkingpiece.casefile.public_views import leave

urlpatterns = [
    path("exit", leave, name="exit"),
    path("", include("talkingpiece.referrals.public_urls")),
]
