import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talkingpiece.config.settings")

application = get_wsgi_application()

# Only now: what is asked at the start reads the rooms' models.
from talkingpiece.config.startup import refuse_unless_safe, warm_up  # noqa: E402

refuse_unless_safe()
warm_up()
