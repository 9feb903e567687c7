from django.urls import path

from talkingpiece.evaluation import views

app_name = "evaluation"
urlpatterns = [path("cases/<str:reference>/needs-met/", views.ask, name="ask")]
