"""What is written on paper for people of the case and for those who supervise them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.ui.components import Link


def papers(opened: Opened) -> list[Link]:
    """Also of an ended case: what came of it is often told after it."""
    ref = opened.case.reference
    links = [
        Link(_("Papers that came in"), url("cases:papers", ref)),
        Link(_("Letters"), url("notifications:letters", ref)),
        Link(_("Reports and messages"), url("offender_management:reports", ref)),
        Link(_("Tell an organisation beside them"), url("information_sharing:packages", ref)),
        Link(_("What was told to whom"), url("information_sharing:disclosures", ref)),
        Link(_("What would this agency see?"), url("offender_management:agency_view", ref)),
    ]
    return [link for link in links if leads_in(link.url, opened.relation)]
