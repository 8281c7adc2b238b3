"""A small Bolt app for the fake's own tests: every surface once, over HTTP or Socket Mode."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, Self

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from tests.fakes.slack import SlackFake
from tests.serving import served

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str, action: str, value: str = "1") -> Json:
    return {"type": "button", "text": plain(label), "action_id": action, "value": value}


def card(text: str, *buttons: Json) -> Json:
    blocks: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    if buttons:
        blocks.append({"type": "actions", "elements": list(buttons)})
    return {"text": text, "blocks": blocks}


SEATS = {"type": "number_input", "action_id": "seats", "is_decimal_allowed": False, "min_value": "1", "max_value": "99"}
TERMS = {
    "type": "static_select",
    "action_id": "term",
    "options": [{"text": plain("Monthly"), "value": "m"}, {"text": plain("Annual"), "value": "y"}],
}
FORM: Json = {
    "type": "modal",
    "callback_id": "order",
    "title": plain("Order seats"),
    "submit": plain("Order"),
    "blocks": [
        {"type": "input", "block_id": "seats", "label": plain("Seats"), "element": SEATS},
        {"type": "input", "block_id": "term", "label": plain("Term"), "element": TERMS, "optional": True},
    ],
}


class SampleApp:
    """Counts what it does, so that tests can count too."""

    def __init__(self, slack: SlackFake) -> None:
        self.slack = slack
        self.done: Counter[str] = Counter()
        client = AsyncWebClient(token=slack.token, base_url=slack.api_url)
        logger = logging.getLogger("tests.slack_sample_app")
        self.bolt = AsyncApp(
            client=client, signing_secret=slack.signing_secret, process_before_response=True, logger=logger
        )
        self._listen()

    def _listen(self) -> None:
        self.bolt.command("/licence")(self.command)
        self.bolt.action("order")(self.open_form)
        self.bolt.action("confirm")(self.confirm)
        self.bolt.action("product")(self.product)
        self.bolt.options("product")(self.products)
        self.bolt.view("order")(self.submitted)
        self.bolt.event("message")(self.message)
        self.bolt.event("app_mention")(self.message)
        self.bolt.event("app_home_opened")(self.home)
        self.bolt.event("user_change")(self.noted)
        self.bolt.shortcut("overview")(self.open_form)

    async def command(self, ack: Any, command: Json, client: AsyncWebClient) -> None:
        self.done["command"] += 1
        match command["text"].split():
            case ["form"]:
                await client.views_open(trigger_id=command["trigger_id"], view=FORM)
                await ack()
            case ["late", seconds]:
                await asyncio.sleep(float(seconds))
                await ack("late")
            case ["broken"]:
                await ack(card("x" * 3001))
            case _:
                await ack(
                    card(
                        f"You said *{command['text'] or 'nothing'}*", button("Order", "order"), button("Yes", "confirm")
                    )
                )

    async def open_form(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    async def confirm(self, ack: Any, respond: Any) -> None:
        self.done["confirm"] += 1
        await respond(**card("Ordered."), replace_original=True)
        await ack()

    async def submitted(self, ack: Any, view: Json, body: Json, client: AsyncWebClient) -> None:
        values = view["state"]["values"]
        seats = int(values["seats"]["seats"]["value"])
        if seats == 13:
            await ack(response_action="errors", errors={"seats": "Thirteen brings bad luck."})
        elif seats == 14:
            await ack(response_action="errors", errors={"nowhere": "Lost."})
        else:
            self.done["order"] += 1
            term = values["term"]["term"]["selected_option"]
            await client.chat_postMessage(
                channel=body["user"]["id"], **card(f"{seats} seats, {term and term['value']}")
            )
            await ack()

    async def message(self, event: Json, client: AsyncWebClient) -> None:
        if "subtype" in event:
            return
        self.done[event["type"]] += 1
        await client.chat_postMessage(channel=event["channel"], **card(f"Heard: {event['text'].rpartition('&gt;')[2]}"))

    async def product(self, ack: Any, body: Json, respond: Any) -> None:
        chosen = body["actions"][0]["selected_option"]["text"]["text"]
        await respond(**card(f"Picked {chosen}"), replace_original=False)
        await ack()

    async def products(self, ack: Any, body: Json) -> None:
        names = [name for name in ("Visio", "Project", "Teams") if body["value"].lower() in name.lower()]
        await ack(options=[{"text": plain(name), "value": name.lower()} for name in names])

    async def home(self, event: Json, client: AsyncWebClient) -> None:
        blocks = [
            {"type": "header", "text": plain("Contoso")},
            {"type": "actions", "elements": [button("Order", "order")]},
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def noted(self) -> None:
        self.done["user_change"] += 1


class InThread:
    """An event loop of its own, in which something runs until the block ends."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    def run(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        return asyncio.run_coroutine_threadsafe(work(), self.loop).result(10)


class HttpServer:
    """The app behind uvicorn on a free port."""

    def __init__(self, app: SampleApp) -> None:
        handler = AsyncSlackRequestHandler(app.bolt)
        web = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
        self._web = served(web)

    def __enter__(self) -> str:
        return f"{self._web.__enter__()}/slack/events"

    def __exit__(self, *exc: object) -> None:
        self._web.__exit__(None, None, None)


async def socket_handler(app: SampleApp) -> AsyncSocketModeHandler:
    handler = AsyncSocketModeHandler(app.bolt, app.slack.app_token, ping_interval=0.2)
    await handler.connect_async()
    return handler
