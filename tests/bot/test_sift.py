"""Which items of a feed are news."""

from collections.abc import Sequence
from dataclasses import replace

from bot.sift import Sifted, key_of, sift
from feeds.model import Entry, Identity
from storage.model import EntryMark

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


def many() -> list[Entry]:
    return [entry(f"quiet {number}") for number in range(40)]
