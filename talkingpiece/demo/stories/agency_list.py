"""The liaison unit's list of the quarter: taken in this week, held against the rules, not screened yet."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from talkingpiece.core import clock
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story
from talkingpiece.identification import services

FILE = "contact list third quarter.csv"
_HEAD = (
    "Ref,Victim name,DOB,Phone,Postcode,Sex,Ethnicity,VCS status,RJ interest,Wish date,Index offence,Offence date,"
    "Crime ref,Offender name,Offender DOB,Prison no,Sentence type,CRD,Restraining order,VLO,Internal notes"
)
# Name, born, the last figures of a telephone, sex, group, scheme, wish, offence, offender, months until release, order.
_ROWS = """
Perpetua Lockhart|12/02/1968|701|F|White|Opted in|requested|Robbery|Dane Ruckley|26|no
Aurelio Castell|30/07/1990|702|M|White|Opted in|open|Wounding|Joss Tindle|5|no
Ndidi Okonjo|19/11/1979|703|F|Black|Opted in|not asked|Burglary|Errol Mapp|40|no
Ndidi Okonjo|19/11/1979|703|F|Black|Opted in|not asked|Burglary|Curtis Mapp|40|no
Hedda Brandvold|02/05/1955|705|F|White|Opted in|not asked|Sexual assault|Colm Vetch|70|yes
Hedda Brandvold|02/05/1955|731|F|White|Opted in|not asked|Burglary|Lorne Pell|15|no
Zubair Lodhi|23/09/1983|706|M|Asian|Opted out|not asked|Assault|Lyle Crane|12|no
Morwenna Pascoe|07/01/1972|707|F|White|Opted in|declined|Robbery|Nye Huddart|18|no
Tomasz Zielony|15/04/2012|708|M|White|Opted in|not asked|Assault|Kip Sandal|9|no
Ottoline Fairweather|28/10/1949|709|F|White|Opted in|not asked|Death by driving|Ade Brook|3|no
"""


def tell(s: Story) -> Tale:
    yield s.days.work(3, "09:20")
    r, at = s.ridgeway, clock.now()
    found, _new = services.keep_extract(area=r.area, agency=r.liaison, content=_file(s), name=FILE, by=r.priya, at=at)
    found = services.choose_columns(
        extract_id=found.pk, version=found.version, mapping=found.mapping, content=None, by=r.priya, at=at
    )
    services.take_in(extract_id=found.pk, version=found.version, by=r.priya, at=at)
    services.screen_area(area_id=r.area.pk, at=at)


def _file(s: Story) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD.split(","))
    today = clock.today()
    for number, row in enumerate(_ROWS.strip().splitlines()):
        name, born, phone, sex, group, scheme, wish, offence, offender, months, order = row.split("|")
        asked = _written(s.days.day(20 + number)) if wish == "requested" else ""
        release = _written(today + timedelta(days=30 * int(months)))
        line = [f"VL-{310 + number}", name, born, f"07700 900{phone}", "", sex, group, scheme, wish, asked, offence]
        line += [_written(s.days.day(300 + 11 * number)), f"RW/{5200 + number}/25", offender, "", "", "SDS", release]
        writer.writerow([*line, order, "E. Lund, 01632 960150", "not for us"])
    return out.getvalue().encode()


def _written(day: object) -> str:
    return f"{day:%d/%m/%Y}"
