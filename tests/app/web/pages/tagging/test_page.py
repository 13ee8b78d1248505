"""What a system is for, answered on the pages: buttons and a form that need no JavaScript."""

import html
import re

import pytest

from app.service.verbs import Landskab
from app.settings import Settings
from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.errors import StoreAway
from tests.app.web_town import HOSTILE, SLASHED, over, words
from tests.fakes.memory_store import MemoryStore

DUPLICATES = "/duplicates?as_of=2026-11-23"
FORM = re.compile(r'<form class="(?:reply|say)"(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BUTTON = re.compile(r'<button name="word" value="([^"]*)"[^>]*>([^<]*)</button>')
SYSTEMS = {
    "link": {"name": "LINK", "capabilities": ("sms",), "municipality": "Sorø", "users": 900.0},
    "beskedboks": {"name": "Beskedboks", "description": "Sender besked på mobilen til borgere, der har en aftale"},
    "betaling": {"name": "Betalingsarkiv"},
    SLASHED: {"name": HOSTILE, "description": "Møder"},
    "klassifikation": {"name": "Klassifikation", "kle": ("27.36.04",)},
    "ydelse": {"name": "Ydelse", "kle": ("27.36.04",)},
    "CPR": {"name": "CPR", "kind": "register"},
}


class AwayStore(MemoryStore):
    """A store that answers until it is told not to."""

    is_away = False

    def history(self):
        if self.is_away:
            raise StoreAway("The server does not answer.")
        return super().history()


@pytest.fixture
def verbs():
    store = AwayStore()
    state = State().with_batch(Batch.of("hand", systems=SYSTEMS))
    store.append(state, Revision(1, "2026-01-31T08:00:00+00:00", "import", "hand", "town.xlsx"))
    return Landskab(store, Settings(lang="da", version="1.2.3"))


@pytest.fixture
def client(verbs):
    return over(verbs)


def forms(page):
    """Every form of a page to answer with: its hidden fields, and the buttons by their words."""
    for found in FORM.findall(page):
        fields = {name: html.unescape(value) for name, value in HIDDEN.findall(found)}
        yield fields, {text: html.unescape(word) for word, text in BUTTON.findall(found)}


def answer(client, page, system, button, part):
    """Press the first such button as a browser would, and follow where it leads."""
    fields, buttons = next(
        (fields, buttons)
        for fields, buttons in forms(client.get(page).text)
        if (fields["system"], fields["part"]) == (system, part) and button in buttons
    )
    sent = client.post("/tag", data={**fields, "word": buttons[button]})
    assert sent.status_code == 303
    return sent.headers["location"], client.get(sent.headers["location"])


def tags(verbs, system):
    return verbs.landscape().cell("systems", system, "capabilities")


@pytest.mark.parametrize(
    ("button", "word", "said"), [("Ja", "payment", "er til"), ("Nej", "not:payment", "er ikke til")]
)
def test_a_guess_is_answered_with_a_press(verbs, client, button, word, said):
    where, page = answer(client, DUPLICATES, "betaling", button, "proposals")
    assert where == "/duplicates?as_of=2026-11-23&noted=2&part=proposals#proposals"
    assert tags(verbs, "betaling") == (word,)
    part = words(page.text.split('id="proposals"')[1])
    assert f"Noteret som revision 2. Betalingsarkiv {said}: Betaling/opkrævning." in part
    assert "Fortryd Se, hvad der ændredes" in part
    assert "landskab undo" not in part
    assert "Intet gæt venter på svar." in part


def test_a_system_that_is_wrongly_in_a_group_is_taken_out(verbs, client):
    assert [(one.capability, one.systems) for one in verbs.ask("duplicates").answer.groups][1:] == [
        ("sms", ["beskedboks", "link"])
    ]
    _, page = answer(client, DUPLICATES, "beskedboks", "Nej, ikke det", "systems")
    assert tags(verbs, "beskedboks") == ("not:sms",)
    assert "Beskedboks er ikke til: SMS-afsendelse." in words(page.text)
    assert [one.capability for one in verbs.ask("duplicates").answer.groups] == ["27.36.04"]


def test_what_a_kle_task_says_can_be_taken_back(client, verbs):
    assert "KLE 27.36.04" in client.get(DUPLICATES).text
    answer(client, DUPLICATES, "ydelse", "Nej, ikke det", "systems")
    assert tags(verbs, "ydelse") == ("not:27.36.04",)
    assert "27.36.04" not in [one.capability for one in verbs.ask("duplicates").answer.groups]


def test_the_page_keeps_nothing_of_the_notice(client):
    _, page = answer(client, DUPLICATES, "betaling", "Ja", "proposals")
    links = re.findall(r'(?:href|action|data-link|value)="([^"]*)"', page.text)
    assert not [link for link in links if "noted" in link or "part=" in link]
    assert "as_of=2026-11-23" in "".join(links)


def test_the_same_word_again_changes_nothing_and_says_so(verbs, client):
    data = {"system": "betaling", "word": "payment", "back": "/duplicates", "part": "proposals"}
    assert client.post("/tag", data=data).headers["location"].startswith("/duplicates?noted=2&")
    verbs.tag("link", ["gis"])
    where = client.post("/tag", data=data).headers["location"]
    assert where == "/duplicates?noted=again&part=proposals#proposals"
    assert "Det var allerede noteret. Intet er ændret." in words(client.get(where).text)
    assert verbs.store.newest() == 3


@pytest.mark.parametrize("page", [DUPLICATES, "/systems/betaling"])
def test_what_was_noted_is_taken_back_with_a_press_and_nothing_else(verbs, client, page):
    part = "proposals" if page == DUPLICATES else "purposes"
    where, _ = answer(client, page, "betaling", "Nej", part)
    verbs.tag("betaling", ["gis"])
    verbs.tag("link", ["booking"])
    assert "Noteret som revision 2." in words(client.get(where).text)
    back, told = answer(client, where, "betaling", "Fortryd", part)
    assert tags(verbs, "betaling") == ("gis",)
    assert tags(verbs, "link") == ("sms", "booking")
    assert back == page + ("&" if "?" in page else "?") + f"noted=5&part={part}#{part}"
    said = words(told.text)
    assert "Noteret som revision 5. Det er taget tilbage, at Betalingsarkiv ikke er til: Betaling/opkrævning." in said
    assert "Fortryd" not in words(client.get(where).text).split("Noteret som revision 2.")[1].split("Se, hvad")[0]


def test_a_word_that_took_the_place_of_its_opposite_gives_it_back(verbs, client):
    verbs.tag("beskedboks", ["sms", "gis"])
    where, page = answer(client, DUPLICATES, "beskedboks", "Nej, ikke det", "systems")
    assert "Beskedboks er ikke til: SMS-afsendelse. Fortryd" in words(page.text)
    _, page = answer(client, where, "beskedboks", "Fortryd", "systems")
    assert "Noteret som revision 4. Beskedboks er til: SMS-afsendelse." in words(page.text)
    assert tags(verbs, "beskedboks") == ("gis", "sms")


def test_the_page_of_a_system_takes_back_each_of_the_municipalitys_own_words(verbs, client):
    assert "Fortryd" not in words(client.get("/systems/link").text)
    verbs.tag("link", ["gis", "not:booking"])
    said = words(client.get("/systems/link").text)
    assert "GIS/kort kommunens eget ord: GIS/kort Fortryd" in said
    assert "ikke til: Tidsbestilling/kø kommunens eget ord Fortryd" in said
    assert "SMS-afsendelse kommunens eget ord: SMS-afsendelse Nej, ikke det" in said  # another source says so
    [(fields, _)] = [one for one in forms(client.get("/systems/link").text) if "not:booking" in one[1].values()]
    client.post("/tag", data={**fields, "word": "not:booking"})
    assert tags(verbs, "link") == ("sms", "gis")
    again = client.post("/tag", data={**fields, "word": "not:booking"})
    assert again.status_code == 422
    assert "Kommunen har ikke selv sagt 'booking' om det system." in words(again.text).replace("&#39;", "'")


def test_what_was_said_of_a_register_can_be_taken_back(verbs, client):
    verbs.tag("CPR", ["not:gis"])
    assert "ikke til: GIS/kort kommunens eget ord Fortryd" in words(client.get("/systems/CPR").text)
    answer(client, "/systems/CPR", "CPR", "Fortryd", "purposes")
    assert tags(verbs, "CPR") is None


@pytest.mark.parametrize(
    ("id_", "name", "word"),
    [
        ("betaling", "Betalingsarkiv", "sms og mail (2-vejs)"),
        ("a: b", "Kolon: A (gammel)", "gis (not:sms)"),
        ("c (d)", "Parentes", "x: y"),
    ],
)
def test_what_was_noted_is_told_as_it_was_said(id_, name, word):
    rows = {**SYSTEMS, "a: b": {"name": "Kolon: A (gammel)"}, "c (d)": {"name": "Parentes"}}
    rows["link"] = {"name": "LINK", "capabilities": (word,)}
    store = MemoryStore()
    state = State().with_batch(Batch.of("hand", systems=rows))
    store.append(state, Revision(1, "2026-01-31T08:00:00+00:00", "import", "hand", "town.xlsx"))
    client = over(Landskab(store, Settings(lang="da")))
    sent = client.post("/tag", data={"system": id_, "word": word, "says": "not", "part": "purposes"})
    told = words(client.get(sent.headers["location"]).text)
    assert f"Noteret som revision 2. {name} er ikke til: {word}. Fortryd Se, hvad der ændredes" in told


def test_a_page_of_tag_leads_on(client):
    assert [
        client.get(f"/tag{of}").headers["location"] for of in ("", "?lang=en", "?system=a%2Fb", "?system=x&lang=en")
    ] == [
        "/duplicates",
        "/duplicates?lang=en",
        "/systems/a%2Fb",
        "/systems/x?lang=en",
    ]
    for page in (DUPLICATES, "/systems/betaling"):
        actions = re.findall(r'class="(?:reply|say)" action="([^"#]*)', client.get(page).text)
        assert actions
        assert {
            client.get(html.unescape(one)).headers["location"].partition("/")[2].split("/")[0] for one in actions
        } == {"systems"}


@pytest.mark.parametrize("noted", ["1", "7", "x", "again%22"])
def test_an_address_cannot_claim_what_the_history_does_not_say(client, noted):
    page = client.get(f"/duplicates?noted={noted}&part=proposals")
    assert page.status_code == 200
    assert "Noteret som" not in page.text
    assert "allerede noteret" not in page.text


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/duplicates", "//evil.example/systems/a", "/\\evil.example", "/import", "", "http://["],
)
def test_a_form_leads_back_to_a_page_of_this_server_alone(client, back):
    sent = client.post("/tag", data={"system": "betaling", "word": "payment", "back": back, "part": "x\r\ny"})
    assert sent.headers["location"] == "/systems/betaling?noted=2"


def test_another_site_cannot_tag(verbs, client):
    data = {"system": "betaling", "word": "payment", "back": "/duplicates"}
    assert client.post("/tag", data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/tag", data=data, headers={"origin": "https://evil.example"}).status_code == 403
    assert verbs.store.newest() == 1


@pytest.mark.parametrize("page", [DUPLICATES, "/systems/betaling"])
def test_an_earlier_landscape_has_no_buttons(verbs, client, page):
    assert list(forms(client.get(page).text))
    verbs.tag("link", ["gis"])
    old = client.get(page + ("&" if "?" in page else "?") + "revision=1").text
    assert not list(forms(old))
    if page == DUPLICATES:
        assert "landskab tag betaling not:payment" in old


@pytest.mark.parametrize("page", [DUPLICATES, "/systems/betaling"])
def test_while_the_store_is_away_there_are_no_buttons(verbs, client, page):
    verbs.landscape()
    verbs.store.is_away = True
    answered = client.get(page)
    assert answered.status_code == 200
    assert not list(forms(answered.text))
    assert client.post("/tag", data={"system": "betaling", "word": "payment"}).status_code == 503


def test_the_page_of_a_system_says_what_it_is_for_and_why(client):
    said = words(client.get("/systems/beskedboks").text)
    assert re.search(r"Hvad det er til SMS-afsendelse ordene »Beskedboks«,[^·]*· sikkerhed \d\d % Nej, ikke det", said)
    said = words(client.get("/systems/betaling").text)
    assert re.search(
        r"Betaling/opkrævning et gæt, tælles ikke med ordene »Betalingsarkiv« · sikkerhed \d\d % Ja Nej", said
    )


def test_a_no_is_read_on_the_page_of_the_system(client):
    _, page = answer(client, "/systems/beskedboks", "beskedboks", "Nej, ikke det", "purposes")
    said = words(page.text)
    assert "ikke til: SMS-afsendelse kommunens eget ord" in said
    assert "Formål not:" not in said.split("Hvem siger hvad")[0]


@pytest.mark.parametrize("system", ["beskedboks", SLASHED])
def test_the_form_of_a_system_says_a_word_and_leads_back(verbs, client, system):
    back = "/systems/" + ("beskedboks" if system == "beskedboks" else "a%2Fb%3Fc%23d%25%26%22%27")
    data = {"system": system, "word": "gis", "says": "for", "back": back, "part": "purposes"}
    where = client.post("/tag", data=data).headers["location"]
    assert where == f"{back}?noted=2&part=purposes#purposes"
    assert tags(verbs, system) == ("gis",)
    assert "er til: GIS/kort." in words(client.get(where).text)
    client.post("/tag", data={**data, "says": "not"})
    assert tags(verbs, system) == ("not:gis",)


def test_a_word_of_ones_own_is_told_to_be_the_first(verbs, client):
    data = {"system": "betaling", "own": "lokaleleje", "word": "", "says": "for", "part": "purposes"}
    where = client.post("/tag", data=data).headers["location"]
    assert "Betalingsarkiv er til: lokaleleje. Intet andet system har det ord endnu." in words(client.get(where).text)
    page = client.get("/systems/beskedboks").text
    assert '<option value="lokaleleje">lokaleleje</option>' in page
    where = client.post("/tag", data={**data, "system": "beskedboks"}).headers["location"]
    assert "har det ord endnu" not in client.get(where).text
    assert tags(verbs, "beskedboks") == ("lokaleleje",)


def test_what_is_wrong_stands_above_the_form_and_nothing_is_lost(verbs, client):
    both = client.post("/tag", data={"system": "betaling", "own": "to <b>ord", "word": "gis", "says": "not"})
    assert both.status_code == 422
    assert "Vælg et formål, eller skriv jeres eget ord, ikke begge dele." in words(both.text)
    assert 'value="to &lt;b&gt;ord"' in both.text
    assert '<option value="gis" selected>' in both.text
    assert '<option value="not" selected>' in both.text
    denied = client.post("/tag", data={"system": "betaling", "own": "nyt ord", "says": "not"})
    assert "Ingen bruger ordet" in words(denied.text)
    spaced = client.post("/tag", data={"system": "betaling", "own": "nyt ord"})
    assert "bogstaver, tal, - og _, uden mellemrum; " in words(spaced.text)
    assert "Vælg et formål" in words(client.post("/tag", data={"system": "betaling"}).text)
    assert "What it is for" in client.post("/tag?lang=en", data={"system": "betaling"}).text
    assert client.post("/tag", data={"system": "nobody", "word": "sms"}).status_code == 404
    assert client.post("/tag", data={"word": "sms"}).status_code == 400
    assert verbs.store.newest() == 1


def test_a_long_word_comes_whole_and_is_refused(client):
    [limit] = re.findall(r'name="own" type="text" maxlength="(\d+)"', client.get("/systems/betaling").text)
    assert int(limit) > 60
    refused = client.post("/tag", data={"system": "betaling", "own": "x" * 60})
    assert refused.status_code == 422
    assert "skal begynde med et bogstav og være på 2 til 40 tegn" in words(refused.text)
    assert f'value="{"x" * 60}"' in refused.text


def test_a_name_of_the_list_may_be_written_as_ones_own(verbs, client):
    client.post("/tag", data={"system": "betaling", "own": "esdh/Sagsstyring", "says": "not"})
    assert tags(verbs, "betaling") == ("not:esdh",)


def test_a_register_is_for_no_one_job_and_is_not_asked_about(client):
    page = client.get("/systems/CPR").text
    assert "de er ikke til ét bestemt formål" in words(page)
    assert not list(forms(page))


def test_a_hostile_name_stays_text(client):
    data = {"system": SLASHED, "word": "gis", "back": "/duplicates", "part": "proposals"}
    page = client.get(client.post("/tag", data=data).headers["location"]).text
    assert HOSTILE not in page
    assert html.escape(HOSTILE) in page


def test_jobs_have_an_english_name_for_a_reader_of_english(verbs, client):
    page = client.get("/systems/beskedboks?lang=en").text
    choices = dict(re.findall(r'<option value="(\w+)"[^>]*>([^<]+)</option>', page))
    capabilities = verbs.landscape().catalogue.capabilities.values()
    assert {one.id: choices[one.id] for one in capabilities} == {one.id: one.english for one in capabilities}
    verbs.tag("beskedboks", ["sms"])
    said = words(client.get(f"{DUPLICATES}&lang=en").text)
    assert "the municipality's own word: Text messages" in said
    assert not [one.name for one in capabilities if one.name in said]
