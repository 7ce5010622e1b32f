"""The rules of explaining a label. All articles here are invented."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Article, Assessment, Basis, Label, Outlet, Ownership, Reason, Salience, Source, Span
from feeds.stories.detect import assess
from feeds.stories.why import explain

OUTLET = Outlet(name="The Harbour Post", country="Ireland", language="en", ownership=Ownership.PRIVATE)
ARTICLE = Article(
    title="France to send troops to Ukraine",
    text="Norway refuses to deploy its soldiers in Ukraine, the minister said.",
    url="https://harbour.example/1",
    outlet=OUTLET,
    published=datetime(2025, 3, 1, tzinfo=UTC),
    basis=Basis.SUMMARY,
)


def explained(article: Article) -> tuple[str, ...]:
    return explain(assess(article.title, article.text, "en"), article)


def test_each_rule_is_told_with_the_words_that_met_it() -> None:
    verdict, in_title, in_text = explained(ARTICLE)

    assert verdict.startswith("It is about foreign forces in or to Ukraine (headline and summary were read;")
    assert in_title == (
        "A foreign force and Ukraine as its place, in the headline: "
        "who “France”, who “troops”, what “send”, where “to Ukraine”."
    )
    assert "in the text" in in_text
    assert "“soldiers”" in in_text


def test_it_says_when_there_was_only_a_headline() -> None:
    assert "only the headline was read" in explained(replace(ARTICLE, text=""))[0]


def test_other_news_is_told_without_a_rule() -> None:
    assert len(explained(replace(ARTICLE, title="Harvest fair opens", text="It rained."))) == 1


def test_language_that_is_not_read_is_the_reason() -> None:
    assessment = assess("Ranska lähettää joukkoja Ukrainaan", "", "fi")

    assert explain(assessment, ARTICLE)[1:] == ("Language not read.",)


def test_mention_in_passing_is_called_one() -> None:
    reason = Reason(span=Span(0, 6), why="who: a foreign force and Ukraine as its place", source=Source.TITLE)
    assessment = Assessment(label=Label.NO, score=0.2, reasons=(reason,), salience=Salience.PASSING)

    assert "in passing" in explain(assessment, ARTICLE)[0]


@given(title=st.text(max_size=80), text=st.text(max_size=200))
def test_recomputed_explanation_equals_the_first(title: str, text: str) -> None:
    article = replace(ARTICLE, title=f"{title} NATO troops to Ukraine", text=text)

    assert explained(article) == explained(replace(article))
