from html.parser import HTMLParser


class Markup(HTMLParser):
    """The start tags of a page with their attributes, to ask questions of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str = "", **wanted: str) -> list[dict[str, str | None]]:
        return [
            attrs
            for name, attrs in self.tags
            if (not tag or name == tag) and all(attrs.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]

    def one(self, tag: str = "", **wanted: str) -> dict[str, str | None]:
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} of {tag} {wanted}"
        return found[0]

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _tag, attrs in self.tags if name in (attrs.get("class") or "").split()]
