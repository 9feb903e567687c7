from django.urls import path

from talkingpiece.accounts.views import proving, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("still-you/", proving.still_you, name="still_you"),
]
