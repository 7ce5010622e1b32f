"""Whom a mention means. All people are invented."""

import pytest

from feeds.stories.quotes import find_quotes

SAID = "said that the troops would go"


def speakers(text: str) -> list[str]:
    return [quote.speaker.name for quote in find_quotes(text, "en")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"Ada Roe came. Roe {SAID}.", "Ada Roe"),
        (f"Gen. Ada Roe {SAID}.", "Ada Roe"),
        (f"The mayor came.\nMaria Bell met John Hart. She {SAID}.", "Maria Bell"),
        (f"The mayor came.\nMaria Bell met John Hart. He {SAID}.", "John Hart"),
        (f"Ada Roe's spokesman {SAID}.", "Ada Roe's spokesman"),
        (f"The Kremlin {SAID}.", "Kremlin"),
        (f"An adviser to Ada Roe {SAID}.", "An adviser to Ada Roe"),
        (f"Ada Roe, a former envoy, who {SAID}, left.", "Ada Roe"),
        (f"Polish Prime Minister Ada Roe came. The prime minister {SAID}.", "Ada Roe"),
        (f"Ada Roe, the Polish premier, came. The Polish leader {SAID}.", "Ada Roe"),
    ],
)
def test_a_mention_is_resolved_to_a_name(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_an_unnamed_speaker_goes_on_as_he() -> None:
    text = f"John Hart slept.\n“We will go at once,” a senior official said. He {SAID}."
    assert speakers(text) == ["A senior official", "A senior official"]


def test_two_unnamed_officials_are_not_taken_for_one_another() -> None:
    text = f"A French official {SAID}. A Polish official {SAID}. The official {SAID}."
    assert speakers(text)[-1] == "The official"


def test_they_without_a_speaker_before_is_nobody() -> None:
    assert speakers(f"They {SAID}.") == [""]


def test_words_far_from_the_last_speaker_are_nobodys() -> None:
    text = f"Ada Roe {SAID}.\n{'It rained on the harbour. ' * 30}\n“Nobody asked us to stay here at all.”"
    assert speakers(text) == ["Ada Roe", ""]


def test_they_is_not_taken_for_one_person() -> None:
    assert speakers(f"Ada Roe {SAID}. They {SAID}.") == ["Ada Roe", ""]


def test_the_mention_is_the_articles_own_words() -> None:
    text = f"Ada Roe came. The tired General Roe {SAID}."
    (quote,) = find_quotes(text, "en")
    assert (quote.speaker.name, quote.speaker.mention) == ("Ada Roe", "The tired General Roe")


def test_a_speaker_is_left_without_actor_and_country() -> None:
    (quote,) = find_quotes(f"Ada Roe {SAID}.", "en")
    assert (quote.speaker.actor, quote.speaker.country) == ("", "")
