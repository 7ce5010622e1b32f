"""Stories as an Atom feed (RFC 4287) and as a JSON Feed (version 1.1). Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from bot.cards import card
from bot.credits import outlet_name
from bot.render.plain import render
from bot.render.text import safe_link, tame
from feeds.model import Story
from feeds.stories.summarise import headline

ATOM = "http://www.w3.org/2005/Atom"  # a name, not an address
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed of ours: what it is called, where it is, and when it last changed."""

    title: str
    url: str
    authority: str  # host and day of the ids, for tag: URIs (RFC 4151)
    updated: datetime


def atom(channel: Channel, stories: Sequence[Story], zone: ZoneInfo) -> bytes:
    """Write an Atom feed; each entry is a story, whose content says who says what in which outlet."""
    feed = Element("feed", {"xmlns": ATOM})
    _put(feed, "id", f"tag:{channel.authority}:feed")
    _put(feed, "title", channel.title)
    _put(feed, "updated", _moment(channel.updated))
    SubElement(feed, "link", {"rel": "self", "href": tame(channel.url)})
    for story in stories:
        best = headline(story.articles)
        entry = SubElement(feed, "entry")
        _put(entry, "id", f"tag:{channel.authority}:story/{story.id}")
        _put(entry, "title", best.article.title)
        _put(entry, "updated", _moment(story.last_changed))
        _put(entry, "published", _moment(story.first_seen))
        author = SubElement(entry, "author")
        _put(author, "name", outlet_name(best))
        if link := safe_link(best.article.url):
            SubElement(entry, "link", {"href": link})
        SubElement(entry, "category", {"term": story.label.value})
        _put(entry, "content", _told(story, zone)).set("type", "text")
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def json_feed(channel: Channel, stories: Sequence[Story], zone: ZoneInfo) -> bytes:
    """Write a JSON Feed of the same."""
    items = []
    for story in stories:
        best = headline(story.articles)
        items.append(
            {
                "id": f"tag:{channel.authority}:story/{story.id}",
                "url": safe_link(best.article.url),
                "title": tame(best.article.title),
                "content_text": _told(story, zone),
                "date_published": _moment(story.first_seen),
                "date_modified": _moment(story.last_changed),
                "authors": [{"name": tame(outlet_name(best))}],
                "tags": [story.label.value],
            }
        )
    feed = {"version": JSON_FEED, "title": channel.title, "feed_url": channel.url, "items": items}
    return json.dumps(feed, ensure_ascii=False).encode("utf-8", "replace")


def _told(story: Story, zone: ZoneInfo) -> str:
    """Tell a story as its card does, without buttons."""
    return tame(render(replace(card(story, zone), buttons=())))


def _put(parent: Element, name: str, words: str) -> Element:
    made = SubElement(parent, name)
    made.text = tame(words)
    return made


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
