"""Writes the feeds of the sample newsroom, RSS 2.0 and Atom, in each outlet's encoding."""

from datetime import datetime
from email.utils import format_datetime
from html import escape

from bot.demo.articles import Edition, FeedFormat, SampleOutlet
from bot.demo.phrases import load_phrases

CONTENT_TYPES = {FeedFormat.RSS: "application/rss+xml", FeedFormat.ATOM: "application/atom+xml"}


def render_feed(
    outlet: SampleOutlet, editions: tuple[Edition, ...], *, address: str, built: datetime
) -> bytes:
    """Write an outlet's feed; `address` is the newsroom's own, without a slash at its end."""
    render = _rss if outlet.format is FeedFormat.RSS else _atom
    document = render(outlet, editions, f"{address}/{outlet.key}", built)
    return document.encode(outlet.encoding, "xmlcharrefreplace")


def _rss(outlet: SampleOutlet, editions: tuple[Edition, ...], home: str, built: datetime) -> str:
    items = "\n".join(_rss_item(outlet, edition, home) for edition in editions)
    language = outlet.publisher.language
    return f"""<?xml version="1.0" encoding="{outlet.encoding}"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>{escape(outlet.publisher.name)}</title>
<link>{home}/</link>
<description>{escape(load_phrases(language).notice)}</description>
<language>{language}</language>
<lastBuildDate>{format_datetime(built, usegmt=True)}</lastBuildDate>
<atom:link href="{home}/feed.xml" rel="self" type="application/rss+xml"/>
{items}
</channel>
</rss>
"""


def _rss_item(outlet: SampleOutlet, edition: Edition, home: str) -> str:
    article = edition.article
    parts = [
        f"<title>{escape(edition.wording.title)}</title>",
        f"<link>{home}/{article.slug}</link>",
        f'<guid isPermaLink="false">{_identity(outlet, edition)}</guid>',
        f"<pubDate>{format_datetime(edition.published, usegmt=True)}</pubDate>",
        f"<dc:creator>{escape(article.byline)}</dc:creator>" if article.byline else "",
        f"<description>{escape(edition.wording.summary)}</description>" if edition.wording.summary else "",
        _rss_picture(edition, home) if outlet.captions and article.caption else "",
        f"<content:encoded><![CDATA[{_markup(edition)}]]></content:encoded>" if outlet.full_text else "",
    ]
    return "<item>\n" + "\n".join(part for part in parts if part) + "\n</item>"


def _rss_picture(edition: Edition, home: str) -> str:
    caption = escape(edition.article.caption)
    return (
        f'<media:content url="{home}/{edition.article.slug}.jpg" medium="image" type="image/jpeg">'
        f'<media:description type="plain">{caption}</media:description></media:content>'
    )


def _atom(outlet: SampleOutlet, editions: tuple[Edition, ...], home: str, built: datetime) -> str:
    entries = "\n".join(_atom_entry(outlet, edition, home) for edition in editions)
    language = outlet.publisher.language
    return f"""<?xml version="1.0" encoding="{outlet.encoding}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">
<id>{_tag(outlet.key)}</id>
<title>{escape(outlet.publisher.name)}</title>
<subtitle>{escape(load_phrases(language).notice)}</subtitle>
<link rel="self" type="application/atom+xml" href="{home}/feed.xml"/>
<link rel="alternate" type="text/html" href="{home}/"/>
<author><name>{escape(outlet.publisher.name)}</name></author>
<updated>{_iso(built)}</updated>
{entries}
</feed>
"""


def _atom_entry(outlet: SampleOutlet, edition: Edition, home: str) -> str:
    wording = edition.wording
    parts = [
        f"<id>{_identity(outlet, edition)}</id>",
        f"<title>{escape(wording.title)}</title>",
        f'<link rel="alternate" type="text/html" href="{home}/{edition.article.slug}"/>',
        f"<published>{_iso(edition.published)}</published>",
        f"<updated>{_iso(edition.updated)}</updated>",
        f"<summary>{escape(wording.summary)}</summary>" if wording.summary else "",
        f'<content type="html">{escape(_markup(edition))}</content>' if outlet.full_text else "",
    ]
    return "<entry>\n" + "\n".join(part for part in parts if part) + "\n</entry>"


def _identity(outlet: SampleOutlet, edition: Edition) -> str:
    """The same at every start, whatever the port."""
    return _tag(f"{outlet.key}/{edition.article.slug}")


def _tag(name: str) -> str:
    return f"tag:newsroom.invalid,2026:{name}"


def _markup(edition: Edition) -> str:
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in edition.paragraphs)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
