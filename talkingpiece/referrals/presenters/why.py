"""Why each question is asked: said beside it, so that nobody wonders what we are after."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: Mapping[str, tuple[str | Promise, ...]] = {
    "name": (_("So that we call you what you like to be called. You can stay without a full name."),),
    "contact": (
        _(
            "Some people share a phone. Some people share a home with somebody who must not know. "
            "So we ask about each way by itself."
        ),
        _("Nothing is sent until you finish, and then only in the ways you ticked."),
    ),
    "safe-now": (_("Your safety comes before everything else that we can do."),),
    "keep-from": (_("So that nobody from our team gives you away by mistake."),),
    "what-happened": (
        _("So that the right person calls you, and you do not have to tell it twice."),
        _("You do not have to describe anything that hurts to write down."),
    ),
    "other-person": (
        _("So that we can see whether we are able to find them one day, if you would like that."),
        _("They do not learn that you wrote to us."),
    ),
    "how-far": (_("While a court has not decided yet, we can listen, and start later."),),
    "hopes": (_("Everything that we do starts from what you need. There is no wrong answer."),),
    "help": (_("So that we come prepared. None of it costs you anything."),),
}
