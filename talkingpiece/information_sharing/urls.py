from django.urls import URLPattern

app_name = "information_sharing"
urlpatterns: list[URLPattern] = []
