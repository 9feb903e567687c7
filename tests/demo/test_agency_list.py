"""A list of the liaison unit in the practice service."""

from talkingpiece.identification.models import Extract, Screened
from tests.demo.conftest import in_sight


def test_a_list_of_the_liaison_unit_waits_for_whoever_screens(demo) -> None:
    with in_sight():
        extract = Extract.objects.get()
        assert (extract.state, extract.rows, extract.dropped > 0) == ("taken", 10, True)
        rows = Screened.objects.filter(extract=extract)
        out = {rule for failing in rows.values_list("failing", flat=True) for rule in failing}
        assert {"scheme_out", "wish_no", "remit:child", "with_another"} <= out
        assert rows.filter(state="waiting").count() >= 4
