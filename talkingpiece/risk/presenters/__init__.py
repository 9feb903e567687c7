from talkingpiece.risk.presenters.history import timeline
from talkingpiece.risk.presenters.names import approach_name, approach_names, offenders
from talkingpiece.risk.presenters.overview import Overview, flag_state, overview
from talkingpiece.risk.presenters.reading import AssessmentPage, assessment_page, factor_rows

__all__ = [
    "AssessmentPage",
    "Overview",
    "approach_name",
    "approach_names",
    "assessment_page",
    "factor_rows",
    "flag_state",
    "offenders",
    "overview",
    "timeline",
]
