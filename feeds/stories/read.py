"""The whole editorial process on one page: what an article says, and its place among the stories.

Pure: the same article and the same known stories give the same answer, today and in ten years.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from feeds.model import Article, ArticleId, Entry, KeptArticle, Quote, Reading, StoryId
from feeds.stories.actors import identify as identify_speaker
from feeds.stories.cluster import WINDOW, find_place, sign
from feeds.stories.clusters.shelf import Shelf
from feeds.stories.detect import assess, may_matter
from feeds.stories.language import identify as identify_language
from feeds.stories.origins import Report, credit, same_dispatch
from feeds.stories.positions import find_positions
from feeds.stories.quotes import quotes_in
from feeds.stories.summarise import summarise
from feeds.stories.texts.debris import LONGEST_TEXT
from feeds.stories.texts.tokens import read_paragraphs, sentences, sentences_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article belongs among what is known. None: it begins a story, or is an origin of its own."""

    story: StoryId | None
    origin: ArticleId | None
    follows: StoryId | None = None  # the story of which the one that it begins tells more
    is_rejected: bool = False  # it is like what whoever runs the bot has rejected from that story


def screen(entries: Sequence[Entry], language: str) -> tuple[bool, ...]:
    """Say of each item of a feed whether it may matter, so that its page is worth fetching."""
    return tuple(_may_matter(entry, language) for entry in entries)


def read_article(article: Article) -> Reading:
    """Read all that an article says on the subject."""
    reading = read_text(
        article.title, article.text, hint=article.outlet.language, day=article.published.date()
    )
    return replace(reading, assessment=replace(reading.assessment, basis=article.basis))


def read_text(title: str, text: str, *, hint: str = "", day: date | None = None) -> Reading:
    """Read a title and a text: `hint` is their likely language, `day` when they were published."""
    language = identify_language(f"{title}\n{text}", hint=hint)
    assessment = assess(title, text, language, day)
    paragraphs = read_paragraphs(text, language)
    told = sentences_in(paragraphs) if len(text) <= LONGEST_TEXT else sentences(text, language)
    said = quotes_in(text, paragraphs, language)
    quotes = _of_one_country(_with_actor(quote, language, day) for quote in said)
    positions = find_positions(text, told, quotes, language, day)
    return Reading(
        language=language,
        assessment=assessment,
        quotes=quotes,
        positions=positions,
        summary=summarise(text, told, title, language, quotes, assessment.reasons),
        credit=credit(text),
        signature=sign(title, text, language, quotes, positions),
    )


def place(reading: Reading, published: datetime, shelf: Shelf, *, outlet: str = "") -> Place:
    """Find the story that an article belongs to, and the one there that carried its dispatch first."""
    company, follows = find_place(reading.signature, published, shelf)
    if company is None:
        return Place(story=None, origin=None, follows=follows)
    report = Report(outlet=outlet, credit=reading.credit, signature=reading.signature)
    beside = shelf.of_story(company.story, published - WINDOW, published + WINDOW)
    in_order = sorted(beside, key=lambda member: member.article)
    same = (member.origin for member in in_order if same_dispatch(report, Report.of(member)))
    return Place(story=company.story, origin=next(same, None), is_rejected=company.is_rejected)


def find_origins(articles: Sequence[KeptArticle]) -> dict[ArticleId, ArticleId | None]:
    """Say of each article of a story, in order of arrival, whose dispatch it carries; None: its own."""
    origins: dict[ArticleId, ArticleId | None] = {}
    for number, kept in enumerate(articles):
        report = Report.of_kept(kept)
        same = (
            origins[other.id] or other.id
            for other in articles[:number]
            if same_dispatch(report, Report.of_kept(other))
        )
        origins[kept.id] = next(same, None)
    return origins


def _may_matter(entry: Entry, language: str) -> bool:
    return may_matter(entry.title, entry.summary or entry.body, language)


def _of_one_country(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Let a speaker whom an article places in a country once speak for it in all of his quotes there."""
    said = tuple(quotes)
    countries: dict[str, set[str]] = {}
    for quote in said:
        if " " in quote.speaker.name and quote.speaker.country:
            countries.setdefault(quote.speaker.name, set()).add(quote.speaker.country)
    known = {name: found.pop() for name, found in countries.items() if len(found) == 1}
    return tuple(
        replace(quote, speaker=replace(quote.speaker, country=known.get(quote.speaker.name, "")))
        if not quote.speaker.country
        else quote
        for quote in said
    )


def _with_actor(quote: Quote, language: str, day: date | None) -> Quote:
    return replace(quote, speaker=identify_speaker(quote.speaker, language, day))
