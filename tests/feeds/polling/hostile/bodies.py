"""The cabinet of hostile bodies: what a server may send in place of a feed. Each is made on demand."""

from tests.feeds.polling.hostile import json_bodies, text_bodies, xml_bodies
from tests.feeds.polling.hostile.xml_bodies import Body

SLOWEST = frozenset(
    {
        "200,000 attributes",
        "a million items that never end",
        "a million empty items",
        "an author of 32 KB",
        "nested 200,000 deep",
    }
)
"""What feedparser chews on for longer than a worker may: it is killed at its deadline."""


def all_bodies() -> dict[str, Body]:
    """Give each hostile body by its name; a body is made when it is called."""
    return {
        **xml_bodies.entity_bodies(),
        **xml_bodies.prolog_bodies(),
        **xml_bodies.nesting_bodies(),
        **xml_bodies.crowd_bodies(),
        **xml_bodies.giant_bodies(),
        **text_bodies.encoding_bodies(),
        **text_bodies.foreign_bodies(),
        **text_bodies.letter_bodies(),
        **text_bodies.markup_bodies(),
        **text_bodies.link_and_date_bodies(),
        **json_bodies.json_bodies(),
    }
