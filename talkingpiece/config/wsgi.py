import os

from django.core.wsgi import get_wsgi_application

from talkingpiece.config.startup import refuse_unless_safe, warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talkingpiece.config.settings")

application = get_wsgi_application()
refuse_unless_safe()
warm_up()
