"""Documents for tests: an honest feed to vary. All outlets are invented; hostile bodies are in `hostile/`."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
URL = "https://courier.example/rss/all.xml"


def rss(*items: str, head: str = "<title>The Harbour Courier</title>", prolog: str = "") -> bytes:
    """An RSS 2.0 document."""
    return f'{prolog}<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(
    *,
    title: str = "Minister answers",
    link: str = "https://courier.example/1",
    guid: str = "tag:1",
    inside: str = "",
) -> str:
    """One item of an RSS document."""
    return f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>{inside}</item>"


HONEST = rss(item())
