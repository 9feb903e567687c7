from django.urls import path

from talkingpiece.risk.views import assessing, flags, outside, signing

app_name = "risk"

RISK = "cases/<str:reference>/risk/"
ASSESSMENT = RISK + "<uuid:assessment_id>/"

urlpatterns = [
    path(RISK, assessing.assess, name="assess"),
    path(RISK + "flag/", flags.flag, name="flag"),
    path(RISK + "flag/<uuid:flag_id>/", flags.answer_flag, name="answer_flag"),
    path(ASSESSMENT, assessing.assessment, name="assessment"),
    path(ASSESSMENT + "submit/", signing.submit, name="submit"),
    path(ASSESSMENT + "sign/", signing.sign, name="sign"),
    path(ASSESSMENT + "outside/", outside.ask, name="ask_outside"),
    path("second-opinion/<slug:area>/<str:token>/", outside.answer, name="outside"),
    path(ASSESSMENT + "<str:factor>/", assessing.factor, name="factor"),
]
