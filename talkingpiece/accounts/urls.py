from django.urls import path

from talkingpiece.accounts.views import beginning, own, people, proving, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/passkey/", signing_in.passkey, name="passkey"),
    path("sign-in/code/", signing_in.second_factor, name="second_factor"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("still-you/", proving.still_you, name="still_you"),
    path("your-sign-in/", own.your_sign_in, name="your_sign_in"),
    path("your-sign-in/add/", own.add_factor, name="add_factor"),
    path("your-sign-in/add/app/", own.add_app, name="add_app"),
    path("your-sign-in/add/passkey/", own.add_passkey, name="add_passkey"),
    path("your-sign-in/recovery-codes/", own.recovery_codes, name="recovery_codes"),
    path("your-sign-in/password/", own.new_password, name="new_password"),
    path("your-sign-in/remove/<slug:factor>/", own.remove_factor, name="remove_factor"),
    path("your-sign-in/sessions/<int:session_id>/end/", own.end_session, name="end_session"),
    path("begin/<str:token>/", beginning.begin, name="begin"),
    path("people/", people.people_and_roles, name="people_and_roles"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:user_id>/link/", people.new_link, name="new_link"),
    path("people/<uuid:user_id>/role/", people.propose_role, name="propose_role"),
    path("people/<uuid:user_id>/sign-in/", people.propose_reset, name="propose_reset"),
    path("people/roles/<uuid:holding_id>/end/", people.end_role, name="end_role"),
    path("people/proposed/<uuid:change_id>/", people.decide_change, name="decide_change"),
]
