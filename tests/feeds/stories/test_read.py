"""What one article says, read as a whole. Its people are invented."""

from feeds.stories.read import read_text


def test_who_is_placed_in_a_country_once_speaks_for_it_in_all_his_quotes() -> None:
    text = (
        "Denmark would send soldiers to Ukraine if a ceasefire holds, the Danish prime minister, "
        'Signe Hallund, has said.\n\n"We are ready to send soldiers to Ukraine," Hallund told reporters.'
    )
    quotes = read_text("", text, hint="en").quotes
    assert len(quotes) == 2
    assert {(quote.speaker.name, quote.speaker.country) for quote in quotes} == {("Signe Hallund", "Denmark")}
