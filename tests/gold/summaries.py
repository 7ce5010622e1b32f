"""Scores our summaries against those that outlets write, beside the first sentences of the article.

The references are the descriptions of items of real feeds (../shared/data/feeds) that carry the whole article
as well, where the description is not the article's own beginning. The measure is ROUGE (F1), by a library.
"""

import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from rouge import Rouge

from feeds.errors import FeedError
from feeds.model import Article, Basis, Entry, Outlet, Ownership, Reading, Span
from feeds.polling.parse import parse_feed
from feeds.stories.read import read_article
from feeds.stories.summarise import summarise
from feeds.stories.texts.tokens import sentences

FEEDS = Path(__file__).parents[3] / "shared/data/feeds/news_feeds.tar.xz"
MEASURES = ("rouge-1", "rouge-2", "rouge-l")
LENGTHS = (3, 2, 1)
SHORTEST_ARTICLE, SHORTEST, LONGEST, SAME = 1_000, 60, 600, 60  # characters
NOW = datetime(2026, 11, 1, tzinfo=UTC)
NOBODY = Outlet(name="", country="", language="en", ownership=Ownership.PRIVATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article with the summary that its outlet wrote."""

    article: Article
    reading: Reading
    sentences: Sequence[Span]
    reference: str

    def ours(self, length: int) -> str:
        """Give our summary."""
        article, read = self.article, self.reading
        reasons = read.assessment.reasons
        chosen = summarise(
            article.text, self.sentences, article.title, read.language, read.quotes, reasons, length
        )
        return self._words(chosen)

    def lead(self, length: int) -> str:
        """Give the first sentences."""
        return self._words(self.sentences[:length])

    def _words(self, chosen: Sequence[Span]) -> str:
        return " ".join(span.of(self.article.text) for span in chosen) or "-"


def lines() -> Iterator[str]:
    """Give the lines of the table; none where the feeds are absent."""
    if not FEEDS.exists():
        return
    told = [_told(entry) for entry in _entries() if _has_reference(entry)]
    yield f"summaries of {len(told)} articles of real feeds, by ROUGE F1 with the outlet's own"
    for length in LENGTHS:
        ours = _score([one.ours(length) for one in told], told)
        lead = _score([one.lead(length) for one in told], told)
        yield f"  {length} sentences: ours {ours}, the first {length} {lead}"


def _entries() -> Iterator[Entry]:
    with tarfile.open(FEEDS) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file:
                try:
                    yield from parse_feed(file.read(), "https://outlet.example/feed", "", NOW).entries
                except FeedError:
                    continue


def _has_reference(entry: Entry) -> bool:
    return (
        len(entry.body) >= SHORTEST_ARTICLE
        and SHORTEST <= len(entry.summary) <= LONGEST
        and entry.summary[:SAME] not in entry.body
    )


def _told(entry: Entry) -> Told:
    article = Article(
        title=entry.title,
        text=entry.body,
        url=entry.link,
        outlet=NOBODY,
        published=entry.published or NOW,
        basis=Basis.FULL_TEXT,
    )
    reading = read_article(article)
    return Told(
        article=article,
        reading=reading,
        sentences=sentences(article.text, reading.language),
        reference=entry.summary,
    )


def _score(given: Sequence[str], told: Sequence[Told]) -> str:
    scores = Rouge(metrics=list(MEASURES)).get_scores(list(given), [one.reference for one in told])
    return " ".join(f"{100 * fmean(score[name]['f'] for score in scores):.2f}" for name in MEASURES)
