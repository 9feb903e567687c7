"""Both doors in one process: only where nobody is real."""

from django.urls import include, path

urlpatterns = [
    path("staff/", include("talkingpiece.config.urls_staff")),
    path("", include("talkingpiece.config.urls_public")),
]
