"""Which items of a feed are news."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sift import SKETCH, Sifted, is_edit, is_outdated, key_of, likeness, sift, sketch_of
from feeds.model import Entry, Identity
from storage.model import EntryMark
from tests.samples import NOON

LONG = "Estonia's parliament debates whether a company of its infantry may go to Ukraine after a ceasefire"


def entry(guid: str, title: str = "", *, link: str = "") -> Entry:
    return Entry(
        guid=guid, link=link, title=title or f"{LONG}, part {guid}", summary="", body="", published=None
    )


def mark(remembered: Entry, identity: Identity = Identity.GUID) -> EntryMark:
    return EntryMark(
        key=key_of(remembered, identity),
        link_key=remembered.link_key,
        content_hash=remembered.content_hash,
        words=sketch_of(remembered),
        dated=remembered.dated,
    )


def sifted(
    entries: Sequence[Entry], known: Sequence[Entry] = (), identity: Identity = Identity.GUID
) -> Sifted:
    marks = [mark(remembered, identity) for remembered in known]
    return sift(entries, marks, identity, size=len(entries))


def news(result: Sifted) -> list[Entry]:
    return [item for item, _ in result.news]


def test_only_new_and_edited_items_are_read() -> None:
    old, edited, new = entry("old"), entry("edited", "after"), entry("new")
    before = replace(edited, title="before")
    assert sifted([old, edited, new], [old, before]).news == ((edited, mark(before)), (new, None))


def test_an_item_that_stands_twice_in_a_feed_is_one() -> None:
    assert news(sifted([entry("1"), entry("1")])) == [entry("1")]


def test_items_without_a_guid_are_told_apart_by_link_then_by_words() -> None:
    items = [
        entry("", link="https://a.example/1"),
        entry("", link="https://a.example/2"),
        entry("", "no link"),
        entry("", "no link either"),
    ]
    assert news(sifted(items)) == items


def test_an_item_under_a_new_guid_is_known_by_its_link() -> None:
    old = entry("1", "Talks", link="https://a.example/1")
    result = sifted([replace(old, guid="1?v=2"), *many()], [old, *many()])
    assert (news(result), [item.guid for item, _ in result.renamed]) == ([], ["1?v=2"])
    assert result.identity is Identity.GUID


def test_the_next_post_of_a_live_page_is_news() -> None:
    first = entry("post-1", "Talks begin", link="https://a.example/live")
    second = entry("post-2", "Estonia offers a company", link="https://a.example/live")
    assert sifted([second, first], [first]).news == ((second, None),)


def test_an_item_under_a_new_guid_and_link_is_known_by_its_words_where_these_are_telling() -> None:
    old, morning = entry("1", link="https://a.example/1"), entry("2", "Live", link="https://a.example/2")
    again = [
        replace(old, guid="x", link="https://a.example/x"),
        replace(morning, guid="y", link="https://a.example/y"),
    ]
    result = sifted([*again, *many()], [old, morning, *many()])
    assert news(result) == [again[1]]


def test_where_many_guids_change_links_count_from_then_on() -> None:
    known = [entry(str(number), link=f"https://a.example/{number}") for number in range(20)]
    result = sifted([replace(old, guid=f"{old.guid}#xtor") for old in known], known)
    assert (result.news, len(result.renamed), result.identity) == ((), 20, Identity.LINK)
    edited = replace(known[3], guid="again", title="Another title")
    assert sifted([edited], known, Identity.LINK).news == ((edited, mark(known[3], Identity.LINK)),)


def test_where_links_change_too_words_count() -> None:
    known = [entry(str(number), link=f"https://a.example/{number}") for number in range(20)]
    moved = [replace(old, guid=f"{old.guid}+", link=f"{old.link}?s=1") for old in known]
    result = sifted(moved, known)
    assert (result.news, result.identity) == ((), Identity.WORDS)
    assert sifted(known, moved, Identity.WORDS).news == ()


def test_where_items_share_a_guid_links_tell_them_apart() -> None:
    items = [entry("same", f"Item {number}", link=f"https://a.example/{number}") for number in range(9)]
    result = sifted(items)
    assert (news(result), result.identity) == (items, Identity.LINK)
    assert sifted(items, items, Identity.LINK).news == ()


def test_a_feed_that_goes_back_in_time_brings_no_news() -> None:
    known = [*many(), entry("from last year")]
    assert sifted([entry("from last year")], known).news == ()


@pytest.mark.parametrize(
    ("title", "link", "expected"),
    [
        ("Talks in Paris on a force for Ukraine", "https://a.example/talks", True),
        ("Italy rules out sending soldiers", "https://a.example/talks", True),  # a live page
        ("Talks in Paris on a force for Ukraine", "https://a.example/new", True),  # the same under a new link
        ("Talks in Paris on a reassurance force for Ukraine end", "https://a.example/talks-end", True),
        ("TALKS in Paris: on a force for Ukraine?", "https://a.example/caps", True),
        ("Talks in Paris on a force for Ukraine", "", True),  # no link to compare
        ("Italy rules out sending soldiers", "https://a.example/italy", False),
        ("Talks in Rome on grain prices", "https://a.example/rome", False),
        ("Ukraine", "https://a.example/ukraine", False),
    ],
)
def test_an_edit_keeps_its_link_or_most_of_its_words(title: str, link: str, expected: bool) -> None:
    old = entry("slot", "Talks in Paris on a force for Ukraine", link="https://a.example/talks")
    assert is_edit(entry("slot", title, link=link), mark(old)) is expected


def test_where_the_words_were_not_kept_the_guid_is_believed() -> None:
    old = replace(mark(entry("slot", link="https://a.example/1")), words=b"")
    assert is_edit(entry("slot", "Quite another thing", link="https://a.example/2"), old)


def test_a_guid_that_is_given_to_another_item_makes_news_and_leaves_the_old_one() -> None:
    old, other = entry("slot", link="https://a.example/1"), entry("slot", "Grain", link="https://a.example/2")
    known = [old, *many()]
    result = sifted([other, *many()], known)
    assert (result.news, result.identity) == (((other, None),), Identity.GUID)
    assert result.identity_of(other) is Identity.LINK, "so that what is remembered of the old one stays"
    marks = [*map(mark, known), mark(other, Identity.LINK)]
    assert sift([other, *many()], marks, Identity.GUID, size=41).news == ()
    edited = replace(other, title="Grain and fish")
    (news,) = sift([edited, *many()], marks, Identity.GUID, size=41).news
    assert news == (edited, mark(other, Identity.LINK)), "its own edit is none of the old one"


def test_where_many_guids_go_to_other_items_links_count_from_then_on() -> None:
    known = [entry(str(slot), f"{LONG}, {slot}", link=f"https://a.example/{slot}") for slot in range(20)]
    later = [
        entry(str(slot), f"Harbour fees {slot * 7}", link=f"https://a.example/later/{slot}")
        for slot in range(20)
    ]
    result = sifted(later, known)
    assert (news(result), result.identity) == (later, Identity.LINK)


@pytest.mark.parametrize(
    ("stored", "sent", "expected"),
    [(9, 8, True), (9, 9, False), (8, 9, False), (None, 8, False), (9, None, False)],
)
def test_an_earlier_version_is_told_by_its_date(
    stored: int | None,
    sent: int | None,
    expected: bool,
) -> None:
    old, new = (
        replace(entry("1"), published=NOON, updated=NOON.replace(hour=hour) if hour else None)
        for hour in (stored, sent)
    )
    if stored is None or sent is None:
        old, new = replace(old, published=None), replace(new, published=None)
    assert is_outdated(new, mark(old)) is expected


def test_what_was_never_seen_is_no_earlier_version() -> None:
    assert not is_outdated(replace(entry("1"), published=NOON), None)


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_a_share_and_a_text_is_like_itself(one: str, other: str) -> None:
    these, those = sketch_of(entry("1", one)), sketch_of(entry("1", other))
    assert 0 <= likeness(these, those) == likeness(those, these) <= 1
    assert likeness(these, these) == (1 if these else 0)
    assert len(these) <= 2 * SKETCH


def many() -> list[Entry]:
    return [entry(f"quiet {number}") for number in range(40)]
