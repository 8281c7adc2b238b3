"""What a person does in Slack, and what they see: the tests' hands and eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.fakes import slack_answers, slack_forms, slack_payloads, slack_screen
from tests.fakes.slack_api import message_json
from tests.fakes.slack_checks import elements
from tests.fakes.slack_delivery import Delivery, Reply, deliver
from tests.fakes.slack_forms import CannotDo, Entry
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_views import file_json, view_json
from tests.fakes.slack_words import typed_by_a_person
from tests.fakes.slack_world import BOT_USER, Channel, Message, Upload, User, View

if TYPE_CHECKING:
    from tests.fakes.slack import SlackFake

Seen = Message | View
FieldName = str | tuple[str, str]


class Person:
    """Somebody who uses the bot. What they do returns what came up by the time the app had answered, if anything."""

    def __init__(self, slack: SlackFake, user: User) -> None:
        self._slack, self.user, self.id = slack, user, user.id
        self._seen = 0
        self.last = Reply(0)
        self.deliveries: list[Delivery] = []

    # What they do

    def slash(self, command: str, words: str = "", channel: Channel | None = None, lost: bool = False) -> Seen | None:
        place = self._enter(channel)
        payload = slack_payloads.command(self._slack, self.user, place, command, words)
        address = self._slack.world.addresses[payload["response_url"].rpartition("/")[2]]

        def apply(reply: Reply) -> None:
            slack_answers.command_answered(self._slack, address, reply.content())

        return self._do(Delivery("slash_commands", payload, apply, answerable=True), lost)

    def dm(
        self,
        text: str,
        file: tuple[str, bytes] | None = None,
        thread: Message | None = None,
        more: Sequence[tuple[str, bytes]] = (),
    ) -> Seen | None:
        """Write to the app directly, perhaps with files (name, content)."""
        files = [file, *more] if file else []
        return self._say(self._slack.world.im(self.id), text, "message", files, thread)

    def edit(self, message: Message, text: str) -> None:
        """Change a message of one's own; the app is told as of every change in a direct conversation."""
        before = message_json(message)
        with self._slack.world.changed:
            self._slack.world.rewrite(message, typed_by_a_person(text, {}), None)
        self._do(self._event(slack_payloads.edited(self._slack, message, before)))

    def mention(self, channel: Channel, text: str, thread: Message | None = None) -> Seen | None:
        self._enter(channel)
        return self._say(channel, f"@comptoir {text}", "app_mention", [], thread)

    def press(
        self, where: Seen, button: str, near: str | None = None, confirm: bool = True, lost: bool = False
    ) -> Seen | None:
        """Press a button by its label, action id or value; `near` names the row when several are alike.

        A dialog that asks back is answered with `confirm`. A message's `snapshot()` is pressed as somebody would whose
        screen has not caught up.
        """
        self._reach(where)
        block, element = slack_screen.find_button(where.blocks, button, near, self._slack.world.name_of)
        if element.get("confirm") and not confirm:
            return None
        return self._act(where, block, element, {}, lost)

    def choose(self, where: Seen, field: FieldName, entry: Entry, query: str | None = None) -> Seen | None:
        """Pick in a menu (or another field that tells the app at once); `query` is typed into a searching menu."""
        self._reach(where)
        block, element = self._menu(where, field)
        if element["type"] == "overflow":
            option = slack_forms.pick(element["options"], str(entry))
            return self._act(where, block, element, {"selected_option": option})
        self._enter_value(where, block, element, entry, query)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise CannotDo(f"{field!r} tells the app nothing before the form is submitted: use fill() or submit()")
        picked = slack_payloads.chosen(element, self._state(where)[block["block_id"]][element["action_id"]])
        return self._act(where, block, element, picked)

    def fill(self, view: View, values: Mapping[FieldName, Entry]) -> None:
        """Enter values into a form without submitting it."""
        for name, entry in values.items():
            block, element = slack_forms.find_field(view.blocks, name)
            self._enter_value(view, block, element, entry, None)

    def submit(self, view: View, values: Mapping[FieldName, Entry] | None = None, lost: bool = False) -> Seen | None:
        """Fill in and submit the form on top; CannotDo where Slack itself would not let them."""
        if view.id not in [each.id for each in self.views[-1:]]:
            raise CannotDo("this form is not (or no longer) on top of the screen")
        if not view.body.get("submit"):
            raise CannotDo("this view has no submit button")
        self.fill(view, values or {})
        complaints = slack_forms.unacceptable(view.blocks, view.state)
        if complaints:
            raise CannotDo(f"Slack does not let this be submitted: {'; '.join(complaints)}")

        def apply(reply: Reply) -> None:
            slack_answers.submission_answered(self._slack, view, reply.content())

        payload = slack_payloads.submission(self._slack, self.user, view)
        return self._do(Delivery("interactive", payload, apply, answerable=True), lost)

    def close(self, view: View, everything: bool = False) -> None:
        """Close a form without submitting it; the app is told only if the view asks for that."""
        stack = self._slack.world.stacks[self.id]
        cleared = everything or bool(view.body.get("clear_on_close"))
        stack[:] = [] if cleared else [each for each in stack if each.id != view.id]
        if view.body.get("notify_on_close"):
            payload = slack_payloads.closed(self._slack, self.user, view, cleared)
            self._do(Delivery("interactive", payload, self._nothing))

    def open_home(self) -> View | None:
        """Look at the app's Home; what was published is there, perhaps after a moment."""
        channel = self._slack.world.im(self.id).id
        body: Json = {"type": "app_home_opened", "user": self.id, "tab": "home", "channel": channel}
        if self.home:
            body["view"] = view_json(self.home)
        self._do(self._event(body))
        return self.home

    def shortcut(self, callback_id: str) -> Seen | None:
        payload = slack_payloads.shortcut(self._slack, self.user, callback_id)
        return self._do(Delivery("interactive", payload, self._nothing))

    def suggestions(self, where: Seen, field: FieldName, query: str = "") -> list[str]:
        """What a searching menu offers for these letters."""
        block, element = self._menu(where, field)
        return [option["text"]["text"] for option in self._suggest(where, block, element, query)]

    def redeliver(self, n: int = 1, with_headers: bool = True, at_once: bool = False) -> list[Reply]:
        """Let Slack repeat its last delivery for this person, one after the other or all at once."""
        delivery = self.deliveries[-1]

        def again(retry: int) -> Reply:
            return deliver(self._slack, delivery, retry=retry, with_headers=with_headers)

        with ThreadPoolExecutor(n if at_once else 1) as pool:
            return list(pool.map(again, range(1, n + 1)))

    def changed(self, **traits: object) -> None:
        """Change something about the person, as an administrator of Slack would, and tell the app."""
        for name, value in traits.items():
            setattr(self.user, name, value)
        self._do(self._event({"type": "user_change", "user": {"id": self.id, "team_id": self.user.team}}))

    # What they see

    @property
    def views(self) -> list[View]:
        return list(self._slack.world.stacks.get(self.id, []))

    @property
    def modal(self) -> View | None:
        """The form on top."""
        return self.views[-1] if self.views else None

    @property
    def home(self) -> View | None:
        return self._slack.world.homes.get(self.id)

    def messages(self, channel: Channel | None = None) -> list[Message]:
        """The messages on this person's screen, oldest first; ephemeral ones only if they are theirs."""
        with self._slack.world.changed:
            mine = [m for m in self._slack.world.messages if not m.deleted and self.id in m.channel.members]
        return [m for m in mine if m.only_for in (None, self.id) and channel in (None, m.channel)]

    def cards(self, channel: Channel | None = None) -> list[Message]:
        return [message for message in self.messages(channel) if message.author == BOT_USER]

    def last_card(self, channel: Channel | None = None) -> Message:
        """The newest message from the app."""
        cards = self.cards(channel)
        if not cards:
            raise CannotDo(f"{self.user.name} has got no message from the app")
        return cards[-1]

    def text(self, thing: Seen) -> str:
        return slack_screen.text_of(thing, self._slack.world.name_of)

    def texts(self, channel: Channel | None = None) -> list[str]:
        """Everything readable: messages, then the Home, then the form on top."""
        things: list[Seen] = list(self.messages(channel))
        if channel is None:
            things += [view for view in (self.home, self.modal) if view]
        return [self.text(thing) for thing in things]

    def sees(self, *words: str) -> bool:
        """Whether all of these can be read somewhere on the screen now."""
        screen = _spaced("\n".join(self.texts()))
        return all(_spaced(word) in screen for word in words)

    def waits_for(self, *words: str, timeout: float = 5.0) -> None:
        """Wait until these can be read; AssertionError with the whole screen when they don't come."""
        with self._slack.world.changed:
            came = self._slack.world.changed.wait_for(lambda: self.sees(*words), timeout)
        assert came, f"{self.user.name} waited {timeout} s for {words}; the screen says:\n" + "\n—\n".join(self.texts())

    def next(self, timeout: float = 5.0) -> Seen:
        """Wait for something new on the screen since the last that was returned."""
        with self._slack.world.changed:
            came = self._slack.world.changed.wait_for(lambda: self._newest() is not None, timeout)
        found = self._take()
        assert came, f"nothing new for {self.user.name} in {timeout} s"
        assert found
        return found

    # How it works

    def _enter(self, channel: Channel | None) -> Channel:
        if channel is None:
            return self._slack.world.im(self.id)
        channel.members.add(self.id)
        return channel

    def _say(
        self, channel: Channel, text: str, kind: str, files: Sequence[tuple[str, bytes]], thread: Message | None
    ) -> Seen | None:
        words = typed_by_a_person(text, {"comptoir": BOT_USER})
        thread_ts = thread.ts if thread else None
        message = Message(channel, self._slack.world.new_ts(), words, [], self.id, thread_ts=thread_ts)
        message.files = [file_json(self._slack.base, self._upload(*file)) for file in files]
        with self._slack.world.changed:
            self._slack.world.post(message)
        return self._do(self._event(slack_payloads.said(message, kind), channel.ext_shared))

    def _upload(self, name: str, content: bytes) -> Upload:
        upload = Upload(self._slack.world.new_id("F"), name, len(content), content, name, shared=True)
        self._slack.world.uploads[upload.id] = upload
        return upload

    def _event(self, body: Json, ext_shared: bool = False) -> Delivery:
        payload = slack_payloads.event(self._slack, body, ext_shared=ext_shared)
        return Delivery("events_api", payload)

    def _reach(self, where: Seen) -> None:
        if isinstance(where, View) and where.kind == "modal":
            if where.id not in [view.id for view in self.views[-1:]]:
                raise CannotDo("this form is not (or no longer) on top of the screen")
        elif self.modal:
            raise CannotDo(f"the form {self.modal.body['title']['text']!r} is in the way: submit or close it first")

    def _menu(self, where: Seen, field: FieldName) -> tuple[Json, Json]:
        for block, element in elements(where.blocks):
            if element["type"] == "overflow" and field in (element["action_id"], block["block_id"], "⋯"):
                return block, element
        return slack_forms.find_field(where.blocks, field)

    def _state(self, where: Seen) -> Json:
        if isinstance(where, View):
            return where.state
        return where.states.setdefault(self.id, slack_forms.first_state(where.blocks))

    def _enter_value(self, where: Seen, block: Json, element: Json, entry: Entry, query: str | None) -> None:
        suggested = None
        if "external_select" in element["type"]:
            letters = query if query is not None else str(entry)
            suggested = self._suggest(where, block, element, letters)
        slack_forms.enter(self._state(where), block, element, entry, suggested)

    def _suggest(self, where: Seen, block: Json, element: Json, query: str) -> list[Json]:
        options: list[Json] = []

        def apply(reply: Reply) -> None:
            options.extend(slack_answers.suggested(self._slack, reply.content()))

        payload = slack_payloads.suggestion(self._slack, self.user, where, block, element, query)
        self._do(Delivery("interactive", payload, apply, answerable=True))
        return options

    def _act(self, where: Seen, block: Json, element: Json, picked: Json, lost: bool = False) -> Seen | None:
        self._state(where)
        payload = slack_payloads.action(self._slack, self.user, where, block, element, picked)
        return self._do(Delivery("interactive", payload, self._nothing), lost)

    def _nothing(self, reply: Reply) -> None:
        """Slack shows nobody what answers an interaction: words in it are lost."""
        if reply.content() not in (None, {}):
            self._slack.violate("interaction's answer", f"nobody sees the answer {reply.body[:200]!r}")

    def _do(self, delivery: Delivery, lost: bool = False) -> Seen | None:
        self.deliveries.append(delivery)
        self._seen = self._slack.world.revision
        self.last = deliver(self._slack, delivery, lost=lost)
        return self._take()

    def _newest(self) -> Seen | None:
        things: list[Seen] = [*self.cards(), *self.views[-1:], *([self.home] if self.home else [])]
        fresh = [thing for thing in things if thing.changed > self._seen]
        return max(fresh, key=lambda thing: thing.changed, default=None)

    def _take(self) -> Seen | None:
        with self._slack.world.changed:
            found = self._newest()
        if found:
            self._seen = found.changed
        return found


def _spaced(text: str) -> str:
    """Any kind of white space reads as one blank."""
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())
