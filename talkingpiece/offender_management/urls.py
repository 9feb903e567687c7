from django.urls import path

from talkingpiece.offender_management.views import agency, bringing, reading_out, writing

app_name = "offender_management"

CASE = "cases/<str:reference>/reports/"
REPORT = CASE + "<uuid:report_id>/"

urlpatterns = [
    path("changes/", bringing.changes_file, name="changes_file"),
    path("reports/", agency.received, name="received"),
    path("reports/<uuid:report_id>/", agency.received_one, name="received_one"),
    path("reports/<uuid:report_id>/report.pdf", agency.received_pdf, name="received_pdf"),
    path(CASE, writing.reports, name="reports"),
    path(CASE + "begin/<uuid:responsible_id>/", writing.begin, name="begin"),
    path(REPORT, writing.report, name="report"),
    path(REPORT + "change/", writing.change, name="change"),
    path(REPORT + "renew/", writing.renew, name="renew"),
    path(REPORT + "release/", writing.release, name="release"),
    path(REPORT + "stop/", writing.stop, name="stop"),
    path(REPORT + "report.pdf", writing.pdf, name="pdf"),
    path(REPORT + "shown/<uuid:person_id>/", reading_out.shown, name="shown"),
    path(REPORT + "shown/<uuid:person_id>/unshown/", reading_out.unshown, name="unshown"),
]
