from django.urls import path

from talkingpiece.agreements import views

app_name = "agreements"

urlpatterns = [path("", views.agreements, name="list")]
