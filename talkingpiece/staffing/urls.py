from django.urls import path

from talkingpiece.staffing import views

app_name = "staffing"
urlpatterns = [
    path("cases/<str:reference>/allocate/", views.allocate, name="allocate"),
    path("cases/<str:reference>/answer/", views.answer, name="answer"),
    path("cases/<str:reference>/conflict/", views.conflict, name="conflict"),
]
