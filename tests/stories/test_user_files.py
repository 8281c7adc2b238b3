"""A file of users on every surface and in both languages: sent, planned, confirmed in red, applied, its result read."""

from __future__ import annotations

import csv
import io

import pytest

from bot.phrases import Speaker, Tongue, _, n_
from bot.web.console import ConsolePerson
from handlers import sample
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.jobs.waiting import eventually
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex

pytestmark = pytest.mark.browser
ALICE = ConsolePerson(sample.ATELIER_ADMIN, "Alice Martin", _("Admin of {organisation}", organisation="Atelier Cloud"))
HEAD = "Prénom;Nom;Courriel;Téléphone;Poste;Site Webex préféré;Webex Meetings"
ANN = "Ann;Ax;ann@fabrikam.example;33142685301;;f.webex.com;{}"
BEN = "Ben;Bo;ben@fabrikam.example;;;f.webex.com;{}"
CY = "Cy;Co;cy(at)fabrikam;;;f.webex.com;VRAI"


class Impatient(ConsoleAdmin):
    """Loads the page anew instead of waiting for its news."""

    def sees(self, *words: str) -> None:
        eventually(lambda: self._page.reload() and any(all(word in text for word in words) for text in self._texts()))


def sheet(*rows: str) -> bytes:
    return "\r\n".join((HEAD, *rows)).encode("cp1252")


def play(admin, work: Deployment, language: str) -> None:
    """Two come and one is refused; then one goes, and one bears another address."""
    say = Speaker(Tongue(language)).say
    admin.drops("équipe.csv", sheet(ANN.format("VRAI"), BEN.format("VRAI"), CY), "Fabrikam")
    admin.sees("équipe.csv", say(_("This is the plan. Nothing was changed yet.")), "cy(at)fabrikam")
    admin.presses(say(_("Apply")))
    admin.sees(say(n_("{count} row is being applied.", "{count} rows are being applied.", 2)))
    work.clock.later(seconds=5)
    admin.sees(say(_("All rows are settled. The result is in the CSV file.")))
    work.clock.later(seconds=5)
    assert outcomes(admin, say(_("users-result"))) == [say(_("Done")), say(_("Done")), ""]
    admin.drops("départ.csv", sheet(ANN.format("VRAI").replace("ann@", "ann.ax@"), BEN.format("FAUX")), "Fabrikam")
    admin.sees("départ.csv", say(_("This is the plan. Nothing was changed yet.")))
    label = say(n_("Apply and delete {count} user", "Apply and delete {count} users", 2))
    admin.presses(label)
    admin.fills(say(_("Yes, delete")), removals="2")
    work.clock.later(seconds=5)
    admin.sees("départ.csv", say(_("All rows are settled. The result is in the CSV file.")))
    assert users(work) == [("ann.ax@fabrikam.example", "+33142685301")]


def outcomes(admin, name: str) -> list[str]:
    """The last column of the result, a file of that name."""
    text = admin.finds(name).decode("utf-8-sig")
    return [row[-1] for row in csv.reader(io.StringIO(text))][1:]


def users(work: Deployment) -> list[tuple[object, ...]]:
    sql = "SELECT u.login, w.number FROM users u JOIN wholesale_users w ON w.user_id = u.id"
    return work.rows(f"{sql} WHERE u.login LIKE 'ann%@fabrikam.example' OR u.login LIKE 'ben@fabrikam.example'")


def test_the_story_of_a_file_at_the_console(chromium, database, said):  # noqa: F811 - the fixture
    work = Deployment(database, said.language)
    with at_the_console(work, ALICE) as address:
        page = chromium.new_page(locale=said.locale)
        play(Impatient(page, address, said.language, ALICE), work, said.language)
        page.close()


def test_the_story_of_a_file_in_slack(slack, database, said):
    work = Deployment(database, said.language)
    with wired(slack, work) as wire, over_http(slack, wire):
        person = slack.person(sample.ATELIER_ADMIN, "Alice Martin", locale=said.locale)
        play(SlackAdmin(slack, person, slack.channel("licences", person)), work, said.language)


def test_the_story_of_a_file_in_webex(webex, database, said):
    work = Deployment(database, said.language)
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin")), work, said.language)
