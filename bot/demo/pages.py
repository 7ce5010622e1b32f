"""Builds the pages of the sample newsroom: an article amid the clutter of a real site."""

from functools import cache
from html import escape
from importlib import resources
from string import Template

from bot.demo.articles import Edition, Layout, SampleOutlet
from bot.demo.phrases import Phrases, load_phrases

PARAGRAPHS_BEFORE_TEASER = 2
TEASERS = {  # marked as an aside, or, as often in real pages, looking like any other paragraph
    Layout.ARTICLE: '<aside class="read-more"><b>{heading}</b> {link}</aside>',
    Layout.DIVISIONS: "<p><strong>{heading}</strong> {link}</p>",
}


def render_page(outlet: SampleOutlet, edition: Edition) -> bytes:
    """Build the page of one article, in the outlet's layout and encoding."""
    phrases = load_phrases(outlet.publisher.language)
    body = _template(f"{outlet.layout}.html").substitute(
        headline=escape(edition.wording.title),
        standfirst=escape(edition.wording.summary),
        byline=escape(edition.article.byline or outlet.publisher.name),
        time=edition.published.isoformat(timespec="seconds"),
        figure=_figure(outlet, edition),
        text=_text(outlet, edition, phrases),
        share=escape(phrases.share),
        newsletter=escape(phrases.newsletter),
        subscribe=escape(phrases.subscribe),
        related=escape(phrases.related),
        teasers=_links(outlet, phrases.teasers),
    )
    return _frame(outlet, phrases, title=edition.wording.title, body=body)


def render_front_page(outlet: SampleOutlet, editions: tuple[Edition, ...]) -> bytes:
    """Build an outlet's front page, which names its feed and links its articles."""
    phrases = load_phrases(outlet.publisher.language)
    headlines = "\n".join(
        f'<li><a href="/{outlet.key}/{edition.article.slug}">{escape(edition.wording.title)}</a></li>'
        for edition in editions
    )
    return _frame(outlet, phrases, title=outlet.publisher.name, body=f"<ul>\n{headlines}\n</ul>")


def _frame(outlet: SampleOutlet, phrases: Phrases, *, title: str, body: str) -> bytes:
    page = _template("frame.html").substitute(
        language=outlet.publisher.language,
        encoding=outlet.encoding,
        title=escape(title),
        outlet=escape(outlet.publisher.name),
        key=outlet.key,
        menu=_links(outlet, phrases.menu),
        cookies=escape(phrases.cookies),
        accept=escape(phrases.accept),
        body=body,
        notice=escape(phrases.notice),
        rights=escape(phrases.rights),
    )
    return page.encode(outlet.encoding, "xmlcharrefreplace")


def _text(outlet: SampleOutlet, edition: Edition, phrases: Phrases) -> str:
    """The paragraphs, with a teaser for another story among them."""
    paragraphs = [f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in edition.paragraphs]
    link = f'<a href="/{outlet.key}/">{escape(phrases.troop_teaser)}</a>'
    teaser = TEASERS[outlet.layout].format(heading=escape(phrases.read_more), link=link)
    paragraphs.insert(PARAGRAPHS_BEFORE_TEASER, teaser)
    return "\n".join(paragraphs)


def _figure(outlet: SampleOutlet, edition: Edition) -> str:
    caption = escape(edition.article.caption)
    if not caption:
        return ""
    picture = f'<img src="/{outlet.key}/{edition.article.slug}.jpg" alt="{caption}">'
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"


def _links(outlet: SampleOutlet, names: tuple[str, ...]) -> str:
    return "\n".join(f'<li><a href="/{outlet.key}/">{escape(name)}</a></li>' for name in names)


@cache
def _template(name: str) -> Template:
    file = resources.files("bot.demo").joinpath("data", "pages", name)
    return Template(file.read_text(encoding="utf-8"))
