from django.urls import path

from talkingpiece.meetings.views import agreeing, booking, circle, holding, listing, planning

app_name = "meetings"

CASE = "cases/<str:reference>/"
MEETING = CASE + "meetings/<uuid:meeting_id>/"

urlpatterns = [
    path("meetings/", listing.meetings, name="list"),
    path(CASE + "meetings/plan/", planning.plan, name="plan"),
    path(MEETING, booking.meeting, name="meeting"),
    path(MEETING + "change/", planning.change, name="change"),
    path(MEETING + "ask/<uuid:participant_id>/", booking.ask, name="ask"),
    path(MEETING + "book/", booking.book, name="book"),
    path(MEETING + "check/", booking.check, name="check"),
    path(MEETING + "begin/", booking.begin, name="begin"),
    path(MEETING + "record/", holding.record, name="record"),
    path(MEETING + "record/take-back/", holding.take_back, name="take_back"),
    path(MEETING + "people/<uuid:participant_id>/", holding.debrief, name="debrief"),
    path(MEETING + "agreement/", agreeing.agreement, name="agreement"),
    path(MEETING + "circle/", circle.circle, name="circle"),
    path(MEETING + "circle/move/", circle.move, name="move"),
    path(MEETING + "circle/rounds/", circle.arrange, name="arrange"),
    path(MEETING + "seats/<uuid:proposal_id>/", circle.seat, name="seat"),
    path(CASE + "circles/", circle.circles, name="circles"),
    path(CASE + "circles/<uuid:meeting_id>/", circle.propose, name="propose"),
    path(CASE + "circles/asked/<uuid:proposal_id>/", circle.take_back_seat, name="take_back_seat"),
    path(MEETING + "cancel/", planning.cancel, name="cancel"),
    path(MEETING + "agreement/copy/<uuid:participant_id>/", agreeing.copy, name="copy"),
    path(CASE + "agreed/", agreeing.agreed, name="agreed"),
    path(CASE + "agreed/<uuid:item_id>/", agreeing.item, name="item"),
    path(CASE + "agreed/<uuid:item_id>/another-day/", agreeing.vary, name="vary"),
]
