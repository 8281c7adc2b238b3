"""The story of people: a partner's Admin brings a customer in, adds users with the mail, and looks after them.

What is typed and read is said by the catalogue, so that it is played in each language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from bot.phrases import Speaker, Tongue, _, n_
from tests.jobs.waiting import eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from bot.phrases import Phrase
    from tests.fakes.smtp import Mailbox
    from tests.stories.deployment import Deployment

NAMES = ("Ada Roy", "Ben Roy", "Cleo Roy", "Dan Roy", "Eve Roy")
ADA, BEN = "ada.roy@contoso.example", "ben.roy@contoso.example"
PASSWORD = "Tr4v-ile9+Qk pont"


class Operator(Protocol):
    """Alice Martin of Atelier Cloud, at some surface."""

    def asks(self, words: str) -> None: ...
    def presses(self, label: str, yes: str = "") -> None: ...
    def fills(self, submit: str, **fields: str) -> None: ...
    def sees(self, *words: str) -> None: ...


@dataclass
class Town:
    """Everybody else: the post, a browser for whoever follows a link, the language that all speak."""

    box: Mailbox
    page: Page
    portal: str
    language: str
    work: Deployment

    def said(self, phrase: Phrase | str) -> str:
        text = Speaker(Tongue(self.language)).say(_(phrase) if isinstance(phrase, str) else phrase)
        return " ".join(text.split())

    def link(self, address: str, count: int = 1) -> str:
        """The address in the newest of so many mails to somebody."""
        eventually(lambda: len([mail for mail in self.box.to(address) if self._links(mail)]) >= count, 10)
        return [link for mail in self.box.to(address) for link in self._links(mail)][-1]

    def _links(self, mail: object) -> list[str]:
        text = mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
        return [self.portal + urlsplit(word).path for word in text.split() if word.startswith("https://bot.example/")]

    def sets_password(self, link: str) -> None:
        self.page.goto(link)
        self.page.locator("#password").fill(PASSWORD)
        self.page.locator("#again").fill(PASSWORD)
        self.presses()
        self.reads(self.said("Your password is saved. Sign in with it."))

    def signs_in(self, login: str, password: str = PASSWORD) -> None:
        self.page.goto(f"{self.portal}/portal/sign-in")
        self.page.locator("#email").fill(login)
        self.page.locator("#password").fill(password)
        self.presses()

    def presses(self) -> None:
        """The one button of the page."""
        self.page.locator("form.ask button").click(timeout=5000)

    def reads(self, text: str) -> None:
        self.page.set_default_timeout(5000)
        eventually(lambda: text in " ".join(self.page.locator("body").inner_text().split()), 10)


def brings_a_customer_in(alice: Operator, town: Town) -> None:
    """Added by a form; the link of its mail makes it active, and whoever sent it is told."""
    alice.asks(town.said("organisation add"))
    alice.fills(town.said("Add"), called="Tailspin", contact="it@tailspin.example")
    alice.sees("Tailspin", town.said("Not invited"))
    alice.presses(town.said("Send the activation link"), town.said("Send"))
    town.page.goto(town.link("it@tailspin.example"))
    town.presses()
    town.reads(town.said(_("{organisation} is active. Thank you.", organisation="Tailspin")))
    told = _("{organisation} is active: the link was followed on {moment}.", organisation="Tailspin", moment="")
    alice.sees(town.said(told).partition(":")[0].strip())
    alice.asks("organisation Tailspin")
    alice.sees("Tailspin", town.said("Active"))


def adds_five_users(alice: Operator, town: Town) -> None:
    """One form, one a line; the list is checked first, and each gets an invitation."""
    alice.asks(f"{town.said('users add')} in Contoso")
    lines = "\n".join(f"{name} <{name.replace(' ', '.').lower()}@contoso.example>" for name in NAMES)
    alice.fills(town.said("Check the list"), people=lines, mail="yes")
    alice.sees(ADA, BEN)
    alice.presses(town.said(n_("Add {count} user", "Add {count} users", 5)))
    alice.sees(town.said("Not activated"))
    assert town.link(ADA) != town.link(BEN)


def follows_the_link(_alice: Operator, town: Town) -> None:
    """A password of one's own, then one's services, then out; the link is good once."""
    link = town.link(ADA)
    town.sets_password(link)
    town.page.goto(link)
    town.reads(town.said("This link was used already."))
    town.signs_in(ADA)
    town.reads(town.said("My services"))
    town.page.get_by_role("button", name=town.said("Sign out")).click()
    town.reads(town.said("Forgot your password?"))


def locks_himself_out(alice: Operator, town: Town) -> None:
    """Five wrong passwords lock him, the right one is no use then; the Admin sees each of them, and unlocks."""
    town.sets_password(town.link(BEN))
    for password in ["not this one"] * 5 + [PASSWORD]:
        town.signs_in(BEN, password)
        town.reads(town.said("E-mail address or password is wrong. After several failures an access is locked."))
    alice.asks(f"{town.said('users show')} {BEN}")
    alice.sees("Ben Roy", town.said("Locked"), town.said("wrong password"))
    alice.presses(town.said("Unlock"))
    alice.sees(town.said(_("{user} is unlocked and can sign in again.", user="Ben Roy")))
    town.signs_in(BEN)
    town.reads(town.said("My services"))


def assigns_a_service(alice: Operator, town: Town) -> None:
    """It stands in the user's own view at once."""
    alice.asks(f"{town.said('assign')} {BEN} Visio Plan 2")
    alice.sees("Ben Roy", "Visio Plan 2")
    town.page.goto(f"{town.portal}/portal/")
    town.reads("Visio Plan 2")


def looks_through_his_eyes(alice: Operator, town: Town) -> None:
    """Marked as such, ended by a button, and both are in the record."""
    alice.asks(f"{town.said('users show')} {BEN}")
    alice.presses(town.said("Log in as"))
    alice.presses(town.said(_("See it as {name}", name="Ben Roy")))
    alice.sees("Ben Roy", "Visio Plan 2")
    alice.presses(town.said("Be myself again"))
    eventually(lambda: town.work.rows("SELECT 1 FROM audit WHERE command = 'guise.end'"))


def disables_and_deletes(alice: Operator, town: Town) -> None:
    """He is signed out at once; his seat is free again."""
    alice.asks(f"{town.said('users disable')} {BEN}")
    stopped = "{user} will be able neither to sign in nor to use any service, until enabled again."
    alice.sees(town.said(_(stopped, user="Ben Roy")))
    alice.presses(town.said("Disable"))
    alice.sees("Ben Roy", town.said("Disabled"))
    town.page.goto(f"{town.portal}/portal/")
    town.reads(town.said("Forgot your password?"))
    alice.asks(f"{town.said('users delete')} {BEN}")
    gone = "{user} will be deleted, with the password and the way to sign in. This can't be undone."
    alice.sees(town.said(_(gone, user="Ben Roy")))
    alice.presses(town.said("Delete"))
    alice.sees(town.said(_("{user} is deleted.", user="Ben Roy")))
    assert town.work.rows("SELECT 1 FROM users WHERE login = :login", login=BEN) == []


CHAPTERS = (
    brings_a_customer_in,
    adds_five_users,
    follows_the_link,
    locks_himself_out,
    assigns_a_service,
    looks_through_his_eyes,
    disables_and_deletes,
)


def play(alice: Operator, town: Town) -> None:
    for chapter in CHAPTERS:
        chapter(alice, town)
