"""A trail that cannot be written: the database itself refuses an entry, as a full disk would, at once or at commit."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from devtools import roles
from tests.database import Cluster

EVERY = "%"
AT_ONCE, AT_COMMIT = "at_once", "at_commit"
# Made by the owner of the tables; which entries fail, the connection of the test says.
_CANNOT = """
CREATE FUNCTION cannot_be_written() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF NEW.name LIKE current_setting('tests.unwritable_' || TG_ARGV[0], true) THEN
    RAISE EXCEPTION 'No space left on device';
  END IF;
  RETURN NEW;
END $body$;
CREATE TRIGGER a_cannot_be_written BEFORE INSERT ON audit_event
  FOR EACH ROW EXECUTE FUNCTION cannot_be_written('at_once');
CREATE CONSTRAINT TRIGGER z_cannot_be_written AFTER INSERT ON audit_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cannot_be_written('at_commit');
"""


def let_it_fail(cluster: Cluster) -> None:
    """In the database to which the test is connected. From then on `unwritable` works there."""
    with roles.connect(roles.with_database(cluster.owner_url, str(connection.settings_dict["NAME"]))) as owner:
        owner.execute(_CANNOT)


@contextmanager
def unwritable(name: str = EVERY, when: str = AT_ONCE) -> Iterator[None]:
    """Meanwhile no entry of a name that is LIKE this one gets into the trail, on the test's own connection."""
    _set(when, name)
    try:
        yield
    finally:
        _set(when, "")


def _set(when: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [f"tests.unwritable_{when}", name])
