"""The rules of language identification. All sentences here are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.stories.language import identify

SENTENCES = {
    "en": "The minister said on Friday that the talks would go on after the weekend.",
    "fr": "Le ministre a déclaré vendredi que les discussions se poursuivraient après le week-end.",
    "de": "Der Minister sagte am Freitag, dass die Gespräche nach dem Wochenende weitergehen.",
    "pl": "Minister powiedział w piątek, że rozmowy będą kontynuowane po weekendzie.",
    "uk": "Міністр заявив у п'ятницю, що переговори продовжаться після вихідних.",
    "ru": "Министр заявил в пятницу, что переговоры продолжатся после выходных.",
    "es": "El ministro dijo el viernes que las conversaciones seguirán después del fin de semana.",
    "it": "Il ministro ha detto venerdì che i colloqui andranno avanti dopo il fine settimana.",
    "sv": "Ministern sade på fredagen att samtalen fortsätter efter helgen.",
    "pt": "O ministro disse na sexta-feira que as conversas não vão parar depois do fim de semana.",
    "nl": "De minister zei vrijdag dat de gesprekken na het weekend worden voortgezet.",
    "no": "Ministeren sa fredag at samtalene fortsetter etter helgen, og at det ikke er noe mer.",
    "da": "Ministeren sagde fredag, at samtalerne fortsætter efter weekenden, og at der ikke er noget nyt.",
    "cs": "Ministr v pátek řekl, že rozhovory budou pokračovat po víkendu.",
    "be": "Міністр заявіў у пятніцу, што перамовы працягнуцца пасля выхадных.",
    "bg": "Министърът заяви в петък, че разговорите ще продължат след почивните дни.",
}


@pytest.mark.parametrize(("language", "sentence"), list(SENTENCES.items()))
def test_sentence_tells_its_language_by_itself(language: str, sentence: str) -> None:
    assert identify(sentence) == language


@pytest.mark.parametrize(
    "text", ["", "   ", "2024 – 17:30", "東京で会談が行われた", "Xyzzy plugh qwrt zzt vkr"]
)
def test_nothing_that_fits_is_undetermined(text: str) -> None:
    assert identify(text) == "und"


def test_short_text_is_in_the_language_of_its_outlet() -> None:
    assert identify("Lavrov: nej", hint="sv") == "sv"
    assert identify("Putin Macron Kyiv", hint="de") == "de"


def test_text_that_speaks_clearly_against_its_outlet_wins() -> None:
    assert identify(SENTENCES["fr"], hint="en") == "fr"


def test_outlet_in_another_script_does_not_decide() -> None:
    assert identify("Путин и Макрон", hint="en") != "en"
    assert identify(SENTENCES["ru"], hint="en") == "ru"


def test_unknown_hint_is_no_language() -> None:
    assert identify("Xyzzy plugh", hint="xx") == "und"


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert identify(SENTENCES["de"] * 100 + SENTENCES["fr"] * 10_000) == "de"


@given(text=st.text(), hint=st.sampled_from(["", "en", "uk", "zh", "nonsense"]))
def test_any_text_gets_the_same_answer_each_time(text: str, hint: str) -> None:
    assert identify(text, hint) == identify(text, hint)
