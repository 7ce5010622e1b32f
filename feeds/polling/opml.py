"""Exchange feed lists with other readers, as OPML 2.0.

Our outlet's country, language and ownership travel as attributes that other readers pass over.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from feeds.errors import CatalogueError, ParseError
from feeds.model import FeedSource, Outlet, Ownership
from feeds.polling.plain import safe_link, tidy_lines
from feeds.polling.prepare import decode, strip_prolog

LARGEST_LIST = 5 * 1024 * 1024  # bytes


def read_opml(document: bytes) -> tuple[FeedSource, ...]:
    """Read a feed list, each address once, folders opened; raises CatalogueError when it is none.

    What another reader's list does not say of an outlet is left open: no country, the language `und`; its
    ownership is taken for private.
    """
    root = read_xml(document)
    if root.tag.lower() != "opml":
        raise CatalogueError(f"not an OPML file: its root element is <{root.tag[:60]}>")
    sources = (read_outline(outline) for outline in root.iter("outline"))
    return tuple({source.url: source for source in sources if source.url}.values())


def read_xml(document: bytes) -> ET.Element:
    """Parse XML without a document type, and so without entities to expand."""
    if len(document) > LARGEST_LIST:
        raise CatalogueError(f"an OPML file of more than {LARGEST_LIST // 1024**2} MB")
    try:
        # No entity can be declared any more: strip_prolog refuses or drops the document type.
        return ET.fromstring(strip_prolog(decode(document)))  # noqa: S314 - see the line above
    except ParseError as error:
        raise CatalogueError(f"not an OPML file: {error}") from error
    except (ET.ParseError, ValueError) as error:
        raise CatalogueError(f"not an OPML file: {error}") from error


def read_outline(outline: ET.Element) -> FeedSource:
    """Read one outline; a folder gives a source without an address."""
    url = safe_link(outline.get("xmlUrl") or outline.get("xmlurl") or "", base="")
    name = one_line(outline.get("text") or outline.get("title") or urlsplit(url).hostname or "")
    outlet = Outlet(
        name=name,
        country=one_line(outline.get("country", "")),
        language=read_language(outline.get("language", "")),
        ownership=read_ownership(outline.get("ownership", "")),
    )
    return FeedSource(url=url, outlet=outlet, priority=outline.get("priority") == "true")


def one_line(text: str) -> str:
    """Clean a name."""
    return tidy_lines(text).replace("\n", " ")[:200]


def read_language(code: str) -> str:
    """Read a language, also from a longer code such as `en-us`."""
    language = re.match(r"[a-z]{2}(?![a-z])", code.lower())
    return language[0] if language else "und"


def read_ownership(word: str) -> Ownership:
    """Read an ownership; a list that does not say is taken for a private outlet's."""
    return Ownership(word) if word in list(Ownership) else Ownership.PRIVATE


def write_opml(sources: Iterable[FeedSource]) -> str:
    """Write a feed list that `read_opml` gives back as it was."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Troopwire's feeds"
    body = ET.SubElement(root, "body")
    for source in sources:
        ET.SubElement(body, "outline", outline_attributes(source))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def outline_attributes(source: FeedSource) -> dict[str, str]:
    """Give the attributes of a feed's outline."""
    outlet = source.outlet
    attributes = {
        "type": "rss",
        "text": one_line(outlet.name),
        "xmlUrl": source.url,
        "country": one_line(outlet.country),
        "language": outlet.language,
        "ownership": outlet.ownership.value,
    }
    return attributes | ({"priority": "true"} if source.priority else {})
