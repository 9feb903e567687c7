from django.urls import path

from talkingpiece.evaluation.views import asking, figures

app_name = "evaluation"
urlpatterns = [
    path("cases/<str:reference>/needs-met/", asking.ask, name="ask"),
    path("figures/", figures.quarter, name="quarter"),
    path("figures/rules/", figures.rules, name="rules"),
    path("figures/file/", figures.csv, name="csv"),
    path("figures/of/<slug:key>/", figures.figure, name="figure"),
]
