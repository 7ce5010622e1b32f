"""How other languages tie words to a speaker, rule by rule. All people are invented."""

import pytest

from feeds.model import QuoteKind
from feeds.stories.quotes import find_quotes

Said = list[tuple[str, str]]


def said(language: str, text: str) -> Said:
    """Give speaker and words of each quote."""
    return [
        (quote.speaker.name, span.of(text)) for quote in find_quotes(text, language) for span in quote.spans
    ]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "„Wir bleiben hier bis Mai“, hatte Ute Rabe im Radio erklärt.",
            [("Ute Rabe", "Wir bleiben hier bis Mai")],
        ),
        ("Ute Rabe hat im Radio erklärt: „Wir bleiben hier.“", [("Ute Rabe", "Wir bleiben hier.")]),
    ],
)
def test_a_german_verb_at_the_end_of_its_bracket_has_the_subject_of_its_auxiliary(
    text: str, quotes: Said
) -> None:
    assert said("de", text) == quotes


def test_a_german_prefix_at_the_end_of_its_clause_makes_the_verb_one_of_saying() -> None:
    text = "Ute Rabe gab am Montag bekannt, dass die Brücke hält. Sie gab ihm das Buch, das er wollte."
    assert said("de", text) == [("Ute Rabe", "die Brücke hält")]


def test_a_german_clause_in_the_mood_of_reports_needs_no_that() -> None:
    text = "Die Ministerin Ute Rabe sagte, sie sei bereit zu gehen. Er sagte, der Herbst war kalt."
    assert said("de", text) == [("Ute Rabe", "sie sei bereit zu gehen")]


def test_quoted_words_in_the_mood_of_reports_go_on_with_the_speaker_before() -> None:
    text = "Ute Rabe sagte: „Wir bleiben hier.“ Der Plan sei „von Anfang an falsch“ gewesen."
    assert said("de", text)[-1] == ("Ute Rabe", "von Anfang an falsch")


def test_who_is_cited_speaks_and_not_the_paper() -> None:
    text = "Die Zeitung zitiert Ute Rabe mit den Worten: „Wir bleiben alle hier.“"
    assert said("de", text) == [("Ute Rabe", "Wir bleiben alle hier.")]


def test_what_stands_in_a_german_dative_is_no_speaker() -> None:
    assert said("de", "Der Zeitung sagte Ute Rabe: „Wir bleiben hier.“") == [
        ("Ute Rabe", "Wir bleiben hier.")
    ]


@pytest.mark.parametrize(
    ("language", "text", "speaker", "words"),
    [
        (
            "de",
            "Laut der Sprecherin der Polizei kamen viele zu spät.",
            "Sprecherin der Polizei",
            "kamen viele zu spät",
        ),
        (
            "sv",
            "Enligt Försvarsmakten lämnade två fartyg hamnen.",
            "Försvarsmakten",
            "lämnade två fartyg hamnen",
        ),
        (
            "pl",
            "Według Ministerstwa Obrony dwa okręty są w porcie.",
            "Ministerstwa Obrony",
            "dwa okręty są w porcie",
        ),
        ("es", "A juicio de Ana Roa, analista del puerto, la tregua dura.", "Ana Roa", "la tregua dura"),
        ("it", "A detta di Ada Rovi, analista del porto, la tregua dura.", "Ada Rovi", "la tregua dura"),
        ("fr", "Comme l'a rappelé Ada Roux, maire de Valmer, il pleut trop.", "Ada Roux", "il pleut trop"),
        ("uk", "На думку Ірини Калюжної, аналітика порту, зима коротка.", "Ірина Калюжна", "зима коротка"),
    ],
)
def test_a_source_ends_before_what_it_tells(language: str, text: str, speaker: str, words: str) -> None:
    [(shown, told)] = said(language, text)
    assert (shown.removeprefix("der ").removeprefix("Der "), told) == (speaker, words)


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [
        ("fr", "Pour Ada Roux, « le port est perdu ».", [("Ada Roux", "le port est perdu")]),
        ("fr", "Pour Ada Roux, le port est perdu.", []),
        ("es", "Para Ana Roa, “el puerto está perdido”.", [("Ana Roa", "el puerto está perdido")]),
        ("it", "Per Ada Rovi, il porto è perduto.", []),
    ],
)
def test_for_somebody_names_a_source_before_a_quotation_only(language: str, text: str, quotes: Said) -> None:
    assert said(language, text) == quotes


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "« Nous restons ici », a confié à Radio Valmer le maire Luc Roux.", "Luc Roux"),
        ("es", "“Nos quedamos aquí”, comentó a Radio Valmar la alcaldesa Ana Roa.", "Ana Roa"),
        ("it", "«Restiamo qui tutti», ha detto a Radio Valmarina il sindaco Ugo Rovi.", "Ugo Rovi"),
        (
            "pl",
            "„Zostajemy tutaj wszyscy” – przyznał w rozmowie z Radiem Port były ambasador Jan Rup.",
            "Jan Rup",
        ),
        ("uk", "«Ми лишаємося тут», – сказав агентству «Порт» голова палати Іван Руденчук.", "Іван Руденчук"),
    ],
)
def test_who_is_told_stands_between_verb_and_speaker(language: str, text: str, speaker: str) -> None:
    assert [name for name, _ in said(language, text)] == [speaker]


@pytest.mark.parametrize(
    ("language", "text", "last"),
    [
        ("it", "Ada Rovi ha detto che piove sempre. Ha aggiunto che fa freddo.", ("Ada Rovi", "fa freddo")),
        ("es", "Ana Roa dijo que llueve mucho. Añadió que hace frío.", ("Ana Roa", "hace frío")),
        (
            "pl",
            "Jan Rup powiedział, że ciągle pada. Dodał, że jest bardzo zimno.",
            ("Jan Rup", "jest bardzo zimno"),
        ),
        (
            "it",
            "«Qui piove sempre», ha detto Ada Rovi. «E fa freddo», ha aggiunto.",
            ("Ada Rovi", "E fa freddo"),
        ),
    ],
)
def test_a_verb_without_a_subject_goes_on_with_the_last_speaker(
    language: str, text: str, last: tuple[str, str]
) -> None:
    assert said(language, text)[-1] == last


def test_nobody_goes_on_without_a_subject_once_another_is_named() -> None:
    text = "Ana Roa dijo que llueve mucho. Entró Pedro Gil. Añadió que hace frío."
    assert said("es", text) == [("Ana Roa", "llueve mucho")]


def test_german_verbs_do_not_drop_their_subject() -> None:
    assert said("de", "Ute Rabe sagte, dass es regnet. Sagte dass.") == [("Ute Rabe", "es regnet")]


def test_an_italian_sentence_of_its_own_can_name_the_speaker_afterwards() -> None:
    text = "“Serve una risposta, e serve adesso”. Così la ministra Ada Rovi al termine del vertice."
    assert said("it", text) == [("Ada Rovi", "Serve una risposta, e serve adesso")]


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        (
            "it",
            "«Il ponte tiene – spiega Ada Rovi – anche con la piena».",
            ["Il ponte tiene", "anche con la piena"],
        ),
        ("pl", "„Most wytrzyma – mówi Jan Rup – nawet w maju”.", ["Most wytrzyma", "nawet w maju"]),
        ("sv", "Ada Ros är arg. – Bron håller inte, säger hon.", ["Bron håller inte"]),
        ("sv", "– Bron håller, sa Ada Ros i radio. – Den är ny.", ["Bron håller", "Den är ny."]),
        ("sv", "– Bron håller, säger Ada Ros, fiskare. Ros har en båt.", ["Bron håller"]),
        ("es", "–El puente aguanta –dijo Ana Roa–. Es muy nuevo.", ["El puente aguanta", "Es muy nuevo."]),
    ],
)
def test_narration_is_cut_out_of_speech(language: str, text: str, pieces: list[str]) -> None:
    assert [words for _, words in said(language, text)] == pieces


def test_a_name_behind_a_verb_that_is_not_known_is_the_speakers() -> None:
    assert said("pl", "„Nikt nas nie pytał” – chlipie Anna Rup, sprzedawczyni.")[0][0] == "Anna Rup"


def test_whose_work_a_title_is_has_not_said_it() -> None:
    text = "«Ночи очень старого порта», драма Марии Галкиной, идёт в театре."
    assert "Галкин" not in "".join(name for name, _ in said("ru", text))


def test_a_german_condition_is_no_report() -> None:
    text = "Ute Rabe sagte: „Wir bleiben hier.“ Der Umbau hätte „von Anfang an alles“ verändert."
    assert said("de", text)[-1] == ("", "von Anfang an alles")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le film « la longue route du port » sort mercredi."),
        ("es", "Los llamados «hombres de negro» no han vuelto."),
        ("it", "L'operazione «vento del largo sulla costa» continua."),
        ("de", "Die sogenannte „kleine feine Runde“ tagt wieder."),
    ],
)
def test_names_and_irony_in_marks_are_no_quotes(language: str, text: str) -> None:
    assert said(language, text) == []


def test_quoted_words_that_no_verb_explains_have_no_speaker() -> None:
    text = "Ute Rabe kam. Der Plan gilt als „ein großer Wurf für alle“ in der Stadt."
    [quote] = find_quotes(text, "de")
    assert (quote.kind, quote.speaker.name) == (QuoteKind.DIRECT, "")


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert said("it", "Sullo striscione si leggeva: «Ridateci la scuola e il porto».")[0][0] == ""


@pytest.mark.parametrize(
    "text", ["Вербовий: «Ми не залишимо союзників»", "Vasseur\u00a0: «\u00a0Nous ne partirons pas\u00a0»"]
)
def test_a_headline_names_its_speaker_in_any_script_and_spacing(text: str) -> None:
    assert said("uk" if text[0] == "В" else "fr", text)[0][0] == text.split(":", maxsplit=1)[0].strip()
