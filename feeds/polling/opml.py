"""Exchange feed lists with other readers, as OPML 2.0.

Our outlet's country, language and ownership travel as attributes that other readers pass over.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from feeds.errors import CatalogueError, ParseError
from feeds.model import FeedSource, Outlet, Ownership
from feeds.polling.plain import safe_link, tidy_lines
from feeds.polling.prepare import decode, strip_prolog

LARGEST_LIST = 5 * 1024 * 1024  # bytes
LONGEST_NAME = 200  # characters
DEEPEST_OUTLINE = 100  # elements within each other
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_opml(document: bytes) -> tuple[FeedSource, ...]:
    """Read a feed list, each address once, folders opened; raises CatalogueError when it is none.

    What another reader's list does not say of an outlet is left open: no country, the language `und`; its
    ownership is taken for private.
    """
    sources = (read_outline(attributes) for attributes in read_xml(document))
    return tuple({source.url: source for source in sources if source.url}.values())


def read_xml(document: bytes) -> Sequence[Mapping[str, str]]:
    """Give the attributes of all outlines of a document without a type, and so without entities to expand."""
    if len(document) > LARGEST_LIST:
        raise CatalogueError(f"an OPML file of more than {LARGEST_LIST // 1024**2} MB")
    found = Outlines()
    parser = ET.XMLParser(target=found)  # noqa: S314 - see the next line
    try:
        # No entity can be declared any more: strip_prolog refuses or drops the document type.
        parser.feed(strip_prolog(decode(document)))
        parser.close()
    except (ParseError, ET.ParseError, ValueError) as error:
        raise CatalogueError(f"not an OPML file: {error}") from error
    return found.attributes


class Outlines:
    """Collects the outlines of a document while it is parsed, and keeps nothing else of it."""

    def __init__(self) -> None:
        self.attributes: list[Mapping[str, str]] = []  # names in lower case: each reader spells them its way
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element's beginning."""
        name = tag.rpartition("}")[2].lower()
        if not self._depth and name != "opml":
            raise CatalogueError(f"not an OPML file: its root element is <{name[:60]}>")
        self._depth += 1
        if self._depth > DEEPEST_OUTLINE:
            raise CatalogueError(f"an OPML file with more than {DEEPEST_OUTLINE} folders within each other")
        if name == "outline":
            self.attributes.append({name.lower(): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        """Take an element's end."""
        del tag
        self._depth -= 1

    def close(self) -> None:
        """Do nothing at the end; the parser asks for it."""


def read_outline(given: Mapping[str, str]) -> FeedSource:
    """Read one outline; a folder gives a source without an address."""
    url = safe_link(given.get("xmlurl", ""), base="")
    outlet = Outlet(
        name=one_line(given.get("text") or given.get("title") or urlsplit(url).hostname or ""),
        country=one_line(given.get("country", "")),
        language=read_language(given.get("language", "")),
        ownership=read_ownership(given.get("ownership", "")),
    )
    return FeedSource(url=url, outlet=outlet, priority=given.get("priority") == "true")


def one_line(text: str) -> str:
    """Clean a name."""
    return tidy_lines(NO_XML.sub("", text)).replace("\n", " ")[:LONGEST_NAME].rstrip()


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
        "language": read_language(outlet.language),
        "ownership": outlet.ownership.value,
    }
    return attributes | ({"priority": "true"} if source.priority else {})
