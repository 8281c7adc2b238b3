from __future__ import annotations

import pytest

from bot.errand import Down
from bot.webex import Webex
from bot.webex_nouns import Webhook
from bot.webex_webhooks import Deed, Step, Upkeep, Webhooks, plan, wanted

HERE, SECRET = "http://127.0.0.1:9", "a webhook secret"
ALL = ("Comptoir messages", "Comptoir attachmentActions", "Comptoir memberships")


@pytest.fixture
def api(webex):
    api = Webex(webex.token, webex.base)
    yield api
    api.close()


@pytest.fixture
def hooks(api):
    return Webhooks(api, SECRET)


def there(webex):
    return sorted((one.name, one.target, one.secret, one.status) for one in webex.world.webhooks.values())


def as_wanted(address: str = HERE, secret: str = SECRET):
    return sorted((name, f"{address}/webex/events", secret, "active") for name in ALL)


def test_what_is_missing_is_made_and_then_left_alone(webex, hooks):
    assert hooks.keep_up(HERE) == Upkeep(tuple(f"make {name}" for name in ALL))
    assert there(webex) == as_wanted()
    assert hooks.keep_up(f"{HERE}/") == Upkeep()


def test_a_webhook_that_was_switched_off_delivers_again(webex, hooks):
    hooks.keep_up(HERE)
    next(iter(webex.world.webhooks.values())).status = "inactive"
    assert hooks.keep_up(HERE) == Upkeep((f"mend {ALL[0]}",))
    assert there(webex) == as_wanted()


def test_a_webhook_without_the_secret_or_with_another_gets_ours(webex, hooks):
    hooks.keep_up(HERE)
    for one, secret in zip(webex.world.webhooks.values(), ("theirs", None, SECRET), strict=True):
        one.secret = secret
    assert hooks.keep_up(HERE) == Upkeep((f"mend {ALL[0]}", f"mend {ALL[1]}"))
    assert there(webex) == as_wanted()


def test_the_webhooks_follow_the_bot_to_another_address(webex, hooks):
    hooks.keep_up("https://old.example")
    hooks.keep_up(HERE)
    assert there(webex) == as_wanted()


def test_of_several_alike_the_healthy_one_stays(webex, api, hooks):
    hooks.keep_up(HERE)
    kept = set(webex.world.webhooks)
    for one in wanted(HERE, "another secret") + wanted(HERE, SECRET):
        api.add_webhook(one)
    next(iter(webex.world.webhooks.values())).status = "inactive"
    hooks.keep_up(HERE)
    assert there(webex) == as_wanted()
    assert len(kept & set(webex.world.webhooks)) == 2
    assert hooks.keep_up(HERE) == Upkeep()


@pytest.mark.parametrize("resource", ["messages", "rooms"])
def test_the_webhooks_of_other_programs_are_left_alone(webex, api, hooks, resource):
    other = Webhook(id="", name="Deploy", target_url="https://deploy.example/", resource=resource, event="created")
    filtered = other.model_copy(update={"target_url": f"{HERE}/webex/events", "filter": "roomType=group"})
    for one in (other, filtered):
        api.add_webhook(one)
    before = there(webex)
    hooks.keep_up(HERE)
    assert [one for one in there(webex) if one in before] == before
    assert len(there(webex)) == 5


def test_what_is_needed_can_be_looked_at_first(webex, hooks):
    assert [step.deed for step in hooks.needs(HERE)] == [Deed.MAKE] * 3
    assert there(webex) == []


def test_a_webhook_that_somebody_else_removed_meanwhile_is_no_trouble(webex, api, hooks):
    for one in wanted(HERE, SECRET) * 2:
        api.add_webhook(one)
    webex.fail("DELETE", "/webhooks/.*", status=404)
    hooks.keep_up(HERE)
    hooks.keep_up(HERE)
    assert there(webex) == as_wanted()


def test_while_webex_does_not_answer_nothing_is_known(webex, hooks):
    webex.fail("GET", "/webhooks", status=503)
    with pytest.raises(Down):
        hooks.keep_up(HERE)


def test_a_plan_is_no_longer_than_it_must_be():
    [one, *_] = wanted(HERE, SECRET)
    off = one.model_copy(update={"id": "off", "status": "inactive"})
    on = one.model_copy(update={"id": "on", "status": "active"})
    assert plan([off, on], [one]) == [Step(Deed.REMOVE, off)]
    assert [(step.deed, step.hook.id) for step in plan([off], [one])] == [(Deed.MEND, "off")]
    assert plan([], [one]) == [Step(Deed.MAKE, one)]


def test_no_secret_is_shown_by_accident(webex, hooks):
    assert SECRET not in repr(hooks.needs(HERE))
