from talkingpiece.config.api import api, patterns

app_name = "api"
urlpatterns = patterns(api)
