"""What stands in an article's place, and what only stands beside it. All pages are invented."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Wall
from feeds.polling.fulltext import extract_article
from feeds.polling.walls import find_wall, known_walls

URL = "https://courier.example/news/harbour-fees-rise"
LOCKED = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
FREE = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"True"}</script>'
METERED = '<meta property="article:content_tier" content="metered">'
SAYS_ARTICLE = '<meta property="og:type" content="article">'
FORM = '<form action="/session"><input name="user"><input class="x" type="password"></form>'
BANNER = (
    '<div class="cookie"><h2>We value your privacy</h2><p>We use cookies.</p>'
    "<button>Accept all</button> <button>Manage options</button></div>"
)
NEWSLETTER = (
    "<h3>Subscribe to our newsletter</h3><p>All harbour news, every morning.</p><button>Subscribe</button>"
)

SENTENCES = {
    "en": "On day {} the minister told reporters that the harbour fees would rise again in the coming year.",
    "fr": "Le jour {} le ministre a déclaré à la presse que les droits du port allaient encore augmenter.",
    "de": "Am Tag {} sagte der Minister vor Journalisten, dass die Hafengebühren wieder steigen.",
    "pl": "W dniu {} minister powiedział dziennikarzom, że opłaty portowe w przyszłym roku znowu wzrosną.",
    "uk": "У день {} міністр сказав журналістам, що портові збори наступного року знову зростуть.",
    "ru": "В день {} министр сказал журналистам, что портовые сборы в следующем году снова вырастут.",
    "es": "El día {} el ministro dijo a los periodistas que las tasas del puerto subirán otra vez.",
    "it": "Il giorno {} il ministro ha detto ai giornalisti che le tasse del porto aumenteranno ancora.",
    "sv": "Dag {} sade ministern till journalister att hamnavgifterna ska höjas igen under nästa år.",
}


def story(language: str, count: int) -> tuple[str, ...]:
    """Some paragraphs of an honest article, about 100 characters each."""
    return tuple(SENTENCES[language].format(number) for number in range(1, count + 1))


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page to be made: what is in its article, behind that, and around it."""

    name: str
    title: str = "Harbour fees rise | Courier"
    text: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    head: str = ""
    around: str = ""
    url: str = URL
    wall: Wall = field(default=Wall.NONE)

    def markup(self) -> bytes:
        """Write it as a browser gets it."""
        paragraphs = "".join(f"<p>{line}</p>" for line in self.text)
        behind = "".join(f"<div>{line}</div>" for line in self.behind)
        menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("World", "Sport", "Log in"))
        return (
            f"<!DOCTYPE html><html><head><title>{self.title}</title>{self.head}</head><body>"
            f"<nav><ul>{menu}</ul></nav><main><article><h1>{self.title.partition(' | ')[0]}</h1>{paragraphs}"
            f"{behind}</article></main>{self.around}<footer>Copyright Harbour Courier</footer></body></html>"
        ).encode()


WALLS = (
    # in all nine languages, each kind at least twice
    Page(
        name="consent en",
        title="Before you continue | Courier",
        text=(
            "We and our 842 partners store and read information on your device, such as cookies. " * 3,
            "Accept all",
            "More options",
        ),
        url="https://consent.courier.example/?continue=/news/1",
        wall=Wall.CONSENT,
    ),
    Page(
        name="consent en: only legal words, no telling title",
        title="Courier",
        text=(
            "We and our partners process personal data, such as your address, and use cookies. " * 4,
            "Some partners do not ask for your consent and rely on their legitimate interest instead. " * 3,
        ),
        wall=Wall.CONSENT,
    ),
    Page(
        name="consent fr", title="Courrier", behind=("Accepter et continuer", "S'abonner"), wall=Wall.CONSENT
    ),
    Page(
        name="consent de",
        title="Bevor Sie fortfahren - Hafenbote",
        text=("Besuchen Sie diese Seite wie gewohnt mit Werbung und Tracking.", "Akzeptieren und weiter"),
        wall=Wall.CONSENT,
    ),
    Page(name="consent pl", title="Zgoda na cookies", behind=("Przejdź do serwisu",), wall=Wall.CONSENT),
    Page(name="consent it", title="Prima di continuare", behind=("Accetta e continua",), wall=Wall.CONSENT),
    Page(name="consent es", title="Tu privacidad", behind=("Aceptar y continuar",), wall=Wall.CONSENT),
    Page(
        name="login en", title="Log in | Courier", behind=("Email", "Password"), around=FORM, wall=Wall.LOGIN
    ),
    Page(
        name="login by its address",
        title="Courier",
        around=FORM + BANNER,
        url="https://courier.example/login?next=/news/1",
        wall=Wall.LOGIN,
    ),
    Page(name="login ru", title="Вестник", behind=("Войдите, чтобы читать дальше",), wall=Wall.LOGIN),
    Page(name="login sv", title="Logga in", behind=("Logga in för att läsa vidare",), wall=Wall.LOGIN),
    Page(name="login uk", title="Вісник", behind=("Увійдіть, щоб читати далі",), wall=Wall.LOGIN),
    Page(
        name="paywall en",
        text=story("en", 4),
        behind=("Subscribe to continue reading", "Already a subscriber? Log in"),
        head=SAYS_ARTICLE,
        wall=Wall.PAYWALL,
    ),
    Page(name="paywall by its own word", text=story("en", 3), head=LOCKED, wall=Wall.PAYWALL),
    Page(
        name="paywall by its own word, with a banner and no text",
        head=LOCKED,
        around=BANNER,
        wall=Wall.PAYWALL,
    ),
    Page(
        name="teaser that ends well",
        text=story("en", 3),
        behind=("Already a subscriber? Sign in",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall by its own word, and cookies",
        title="Courier",
        head=LOCKED,
        around="<form>Agree and continue</form>",
        wall=Wall.PAYWALL,
    ),
    Page(
        name="metered teaser",
        text=(*story("en", 3), "The fees were last raised when the new pier was opened by the"),
        head=METERED + SAYS_ARTICLE,
        wall=Wall.PAYWALL,
    ),
    Page(
        name="teaser that breaks off",
        text=(*story("en", 4), "The opposition said that…"),
        behind=("Already a subscriber? Sign in",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall fr",
        text=story("fr", 3),
        behind=("La suite est réservée aux abonnés",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall de",
        text=story("de", 3),
        behind=("Weiterlesen mit dem Digital-Abo", "Bereits Abonnent? Hier anmelden"),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall pl",
        text=story("pl", 3),
        behind=("Dalsza część artykułu dla prenumeratorów",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall uk",
        text=story("uk", 3),
        behind=("Щоб прочитати повністю, передплатіть",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall ru",
        text=story("ru", 3),
        behind=("🔒 Статья доступна только подписчикам",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall es", text=story("es", 3), behind=("Suscríbete para seguir leyendo",), wall=Wall.PAYWALL
    ),
    Page(
        name="paywall it",
        text=story("it", 3),
        behind=("Abbonati per continuare a leggere",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="paywall sv",
        text=story("sv", 3),
        behind=("För att läsa vidare behövs ett konto",),
        wall=Wall.PAYWALL,
    ),
    Page(
        name="challenge en", title="Just a moment...", behind=("Verify you are human",), wall=Wall.CHALLENGE
    ),
    Page(
        name="challenge de", title="Nur einen Moment…", behind=("Ich bin kein Roboter",), wall=Wall.CHALLENGE
    ),
    Page(name="challenge ru", title="Вестник", behind=("Подтвердите, что вы не робот",), wall=Wall.CHALLENGE),
    Page(name="missing en", title="404 - Page not found | Courier", around=BANNER, wall=Wall.MISSING),
    Page(
        name="missing en, with the latest news",
        title="Page not found | Courier",
        behind=("The page you are looking for has moved.", *story("en", 16)),
        wall=Wall.MISSING,
    ),
    Page(
        name="missing fr",
        title="Courrier",
        behind=("La page que vous recherchez n'existe pas",),
        wall=Wall.MISSING,
    ),
    Page(name="missing pl", title="Nie znaleziono strony", wall=Wall.MISSING),
    Page(name="missing uk", title="Сторінку не знайдено - Вісник", around=FORM, wall=Wall.MISSING),
    Page(name="missing sv", title="Bladet", behind=("Sidan hittades inte",), wall=Wall.MISSING),
)

HONEST = (
    Page(name="film review that does not say what it is", title="Consent | Courier", text=story("en", 5)),
    *(Page(name=f"article {language}", text=story(language, 18)) for language in SENTENCES),
    *(
        Page(name=f"brief {language}", text=story(language, 4), around=BANNER + NEWSLETTER)
        for language in SENTENCES
    ),
    Page(
        name="about paywalls",
        title="Subscribe to continue reading: how paywalls won | Courier",
        text=("“Subscribe to continue reading” is what half of the web says today.", *story("en", 5)),
    ),
    Page(
        name="about paywalls, ending on the words",
        text=(
            *story("en", 5),
            "“This article is for subscribers,” the page told her, and she closed it for good"
            + 3 * ", for good",
        ),
    ),
    Page(
        name="about cookies",
        title="Before you continue: the end of the cookie | Courier",
        text=("We use cookies, says every page; a court now says that this is not enough.", *story("en", 6)),
        head=SAYS_ARTICLE,
    ),
    Page(
        name="about robots",
        title="Are you human? | Courier",
        text=("Verify you are human, they say.", *story("en", 6)),
    ),
    Page(name="about lost pages", title="Page not found: the web forgets | Courier", text=story("en", 6)),
    Page(
        name="short film review",
        title="Consent | Courier",
        text=story("en", 5),
        head=SAYS_ARTICLE,
        around=BANNER,
    ),
    Page(
        name="locked, and all of it there",
        text=story("en", 30),
        head=LOCKED,
        behind=("Subscribe to continue reading",),
    ),
    Page(
        name="metered, and all of it there",
        text=story("en", 6),
        head=METERED + SAYS_ARTICLE,
        around=NEWSLETTER,
    ),
    Page(
        name="free by its own word",
        text=story("en", 4),
        head=FREE,
        behind=("Already a subscriber? Log in",),
    ),
    Page(
        name="window that opens later for others",
        text=story("en", 5),
        around=f"{NEWSLETTER * 3}<div hidden><p>Subscribe to continue reading</p></div>",
    ),
    Page(name="form to log in beside", text=story("en", 5), around=FORM + BANNER),
    Page(name="log in at the foot", text=story("en", 6), behind=("Share", "Already a subscriber? Log in")),
    Page(
        name="picture with a caption",
        text=("The harbour at night, on Monday.",),
        around=BANNER,
        head=SAYS_ARTICLE,
    ),
    Page(
        name="address that speaks of consent",
        text=story("en", 5),
        url="https://courier.example/age-of-consent/login-law",
    ),
    Page(name="page without anything", title="Courier"),
    Page(
        name="words in a script",
        text=story("en", 4),
        around="<script>var x='Subscribe to continue reading'</script>",
    ),
    Page(name="not for free in a comment", text=story("de", 4), around="<!-- Weiterlesen mit Plus -->"),
)


@pytest.mark.parametrize("page", [*WALLS, *HONEST], ids=lambda page: page.name)
def test_page_is_told_for_what_it_is(page: Page) -> None:
    found = extract_article(page.markup(), page.url)
    assert found.wall is page.wall, found.text


def test_teaser_can_be_read_all_the_same() -> None:
    page = Page(name="", text=story("en", 4), head=LOCKED)
    assert extract_article(page.markup(), URL).text == "\n".join(story("en", 4))


def test_words_are_written_as_they_are_compared() -> None:
    words = [
        word
        for known in known_walls().values()
        for word in (*known.titles, *known.lines, *known.beside, *known.segments)
    ]
    assert [word for word in words if word != " ".join(word.lower().split()) and not word.endswith(" ")] == []
    assert [word for word in words if "’" in word or not word[0].isalnum()] == []
    assert [title for known in known_walls().values() for title in known.titles if title[-1] in ".!"] == []


@settings(deadline=None)
@given(st.text(), st.text(), st.text(), st.text())
def test_any_page_is_some_wall_or_none(page: str, text: str, title: str, url: str) -> None:
    assert find_wall(page, text=text, titles=(title,), meta={}, url=url) in Wall
