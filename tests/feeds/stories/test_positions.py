"""Rules for who stands where on foreign troops in Ukraine. All sentences are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Chain, Matter, Position, Quote, QuoteKind, Span, Speaker, Stance, Troops
from feeds.stories.positions import find_positions
from feeds.stories.texts.tokens import sentences

DAY = date(2024, 3, 1)
LANGUAGES = ("en", "fr", "de", "pl", "uk", "ru", "es", "it", "sv", "xx")


def read(text: str, *quotes: Quote, language: str = "en") -> tuple[Position, ...]:
    return find_positions(text, sentences(text, language), quotes, language, DAY)


def stances(text: str, *quotes: Quote, language: str = "en") -> set[tuple[str, str]]:
    return {(position.country, position.stance.value) for position in read(text, *quotes, language=language)}


def quote_of(text: str, words: str, *, name: str, country: str, known: bool = True) -> Quote:
    span = Span(text.index(words), text.index(words) + len(words))
    speaker = Speaker(name=name, mention=name, actor=name if known else "", country=country)
    return Quote(kind=QuoteKind.DIRECT, speaker=speaker, spans=(span,), quoted=(span,))


def test_a_yes_with_a_condition_outweighs_the_same_yes_without_it() -> None:
    text = (
        "Estonia is ready to send soldiers to Ukraine.\n"
        "Estonia would send soldiers to Ukraine only after a ceasefire."
    )
    assert stances(text) == {("Estonia", "conditional")}


@pytest.mark.parametrize(
    ("sentence", "country", "stance"),
    [
        ("Macron proposed sending French soldiers to Ukraine.", "France", "supports"),
        ("Sweden is ready to send peacekeepers to Ukraine.", "Sweden", "supports"),
        ("Tallinn would welcome a European force in Ukraine.", "Estonia", "supports"),
        ("Denmark to send military instructors to Ukraine.", "Denmark", "supports"),
        ("Macron did not rule out sending ground troops to Ukraine.", "France", "open"),
        ("The French leader refused to rule out sending ground troops to Ukraine.", "France", "open"),
        ("Lithuania is considering sending military trainers to Ukraine.", "Lithuania", "open"),
        ("Finland would not oppose sending NATO troops to Ukraine.", "Finland", "open"),
        ("Norway will send troops to Ukraine only after a ceasefire.", "Norway", "conditional"),
        (
            "Britain could send soldiers to Ukraine if Washington provides a backstop.",
            "United Kingdom",
            "conditional",
        ),
        ("Canada will not send soldiers to Ukraine unless there is a truce.", "Canada", "conditional"),
        ("Meloni ruled out sending Italian soldiers to Ukraine.", "Italy", "opposes"),
        ("Spain will never send troops to Ukraine.", "Spain", "opposes"),
        ("Tusk said Poland had no plans to send soldiers to Ukraine.", "Poland", "opposes"),
        ("Greece refused to send soldiers to Ukraine.", "Greece", "opposes"),
        ("Fico said talk of NATO peacekeepers in Ukraine was premature.", "Slovakia", "opposes"),
        ("Putin said any Western troops in Ukraine would be legitimate targets.", "Russia", "opposes"),
        ("The Pentagon announced that no US troops would be sent to Ukraine.", "United States", "opposes"),
        ("The Pentagon denied that US soldiers were fighting in Ukraine.", "United States", "denies"),
        ("Stoltenberg said there are no NATO troops in Ukraine.", "NATO", "denies"),
        ("Putin claimed that NATO soldiers are already in Ukraine.", "Russia", "claims-present"),
    ],
)
def test_modality_and_negation_tell_the_stance(sentence: str, country: str, stance: str) -> None:
    assert stances(sentence) == {(country, stance)}


@pytest.mark.parametrize(
    ("language", "sentence", "country", "stance"),
    [
        ("fr", "Emmanuel Macron n'exclut pas l'envoi de troupes françaises en Ukraine.", "France", "open"),
        ("fr", "L'Espagne n'enverra pas de soldats en Ukraine.", "Spain", "opposes"),
        ("de", "Macron schließt die Entsendung von Bodentruppen in die Ukraine nicht aus.", "France", "open"),
        ("de", "Ungarn wird keine Soldaten in die Ukraine schicken.", "Hungary", "opposes"),
        ("pl", "Macron nie wyklucza wysłania wojsk na Ukrainę.", "France", "open"),
        ("pl", "Polska nie wyśle żołnierzy na Ukrainę.", "Poland", "opposes"),
        ("uk", "Макрон не виключає відправлення французьких військ в Україну.", "France", "open"),
        ("uk", "Лавров заявив, що війська НАТО вже перебувають в Україні.", "Russia", "claims-present"),
        ("ru", "Макрон не исключил отправку западных войск на Украину.", "France", "open"),
        ("ru", "Песков заявил, что западные войска на Украине неприемлемы.", "Russia", "opposes"),
        ("es", "Macron no descarta el envío de tropas a Ucrania.", "France", "open"),
        ("es", "España no enviará soldados a Ucrania.", "Spain", "opposes"),
        ("it", "Macron non esclude l'invio di truppe in Ucraina.", "France", "open"),
        ("it", "L'Italia non invierà soldati in Ucraina.", "Italy", "opposes"),
        ("sv", "Macron utesluter inte att skicka trupper till Ukraina.", "France", "open"),
        ("sv", "Storbritannien är redo att skicka soldater till Ukraina.", "United Kingdom", "supports"),
    ],
)
def test_nine_languages_are_read_by_the_same_rules(
    language: str, sentence: str, country: str, stance: str
) -> None:
    assert stances(sentence, language=language) == {(country, stance)}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In Ukraine there are already 300 American instructors, a source told the paper."),
        ("fr", "En Ukraine se trouvent déjà 300 instructeurs américains, a déclaré une source."),
        ("de", "In der Ukraine befinden sich bereits amerikanische Ausbilder, sagte eine Quelle."),
        ("pl", "Na terytorium Ukrainy przebywają już amerykańscy instruktorzy, podało źródło."),
        ("uk", "На території України вже перебувають американські інструктори, повідомило джерело."),
        ("ru", "На территории Украины уже находятся американские инструкторы, сообщил источник."),
        ("es", "En Ucrania ya hay instructores estadounidenses, dijo una fuente."),
        ("it", "In Ucraina ci sono già istruttori americani, ha detto una fonte."),
        ("sv", "I Ukraina finns redan amerikanska instruktörer, uppger en källa."),
    ],
)
def test_the_place_where_troops_are_claimed_to_be_claims_nothing(language: str, sentence: str) -> None:
    assert stances(sentence, language=language) == set()


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    [
        ("en", "Estonia is ready to send soldiers to Ukraine once a ceasefire holds.", "Estonia"),
        ("en", "Estonia ready to send soldiers to Ukraine after ceasefire", "Estonia"),
        ("fr", "L'Estonie enverra des soldats en Ukraine une fois que les armes se seront tues.", "Estonia"),
        ("fr", "L'Estonie est prête à envoyer des soldats en Ukraine sous trois conditions.", "Estonia"),
        ("de", "Estland ist bereit, Soldaten in die Ukraine zu schicken, sobald Waffenruhe gilt.", "Estonia"),
        ("pl", "Hiszpania wyśle żołnierzy na Ukrainę dopiero po zawieszeniu broni.", "Spain"),
        ("uk", "Естонія готова відправити солдатів в Україну, щойно настане тиша.", "Estonia"),
        ("ru", "Эстония готова отправить солдат на Украину после прекращения огня.", "Estonia"),
        ("es", "España enviará soldados a Ucrania solo si hay un alto el fuego.", "Spain"),
        ("it", "L'Italia è pronta a inviare soldati in Ucraina solo dopo un cessate il fuoco.", "Italy"),
        ("sv", "Sverige är redo att skicka soldater till Ukraina först efter en vapenvila.", "Sweden"),
    ],
)
def test_what_is_offered_for_after_a_ceasefire_is_conditional(
    language: str, sentence: str, country: str
) -> None:
    assert stances(sentence, language=language) == {(country, "conditional")}


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    [
        ("en", "Poland will not send soldiers to Ukraine, not even after a ceasefire.", "Poland"),
        ("fr", "L'Espagne n'enverra pas de soldats en Ukraine, même après un cessez-le-feu.", "Spain"),
        ("pl", "Polska nie wyśle żołnierzy na Ukrainę, nawet po zawieszeniu broni.", "Poland"),
        ("uk", "Польща не відправить солдатів в Україну навіть після припинення вогню.", "Poland"),
    ],
)
def test_not_even_after_a_ceasefire_is_a_no(language: str, sentence: str, country: str) -> None:
    assert stances(sentence, language=language) == {(country, "opposes")}


@pytest.mark.parametrize(
    ("language", "sentence", "country", "stance"),
    [
        ("pl", "Jeśli Francja i Włochy chcą wysłać wojska na Ukrainę, otworzymy im granice.", "", ""),
        ("it", "Se la Francia vuole inviare truppe in Ucraina, non ci opponiamo.", "", ""),
        (
            "ru",
            "В Кремле назвали законной целью любой иностранный контингент на Украине.",
            "Russia",
            "opposes",
        ),
        (
            "ru",
            "Иностранные военные на Украине станут законной целью, заявил представитель МИД России.",
            "Russia",
            "opposes",
        ),
        ("ru", "В Киеве присутствие иностранных инструкторов на Украине отрицают.", "Ukraine", "denies"),
        ("en", "Officials in Kyiv denied that foreign instructors were in Ukraine.", "Ukraine", "denies"),
        (
            "en",
            "Ukraine's embassy in London said it would welcome foreign instructors in Ukraine.",
            "Ukraine",
            "supports",
        ),
        (
            "en",
            "The Pentagon said that no US personnel were in Ukraine apart from guards.",
            "United States",
            "denies",
        ),
        (
            "en",
            "The United States will not send troops to Ukraine but left the door open to air support.",
            "United States",
            "opposes",
        ),
        (
            "fr",
            "La Belgique enverra des soldats en Ukraine, mais après un accord américain, a dit le ministre.",
            "Belgium",
            "conditional",
        ),
        (
            "pl",
            "Słowacja nie weźmie udziału w misji, która wyśle żołnierzy NATO na Ukrainę – mówi premier.",
            "Slovakia",
            "opposes",
        ),
    ],
)
def test_the_one_who_speaks_holds_the_position_and_nobody_else(
    language: str, sentence: str, country: str, stance: str
) -> None:
    assert stances(sentence, language=language) == ({(country, stance)} if country else set())


def test_an_office_holder_without_a_name_does_not_hide() -> None:
    text = "Ruritania aside, Estonia is ready to send troops to Ukraine, the defence minister said."
    words = "Estonia is ready to send troops to Ukraine"
    (position,) = read(text, quote_of(text, words, name="the defence minister", country="", known=False))
    assert (position.actor, position.chain) == ("Estonia", Chain.SELF_STATED)


def test_a_headline_alone_is_read() -> None:
    assert stances("Spain rules out sending troops to Ukraine") == {("Spain", "opposes")}


def test_what_stands_far_behind_is_not_read() -> None:
    assert stances("Rain. " * 11_000 + "Spain will never send troops to Ukraine.") == set()


def test_a_list_gives_one_position_for_each_member() -> None:
    text = (
        "Macron did not rule out sending ground troops to Ukraine.\n"
        "Sweden, Norway, and Denmark replied that they had no such intentions."
    )
    against = {country for country, stance in stances(text) if stance == "opposes"}
    assert against == {"Sweden", "Norway", "Denmark"}


def test_those_whose_troops_are_spoken_of_hold_no_position() -> None:
    assert stances("Putin claimed that British and French troops are already in Ukraine.") == {
        ("Russia", "claims-present")
    }


def test_a_no_to_own_troops_and_a_yes_to_others_are_two_positions() -> None:
    text = (
        "Germany will not send its own soldiers to Ukraine but welcomes a European peacekeeping force there."
    )
    assert stances(text) == {("Germany", "opposes"), ("Germany", "supports")}


def test_a_refused_proposal_has_one_who_refuses_and_one_who_proposed() -> None:
    assert stances("NATO refused a French proposal to send troops to Ukraine.") == {
        ("NATO", "opposes"),
        ("France", "supports"),
    }


def test_what_is_rejected_by_somebody_is_his_position_alone() -> None:
    text = "The idea of sending troops to Ukraine was rejected by Spain."
    assert stances(text) == {("Spain", "opposes")}


def test_what_is_rejected_by_nobody_named_is_nobody_s() -> None:
    assert read('The plan to send troops to Ukraine was rejected by "everyone," Scholz said.') == ()


def test_to_reject_that_troops_are_there_is_to_deny_it() -> None:
    text = "Wallace dismissed comments by Scholz that suggested British troops are in Ukraine."
    assert ("United Kingdom", "denies") in stances(text) or ("Germany", "claims-present") in stances(text)
    assert ("United Kingdom", "opposes") not in stances(text)


def test_a_speaker_inside_of_a_quote_comes_first() -> None:
    text = "Sunak spoke after Shapps said there were plans to send troops to Ukraine."
    words = "after Shapps said there were plans to send troops to Ukraine"
    actors = {
        position.actor
        for position in read(text, quote_of(text, words, name="Rishi Sunak", country="United Kingdom"))
    }
    assert "Rishi Sunak" not in actors


def test_a_former_office_holder_is_not_taken_for_the_present_one() -> None:
    text = "Ex-UK Prime Minister Johnson calls on allies to send troops to Ukraine."
    assert {position.actor for position in read(text)} == {"United Kingdom"}


def test_who_speaks_for_his_own_country_states_it_himself() -> None:
    (position,) = read("Biden said that the US will not send soldiers to Ukraine.")
    assert (position.actor, position.chain) == ("Joe Biden", Chain.SELF_STATED)


def test_what_one_says_of_an_ally_is_reported() -> None:
    (position,) = read("Daalder said that France wants to send troops to Ukraine.")
    assert (position.country, position.stance) == ("France", Stance.SUPPORTS)
    assert (position.chain, position.reporter) == (Chain.REPORTED, "Ivo Daalder")


def test_what_one_says_of_an_opponent_is_attributed() -> None:
    (position,) = read("Lukashenko said Ukraine wants French troops on its soil.")
    assert (position.country, position.stance) == ("Ukraine", Stance.SUPPORTS)
    assert (position.chain, position.reporter) == (Chain.ATTRIBUTED, "Alexander Lukashenko")


def test_an_accusation_is_attributed_by_the_accuser() -> None:
    (position,) = read("Moscow accused France of planning to send troops to Ukraine.")
    assert (position.country, position.chain, position.reporter) == ("France", Chain.ATTRIBUTED, "Russia")


def test_a_condition_is_kept_in_its_words() -> None:
    text = (
        "Macron said on Monday that France would send soldiers to Ukraine only after a ceasefire, not before."
    )
    (position,) = read(text)
    assert position.stance is Stance.CONDITIONAL
    assert position.condition is not None
    assert position.condition.of(text) == "only after a ceasefire"


def test_own_troops_are_told_from_those_of_others() -> None:
    own = read("Scholz said that no German soldiers would be sent to Ukraine.")
    others = read("Scholz welcomed the plan to send French troops to Ukraine.")
    assert [position.troops for position in (*own, *others)] == [Troops.OWN, Troops.OTHERS]
    assert [position.matter for position in (*own, *others)] == [Matter.SENDING, Matter.OTHERS]


def test_troops_of_the_alliance_are_not_those_of_others_to_its_members() -> None:
    (position,) = read("Scholz ruled out sending NATO troops to Ukraine.")
    assert position.troops is Troops.ANY


def test_who_holds_an_office_speaks_for_his_country_and_an_opponent_of_his_does_not() -> None:
    (president,) = read("Macron said that France would send soldiers to Ukraine.")
    (leader,) = read("Marine Le Pen rejected sending French troops to Ukraine.")
    (minister,) = read("Estonian Defence Minister Ada Roe ruled out sending troops to Ukraine.")
    assert [one.is_official for one in (president, leader, minister)] == [True, False, True]


def test_who_is_thanked_holds_the_position_and_not_who_thanks() -> None:
    (position,) = read("Zelensky thanked Macron for his readiness to send troops to Ukraine.")
    assert (position.country, position.chain, position.reporter) == (
        "France",
        Chain.REPORTED,
        "Volodymyr Zelensky",
    )


def test_an_attribution_at_the_end_counts() -> None:
    (position,) = read("Moldova wants NATO peacekeepers in Ukraine, Peskov said.")
    assert (position.country, position.reporter) == ("Moldova", "Dmitry Peskov")


def test_the_words_of_a_quote_are_its_speaker_s() -> None:
    text = '"We will not send troops to Ukraine," she said.'
    (position,) = read(
        text,
        quote_of(text, "We will not send troops to Ukraine,", name="Jane Roe", country="Norway", known=True),
    )
    assert (position.actor, position.country, position.chain) == ("Jane Roe", "Norway", Chain.SELF_STATED)


def test_an_unnamed_official_is_anonymous() -> None:
    text = '"We are ready to send troops to Ukraine," an official said.'
    words = "We are ready to send troops to Ukraine,"
    (position,) = read(text, quote_of(text, words, name="", country="Latvia", known=False))
    assert (position.actor, position.chain) == ("Latvia", Chain.ANONYMOUS)


def test_own_words_go_before_what_others_say() -> None:
    text = (
        "Lukashenko said Poland wants Polish soldiers in Ukraine.\n"
        "Poland wants a NATO peacekeeping force in Ukraine, Tusk said."
    )
    chains = {position.actor: position.chain for position in read(text)}
    assert chains["Donald Tusk"] is Chain.SELF_STATED


def test_the_evidence_is_a_sentence_of_the_text() -> None:
    text = "It rained in Oslo.\nSpain will never send troops to Ukraine. The talks go on."
    (position,) = read(text)
    assert position.span.of(text) == "Spain will never send troops to Ukraine."


@pytest.mark.parametrize(
    "sentence",
    [
        "If NATO sent troops into Ukraine, Russia would strike, an analyst said.",
        "Will France send troops to Ukraine?",
        "Russia will send more soldiers to Ukraine.",
        "Macron discussed the war in Ukraine with soldiers in Paris.",
        "Germany will send more tanks to Ukraine.",
        "Poland will send more troops to its border with Belarus.",
        "North Korea is ready to send troops to Russia.",
        "Sweden trains Ukrainian soldiers in England.",
        "PUTIN WARNS AGAINST SENDING WESTERN TROOPS TO UKRAINE",
        "Ukraine's soldiers are ready to fight, Zelensky said.",
        "His plan was rejected by everybody.",
        "",
    ],
)
def test_what_is_no_position_gives_none(sentence: str) -> None:
    assert read(sentence) == ()


def test_a_predecessor_does_not_speak_in_the_name_of_the_president() -> None:
    actors = {
        position.actor for position in read("A former French president ruled out sending troops to Ukraine.")
    }
    assert "Emmanuel Macron" not in actors


def test_an_unknown_language_is_not_read() -> None:
    assert read("Spain will never send troops to Ukraine.", language="xx") == ()


PIECES = (
    "Macron",
    "Russia",
    "NATO",
    "said",
    "not",
    "rule out",
    "will",
    "send",
    "troops",
    "to Ukraine",
    "if",
    "we",
)
WORDS = st.sampled_from((*PIECES, "we", "unless", ",", ".", "“", "”", "the French", "and", "by"))


@given(
    text=st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join)), language=st.sampled_from(LANGUAGES)
)
def test_any_text_is_read_and_every_span_lies_inside(text: str, language: str) -> None:
    quotes = (quote_of(text, text, name="Jane Roe", country="Norway"),) if text else ()
    for position in read(text, *quotes, language=language):
        assert 0 <= position.span.start < position.span.end <= len(text)
        assert position.country


@pytest.mark.parametrize(
    "unit", ['"', " ", "a", "(", "Macron will send troops to Ukraine ", "France, ", "not "]
)
def test_a_hostile_text_is_read_in_little_time(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    assert len(read(text)) <= 1


def test_from_whom_the_idea_came_wants_it_on_the_word_of_who_says_so() -> None:
    text = (
        "France proposed sending soldiers to Ukraine.\n"
        "Daalder wrote in a column that the idea came from the French chief of staff, Thierry Burkhard."
    )
    burkhard = next(position for position in read(text) if position.actor == "Thierry Burkhard")
    assert (burkhard.country, burkhard.stance) == ("France", Stance.SUPPORTS)
    assert (burkhard.chain, burkhard.reporter) == (Chain.REPORTED, "Ivo Daalder")
