"""What may come in as a file. Nothing that was brought is kept as it came: it is read, and written anew."""

from talkingpiece.documents.reception.kinds import MOST_BYTES, FileKind, Refused
from talkingpiece.documents.reception.receiving import Received, receive, shown_name

__all__ = ["MOST_BYTES", "FileKind", "Received", "Refused", "receive", "shown_name"]
