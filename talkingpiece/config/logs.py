"""What a log line may hold: codes, names of pages, places in the code. Logs are read by more people than files."""

from __future__ import annotations

import logging
import traceback
from typing import Any


class Discreet(logging.Formatter):
    """An address becomes the name of its page (a path can hold a reference or the token of a link), and an exception
    its kind and where it came from: its words can be a row of the database."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if request is None:
            return super().format(record)
        match = getattr(request, "resolver_match", None)
        told = logging.makeLogRecord(record.__dict__ | {"args": None, "exc_text": None})
        told.msg = (
            f"{getattr(record, 'status_code', '')} {request.method} {match.view_name if match else 'no such page'}"
        )
        return super().format(told)

    def formatException(self, ei: Any) -> str:
        """Each exception of the chain, the first cause first, without what it says."""
        kind, error, _where = ei
        if kind is None or error is None:
            return ""
        chain = [error]
        while (before := chain[-1].__cause__ or chain[-1].__context__) is not None and before not in chain:
            chain.append(before)
        lines = []
        for one in reversed(chain):
            lines += traceback.format_list(traceback.extract_tb(one.__traceback__))
            lines.append(f"{type(one).__module__}.{type(one).__qualname__}\n")
        return "".join(lines).rstrip()
