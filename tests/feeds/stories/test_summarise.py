"""What enters a summary, and which title heads a story. Outlets, people and reports are invented."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import (
    Article,
    ArticleId,
    Basis,
    KeptArticle,
    Quote,
    QuoteKind,
    Reason,
    Source,
    Span,
    Speaker,
    StoryId,
)
from feeds.stories.summarise import headline, summarise, summarise_story
from feeds.stories.texts.tokens import sentences
from tests.samples import HERALD, NOON, VESTNIK, reading

TITLE = "Estonia offers engineers for Odesa"
LEDE = "Estonia offered on Tuesday to send 140 military engineers to Odesa once a ceasefire holds."
BACKGROUND = "Odesa is the largest harbour of the country and exports grain and sunflower oil."
REASON = "The soldiers would clear mines from the shore under a Danish commander."
STATEMENT = '"We will not fire a shot," defence minister Juhan Tammsalu told reporters in Paldiski.'
LEANING = "But that would take some time."
AGAIN = "On Tuesday Estonia offered 140 military engineers to Odesa when a ceasefire holds."
TEXT = f"{LEDE}\n{BACKGROUND}\n{LEANING}\n{REASON}\n{STATEMENT}\n{AGAIN}"


def test_the_lede_the_reason_and_who_says_what_make_the_summary() -> None:
    assert sentences_of(TEXT, reasons=("mines",), quotes=("We will not fire a shot",)) == [
        LEDE,
        REASON,
        STATEMENT,
    ]


def test_sentences_stand_in_reading_order() -> None:
    spans = summarise(TEXT, sentences(TEXT, "en"), TITLE, "en", (), (), length=5)
    assert list(spans) == sorted(spans)


def test_nothing_is_said_twice_in_other_words() -> None:
    assert AGAIN not in sentences_of(TEXT, length=6)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4])
def test_a_summary_is_as_long_as_asked_for_at_most(length: int) -> None:
    assert len(sentences_of(TEXT, length=length)) == length


def test_a_sentence_that_leans_on_another_comes_last() -> None:
    assert LEANING not in sentences_of(TEXT, length=4)


def test_a_reason_in_the_title_points_at_no_sentence() -> None:
    span = Span(TEXT.index(LEANING), TEXT.index(LEANING) + 5)
    reason = Reason(span=span, why="force", source=Source.TITLE)
    assert summarise(TEXT, sentences(TEXT, "en"), TITLE, "en", (), (reason,)) == summarise(
        TEXT, sentences(TEXT, "en"), TITLE, "en", (), ()
    )


@pytest.mark.parametrize(
    "debris",
    [
        TITLE,
        f"{TITLE}.",
        "By Mari Kask and Jaan Tamm",
        "PALDISKI, Estonia",
        "READ MORE: Engineers of Estonia offered to Odesa in the past year.",
        "Read more\nEngineers of Estonia were offered to Odesa before.",
        "Sign up for our newsletter on Estonia, its engineers and Odesa.",
        "Engineers of Estonia practise for Odesa on a beach near Narva.\nMari Kask/AFP via Getty Images",
        "Engineers of Estonia practise for Odesa. (Photo by Mari Kask)",
        "The Associated Press contributed to this report from Odesa, Estonia.",
        "This story has been updated with an offer of engineers for Odesa.",
        "ENGINEERS OF ESTONIA OFFERED TO ODESA AFTER THE VOTE.",
        "Will Estonia really offer its engineers to the city of Odesa?",
        "Estonia offers its engineers for Odesa and for the towns of …",
        "Engineers of Estonia for Odesa: https://news.example/odesa is our page.",
        '"Estonia offers its engineers for Odesa, said the mayor of Odesa.',
    ],
)
def test_what_is_no_sentence_of_the_article_is_never_shown(debris: str) -> None:
    text = f"{debris}\n{LEDE}\n{debris}\n{REASON}\n{debris}"
    assert sentences_of(text, length=9) == [LEDE, REASON]


def test_a_feed_that_leaves_the_full_stop_out_still_has_a_sentence() -> None:
    assert sentences_of(f"{TITLE}\n{LEDE[:-1]}") == [LEDE[:-1]]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "„Wir schießen nicht“, sagte Verteidigungsminister Juhan Tammsalu am Dienstag in Paldiski."),
        ("pl", "„Nie oddamy ani jednego strzału” – powiedział we wtorek minister obrony Juhan Tammsalu."),
        ("fr", "« Nous ne tirerons pas un coup », a dit mardi le ministre de la défense Juhan Tammsalu."),
        ("uk", "«Ми не зробимо жодного пострілу», — сказав у вівторок міністр оборони Юган Таммсалу."),
        ("sv", "”Vi skjuter inte ett enda skott”, sade försvarsminister Juhan Tammsalu i tisdags."),
    ],
)
def test_every_way_to_quote_can_enter_a_summary(language: str, sentence: str) -> None:
    assert [
        span.of(sentence)
        for span in summarise(sentence, sentences(sentence, language), "Tammsalu", language, (), ())
    ] == [sentence]


def test_a_word_that_leans_in_one_language_does_not_in_another() -> None:
    text = f"{LEDE}\nOn Wednesday the soldiers left.\nHe said that the soldiers left."
    assert sentences_of(text, length=2)[1].startswith("On Wednesday")


def test_what_points_elsewhere_is_cut_off_the_sentence_before_it() -> None:
    assert sentences_of(f"{TITLE}\n{LEDE[:-1]} Read Full Article at Harbour.example") == [LEDE[:-1]]


def test_headings_are_no_sentences_of_a_long_article() -> None:
    headings = "\n".join(f"What engineer number {number} does in Odesa" for number in range(40))
    assert sentences_of(headings) == []


def test_a_headline_alone_has_no_summary() -> None:
    assert sentences_of(TITLE) == []


@settings(deadline=None)  # the first call reads the word lists
@given(st.text(), st.text(), st.sampled_from(["en", "de", "uk", "und"]), st.integers(0, 5))
def test_of_any_text_every_sentence_is_a_span(text: str, title: str, language: str, length: int) -> None:
    spans = summarise(text, sentences(text, language), title, language, (), (), length)
    assert len(spans) <= length
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize("pattern", ['"', " ", "a", "(", "Photo:\n", "Ab. ", "“", "Read more\n", "a\n", ". "])
def test_a_huge_text_is_summarised_by_its_own_sentences(pattern: str) -> None:
    text = pattern * (1_000_000 // len(pattern))
    told = sentences(text, "en")
    assert set(summarise(text, told, pattern * 100, "en", (), ())) <= set(told)


def test_what_two_outlets_tell_stands_in_a_story_only_once() -> None:
    articles = (kept(1, f"{LEDE}\n{REASON}"), kept(2, f"{AGAIN}\n{STATEMENT}"))
    assert told(articles) == [(1, LEDE), (1, REASON), (2, STATEMENT)]


def test_the_first_sentences_of_all_articles_come_before_the_second_ones() -> None:
    articles = (kept(1, f"{LEDE}\n{REASON}"), kept(2, f"{STATEMENT}\n{BACKGROUND}"))
    assert told(articles) == [(1, LEDE), (2, STATEMENT), (1, REASON), (2, BACKGROUND)]


def test_sentences_in_the_language_of_the_first_article_come_first() -> None:
    german = "Der Bürgermeister von Odessa nannte das Angebot am Abend großzügig."
    articles = (kept(1, LEDE), kept(2, german, language="de"), kept(3, STATEMENT))
    assert told(articles) == [(1, LEDE), (3, STATEMENT), (2, german)]


def test_the_same_in_another_language_is_not_told_again() -> None:
    english = "Macron told Starmer in Berlin that France has 12,000 peacekeepers ready."
    german = "Macron sagte Starmer in Berlin, Frankreich habe 12.000 Friedenstruppen bereit."
    assert told((kept(1, english), kept(2, german, language="de"))) == [(1, english)]


def test_a_story_without_articles_has_no_summary() -> None:
    assert summarise_story(()) == ()


@pytest.mark.parametrize(
    "unclear",
    [
        "Will Estonia send engineers to Odesa?",
        "Engineers of Estonia for Odesa? Tammsalu speaks",
        "What we know about the engineers of Estonia in Odesa",
        "Watch: Estonia and its engineers for Odesa",
        "Estonia offers engineers for Odesa after a ...",
        "A long evening",
        "",
    ],
)
def test_the_clearest_title_heads_a_story(unclear: str) -> None:
    articles = (kept(1, LEDE, title=unclear), kept(2, LEDE, title=TITLE))
    assert headline(articles).id == 2


def test_a_title_in_the_language_of_the_first_article_is_clearer() -> None:
    articles = (
        kept(1, LEDE, title="Engineers offered"),
        kept(2, LEDE, title="Estland bietet Odessa Pioniere an", language="de"),
    )
    assert headline(articles).id == 1


def test_of_equally_clear_titles_the_first_heads_a_story() -> None:
    assert headline((kept(1, LEDE), kept(2, LEDE))).id == 1


def sentences_of(
    text: str, *, reasons: tuple[str, ...] = (), quotes: tuple[str, ...] = (), length: int = 3
) -> list[str]:
    spans = summarise(
        text,
        sentences(text, "en"),
        TITLE,
        "en",
        tuple(quote_of(text, words) for words in quotes),
        tuple(Reason(span=span_of(text, words), why="force") for words in reasons),
        length,
    )
    return [span.of(text) for span in spans]


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def quote_of(text: str, words: str) -> Quote:
    span = span_of(text, words)
    speaker = Speaker(name="Juhan Tammsalu", mention="Juhan Tammsalu")
    return Quote(kind=QuoteKind.DIRECT, speaker=speaker, spans=(span,), quoted=(span,))


def kept(number: int, text: str, *, title: str = TITLE, language: str = "en") -> KeptArticle:
    summary = tuple(span_of(text, line) for line in text.splitlines())
    return KeptArticle(
        id=ArticleId(number),
        story=StoryId(1),
        origin=ArticleId(number),
        article=Article(
            title=title,
            text=text,
            url=f"https://news.example/{number}",
            outlet=VESTNIK if language == "ru" else HERALD,
            published=NOON,
            basis=Basis.FULL_TEXT,
        ),
        reading=replace(reading(), language=language, summary=summary),
        seen=NOON + timedelta(minutes=number),
    )


def told(articles: tuple[KeptArticle, ...]) -> list[tuple[int, str]]:
    return [(article.id, span.of(article.article.text)) for article, span in summarise_story(articles)]
