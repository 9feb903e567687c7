from django.urls import path

from talkingpiece.offender_management.views import agency, bringing, reading_out, seeing, writing

app_name = "offender_management"

CASE = "cases/<str:reference>/reports/"
REPORT = CASE + "<uuid:report_id>/"

urlpatterns = [
    path("changes/", bringing.changes_file, name="changes_file"),
    path("where-it-stands/", agency.where_it_stands, name="where_it_stands"),
    path("where-it-stands/<uuid:item_id>/done/", agency.done, name="done"),
    path("reports/", agency.received, name="received"),
    path("reports/<uuid:report_id>/", agency.received_one, name="received_one"),
    path("reports/<uuid:report_id>/report.pdf", agency.received_pdf, name="received_pdf"),
    path("reports/<uuid:report_id>/report.json", agency.received_json, name="received_json"),
    path("reports/<uuid:report_id>/objectives/", agency.objectives, name="objectives"),
    path("cases/<str:reference>/agency-view/", seeing.agency_view, name="agency_view"),
    path("agreements/<uuid:agreement_id>/agency-view/", seeing.agreement_view, name="agreement_view"),
    path(CASE, writing.reports, name="reports"),
    path(CASE + "reported/<uuid:reported_id>/", writing.reported, name="reported"),
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
