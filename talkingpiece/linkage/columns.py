"""The regular columns of a record in standard form, as SQL of DuckDB: the same as `records`, held by a parity test.

Names and dates are too irregular for SQL. They are read in Python, once for each distinct value; SQL takes those dates
off it that are written in one of the usual ways and are in no doubt.
"""

from __future__ import annotations

from datetime import date

from talkingpiece.linkage.dates import EARLIEST, MONTHS, NOBODY
from talkingpiece.linkage.identifiers.england_and_wales import LETTERS

_PACKED = "upper(replace(replace({x}, ' ', ''), chr(9), ''))"
_SHAPED = "upper(regexp_replace({x}, '[ \\t/-]+', '', 'g'))"


def macros() -> list[str]:
    """To be run once on a connection. `tp_` and the column is its standard form; null where there is none."""
    now = date.today().year
    century, years = now // 100, now % 100
    nobody = ", ".join(f"'{day}'" for day in sorted(NOBODY))
    return [
        f"""CREATE OR REPLACE TEMP MACRO tp_day(y, m, d) AS (
            CASE WHEN y BETWEEN '{EARLIEST}' AND '{now}' AND y || m || d NOT IN ({nobody})
              AND try_cast(y || '-' || m || '-' || d AS DATE) IS NOT NULL THEN y || m || d END)""",
        f"CREATE OR REPLACE TEMP MACRO tp_month(m) AS (lpad(list_position({list(MONTHS)}, m)::VARCHAR, 2, '0'))",
        """CREATE OR REPLACE TEMP MACRO tp_born(x) AS (
            CASE WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}')
              THEN tp_day(left(x, 4), substr(x, 6, 2), right(x, 2))
            WHEN regexp_full_match(x, '[0-9]{2}[-/.][0-9]{2}[-/.][0-9]{4}')
              THEN tp_day(right(x, 4), substr(x, 4, 2), left(x, 2))
            WHEN regexp_full_match(x, '[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}')
              THEN tp_day(right(x, 4), lpad(split_part(x, '.', 2), 2, '0'), lpad(split_part(x, '.', 1), 2, '0'))
            WHEN regexp_full_match(x, '[0-9]{2}-[A-Za-z]{3}-[0-9]{4}')
              THEN tp_day(right(x, 4), tp_month(lower(substr(x, 4, 3))), left(x, 2)) END)""",
        """CREATE OR REPLACE TEMP MACRO tp_postcode(x) AS (
            CASE WHEN regexp_full_match(replace(replace(x, ' ', ''), chr(9), ''),
                '[A-Za-z]{1,2}[0-9][A-Za-z0-9]?[0-9][A-Za-z]{2}|[0-9]{4,5}')
            THEN nullif(nullif(upper(replace(replace(x, ' ', ''), chr(9), '')), 'NF11NF'), 'NF11FA') END)""",
        """CREATE OR REPLACE TEMP MACRO tp_email(x) AS (
            CASE WHEN regexp_full_match(replace(replace(x, ' ', ''), chr(9), ''),
                '[!-?A-~]+@[!-?A-~]+[.][!-,/-?A-~-]+')
            THEN lower(replace(replace(x, ' ', ''), chr(9), '')) END)""",
        "CREATE OR REPLACE TEMP MACRO tp_digits(x) AS (regexp_replace(x, '[^0-9]+', '', 'g'))",
        "CREATE OR REPLACE TEMP MACRO tp_outward(d) AS (CASE WHEN d LIKE '00%' THEN substr(d, 3) ELSE d END)",
        """CREATE OR REPLACE TEMP MACRO tp_national(d) AS (
            ltrim(CASE WHEN d LIKE '44%' AND length(d) > 10 THEN substr(d, 3) ELSE d END, '0'))""",
        """CREATE OR REPLACE TEMP MACRO tp_dialled(d) AS (
            CASE WHEN length(d) BETWEEN 8 AND 15 AND replace(right(d, 7), right(d, 1), '') <> '' THEN d END)""",
        "CREATE OR REPLACE TEMP MACRO tp_phone(x) AS (tp_dialled(tp_national(tp_outward(tp_digits(x)))))",
        f"CREATE OR REPLACE TEMP MACRO tp_letter(digits) AS (substr('{LETTERS}', (digits::BIGINT % 23)::INT + 1, 1))",
        f"CREATE OR REPLACE TEMP MACRO tp_packed(x) AS ({_PACKED.format(x='x')})",
        # Year, serial and letter, then the number, then whether its letter fits.
        f"""CREATE OR REPLACE TEMP MACRO tp_pnc_of(y, s, letter) AS (
            CASE WHEN length(s) <= 7 THEN
              CASE WHEN length(y) = 4 THEN y WHEN y::INT <= {years} THEN '{century}' || y ELSE '{century - 1}' || y END
              || '/' || lpad(s, 7, '0') || letter END)""",
        """CREATE OR REPLACE TEMP MACRO tp_pnc_shape(t) AS (
            CASE WHEN regexp_full_match(t, '([0-9]{2}|[0-9]{4})/[0-9]{1,7}[A-Z]')
              THEN tp_pnc_of(split_part(t, '/', 1), left(split_part(t, '/', 2), -1), right(t, 1))
            WHEN regexp_full_match(t, '[0-9]{3,11}[A-Z]') AND length(t) = 12
              THEN tp_pnc_of(left(t, 4), substr(t, 5, 7), right(t, 1))
            WHEN regexp_full_match(t, '[0-9]{3,11}[A-Z]')
              THEN tp_pnc_of(left(t, 2), substr(t, 3, length(t) - 3), right(t, 1)) END)""",
        """CREATE OR REPLACE TEMP MACRO tp_pnc_fits(p) AS (
            tp_letter(substr(p, 3, 2) || substr(p, 6, 7)) = right(p, 1))""",
        """CREATE OR REPLACE TEMP MACRO tp_cro_shape(t) AS (
            CASE WHEN regexp_full_match(t, '0{1,6}/00[A-Z]') THEN NULL
            WHEN regexp_full_match(t, '[0-9]{1,6}/[0-9]{2}[A-Z]') THEN lpad(t, 10, '0')
            WHEN regexp_full_match(t, 'SF[0-9]{2}/[0-9]{1,6}[A-Z]') THEN t END)""",
        """CREATE OR REPLACE TEMP MACRO tp_cro_fits(c) AS (
            CASE WHEN c LIKE 'SF%' THEN tp_letter(substr(c, 3, 2) || substr(c, 6, length(c) - 6))
            ELSE tp_letter(substr(c, 8, 2) || substr(c, 1, 6)) END = right(c, 1))""",
        f"CREATE OR REPLACE TEMP MACRO tp_shaped(x) AS ({_SHAPED.format(x='x')})",
        """CREATE OR REPLACE TEMP MACRO tp_crn(x) AS (
            CASE WHEN regexp_full_match(tp_shaped(x), '[A-Z][0-9]{6}') THEN tp_shaped(x) END)""",
        """CREATE OR REPLACE TEMP MACRO tp_prison_no(x) AS (
            CASE WHEN regexp_full_match(tp_shaped(x), '[A-Z][0-9]{4}[A-Z]{2}') THEN tp_shaped(x) END)""",
    ]


# A column in standard form, from the raw column of `records.COLUMNS`; `pnc_shape` and `cro_shape` are made first.
REGULAR = {
    "postcode": "tp_postcode(postcode)",
    "phone": "tp_phone(phone)",
    "email": "tp_email(email)",
    "pnc": "CASE WHEN tp_pnc_fits(pnc_shape) THEN pnc_shape END",
    "pnc_odd": "CASE WHEN NOT tp_pnc_fits(pnc_shape) THEN pnc_shape END",
    "cro": "CASE WHEN tp_cro_fits(cro_shape) THEN cro_shape END",
    "cro_odd": "CASE WHEN NOT tp_cro_fits(cro_shape) THEN cro_shape END",
    "crn": "tp_crn(crn)",
    "prison_no": "tp_prison_no(nomis)",
}
SHAPES = {"pnc_shape": "tp_pnc_shape(pnc_packed)", "cro_shape": "tp_cro_shape(cro_packed)"}
PACKED = ("pnc", "cro")
# Of a distinct value of an irregular column; null where Python must look at it.
QUICK = {"dob": "tp_born(value)"}
