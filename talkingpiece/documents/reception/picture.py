"""Pictures: what is seen is drawn anew. Where it was taken, by what, and when, does not come along."""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from talkingpiece.documents.reception.kinds import Refused

MOST_PIXELS = 40_000_000
MOST_ON_A_SIDE = 15_000


def rewritten_jpeg(content: bytes) -> bytes:
    return _rewritten(content, "JPEG")


def rewritten_png(content: bytes) -> bytes:
    return _rewritten(content, "PNG")


def _rewritten(content: bytes, format: str) -> bytes:
    """Raises Refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[format]) as seen:
                _refuse_huge(*seen.size)
                upright = ImageOps.exif_transpose(seen)
                drawn = upright.convert("RGB" if format == "JPEG" else _colours(upright))
    except Refused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_unreadable()) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, MemoryError):
        # What readers of broken pictures raise; none of it is a picture.
        raise Refused(_unreadable()) from None
    out = io.BytesIO()
    # A new picture of the same dots: nothing is carried over but them.
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    clean.save(out, format, **({"quality": 90} if format == "JPEG" else {}))
    return out.getvalue()


def _colours(seen: Image.Image) -> str:
    return "RGBA" if "A" in seen.getbands() or "transparency" in seen.info else "RGB"


def _refuse_huge(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > MOST_ON_A_SIDE:
        raise Refused(_("This picture is larger than 40 megapixels. Make it smaller, and bring it again."))


def _unreadable() -> str:
    return _("This picture cannot be opened. Take it anew, or save it as JPEG, and bring that.")
