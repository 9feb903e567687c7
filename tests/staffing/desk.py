from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.queries import open_ball


def ball_of(case: Case) -> Ball:
    ball = open_ball(case.pk)
    assert ball is not None
    return ball
