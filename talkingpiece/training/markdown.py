"""A text of the pack, or of an area, as HTML in the dress of our pages and as blocks for paper. Markup of its own is
shown as it was typed, and no link leads anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from talkingpiece.documents.payloads import Block, Run

# A heading of the third level is the highest that a text has: above it stand the page and the part.
_HEADINGS = {"h3": "h2", "h4": "h3", "h5": "h4"}
_CLASSES = {
    "h2": "govuk-heading-m govuk-!-margin-top-5",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "p": "govuk-body tp-measure",
    "ul": "govuk-list govuk-list--bullet tp-measure",
    "ol": "govuk-list govuk-list--number tp-measure",
    "blockquote": "govuk-inset-text tp-measure",
    "table": "govuk-table tp-stack",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}


_HOLDERS: dict[str, Literal["bullets", "numbers", "item", "quote"]] = {
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "item",
    "blockquote_open": "quote",
}


def _reader() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image", "autolink", "html_inline"])
    )


def html(source: str) -> SafeString:
    reader = _reader()
    tokens = reader.parse(source)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
        if token.nesting == 1 and (name := _CLASSES.get(token.tag)):
            token.attrSet("class", name)
        if token.tag == "th" and token.nesting == 1:
            token.attrSet("scope", "col")
    drawn: str = reader.renderer.render(tokens, reader.options, {})
    return mark_safe(drawn)


def blocks(source: str, level: int = 3) -> tuple[Block, ...]:
    """`level`: which level the highest heading of the text has on the page."""
    tokens = _reader().parse(source)
    found, _end = _blocks(tokens, 0, level - 3)
    return found


def _blocks(tokens: Sequence[Token], at: int, deeper: int) -> tuple[tuple[Block, ...], int]:
    """The blocks from there to the end of whatever holds them."""
    found: list[Block] = []
    while at < len(tokens) and tokens[at].nesting != -1:
        token = tokens[at]
        if token.type in {"heading_open", "paragraph_open"}:
            level = int(token.tag[1]) + deeper if token.type == "heading_open" else 0
            found.append(Block(kind="heading" if level else "par", level=level, runs=_runs(tokens[at + 1])))
            at += 3
        elif token.type in _HOLDERS:
            inside, end = _blocks(tokens, at + 1, deeper)
            found.append(Block(kind=_HOLDERS[token.type], blocks=inside))
            at = end + 1
        elif token.type == "table_open":
            rows, at = _table(tokens, at)
            found.append(Block(kind="table", rows=rows))
        elif token.type in {"fence", "code_block"}:
            found.append(Block(kind="par", runs=(Run(words=token.content.rstrip()),)))
            at += 1
        else:
            at += 1
    return tuple(found), at


def _table(tokens: Sequence[Token], at: int) -> tuple[tuple[tuple[str, ...], ...], int]:
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "inline":
            cells.append("".join(run.words for run in _runs(tokens[at])))
        elif tokens[at].type == "tr_close":
            rows.append(tuple(cells))
            cells = []
        at += 1
    return tuple(rows), at + 1


def _runs(inline: Token) -> tuple[Run, ...]:
    runs: list[dict[str, Any]] = []
    strong = emphasised = False
    for child in inline.children or []:
        if child.type in {"strong_open", "strong_close"}:
            strong = child.nesting == 1
        elif child.type in {"em_open", "em_close"}:
            emphasised = child.nesting == 1
        else:
            words = "\n" if child.type == "hardbreak" else " " if child.type == "softbreak" else child.content
            runs.append({"words": words, "strong": strong, "emphasised": emphasised})
    return tuple(Run(**one) for one in runs)
