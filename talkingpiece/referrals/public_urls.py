from django.urls import path

from talkingpiece.referrals.views import agency_link, code, front, self_referral

app_name = "front"
urlpatterns = [
    path("", front.home, name="home"),
    path("what-happens", front.what_happens, name="what_happens"),
    path("your-information", front.your_information, name="your_information"),
    path("hide-your-visit", front.hide_your_visit, name="hide_your_visit"),
    path("reach-us", front.reach_us, name="reach_us"),
    path("start", self_referral.start, name="start"),
    path("start/check", self_referral.check, name="check"),
    path("start/received", self_referral.receipt, name="receipt"),
    path("start/now", self_referral.danger, name="danger"),
    path("start/<slug:slug>", self_referral.question, name="question"),
    path("call-me", self_referral.call_me, name="call_me"),
    path("agency/<str:token>/", agency_link.agency, name="agency"),
    path("agency/<str:token>/check", agency_link.agency_check, name="agency_check"),
    path("agency/<str:token>/received", agency_link.agency_receipt, name="agency_receipt"),
    path("number", code.code, name="code"),
    path("number/left", code.code_left, name="code_left"),
]
