"""The feed list that we ship, and what is said of a wrong one."""

from pathlib import Path

import pytest

import feeds
from feeds.errors import CatalogueError
from feeds.model import Ownership
from feeds.polling.catalogue import load_catalogue

SHIPPED = Path(feeds.__file__).with_name("catalogue.toml")
ENTRY = """[[feed]]
outlet = "The Harbour Courier"
country = "Ireland"
language = "en"
ownership = "private"
url = "https://courier.example/rss"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, "utf-8")
    return path


def test_shipped_list_is_faultless_and_covers_the_subject() -> None:
    sources = load_catalogue(SHIPPED)
    countries = {source.outlet.country for source in sources}
    assert len(sources) >= 60
    assert len({source.url for source in sources}) == len(sources)
    assert {"Ukraine", "Russia", "France", "Poland", "United States", "Canada", "NATO"} <= countries
    assert 15 <= sum(source.priority for source in sources) <= 50


@pytest.mark.parametrize("name", ["TASS", "RIA Novosti", "RT", "Sputnik", "Xinhua", "CGTN"])
def test_state_controlled_outlets_are_named_as_such(name: str) -> None:
    owners = {source.outlet.ownership for source in load_catalogue(SHIPPED) if source.outlet.name == name}
    assert owners == {Ownership.STATE_CONTROLLED}


def test_outlet_is_the_same_in_all_its_feeds() -> None:
    outlets = {(source.outlet.name, source.outlet.country) for source in load_catalogue(SHIPPED)}
    assert len(outlets) == len({name for name, _ in outlets})


def test_entry_becomes_a_source(tmp_path: Path) -> None:
    (source,) = load_catalogue(written(tmp_path, ENTRY + 'priority = true\nseen = "2026-03"\n'))
    assert source.priority
    assert source.url == "https://courier.example/rss"
    assert source.outlet.ownership is Ownership.PRIVATE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"has no \[\[feed\]\] entries"),
        ("feed = 3", r"has no \[\[feed\]\] entries"),
        ("[[feed]\n", "not valid TOML"),
        (ENTRY.replace("https:", "file:"), r"feed 1 \(The Harbour Courier\): `url` is not an http"),
        (ENTRY.replace('"en"', '"english"'), "`language` is not a code of two letters: 'english'"),
        (ENTRY.replace('"private"', '"rich"'), "`ownership` is none of public, private"),
        (ENTRY.replace('country = "Ireland"\n', ""), "`country` is missing"),
        (ENTRY.replace('"Ireland"', "7"), "`country` is not a name"),
        (ENTRY + 'priority = "yes"', "`priority` is neither true nor false"),
        (ENTRY + "seen = true", "`seen` is neither a month"),
        (ENTRY + "colour = 1", "`colour` is not known"),
        (ENTRY + ENTRY, "https://courier.example/rss stands 2 times"),
    ],
)
def test_fault_is_named_with_its_file_and_entry(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(CatalogueError, match=words) as caught:
        load_catalogue(path)
    assert str(path) in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    wrong = ENTRY.replace('"en"', '"english"').replace('"private"', '"rich"')
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(written(tmp_path, wrong + wrong))
    assert len(str(caught.value).splitlines()) == 5


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read: No such file"):
        load_catalogue(tmp_path / "none.toml")
