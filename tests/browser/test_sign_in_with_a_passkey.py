"""A passkey in a real browser: Chromium's own authenticator, which shows a finger as soon as it is asked."""

import re

import pytest

from chapter.db import db
from chapter.factors import queries
from tests import factories
from tests.accounts.mails import link_to

DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}


@pytest.fixture
def phone(visit, site):
    """A page on a device that keeps passkeys and knows its owner; browsers keep none for an address of numbers."""
    here = site.replace("127.0.0.1", "localhost")
    bo = factories.account(name="Bo Ek", email="bo@example.org")
    page = visit(None, f"{here}/sign-in", base_url=here)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {**DEVICE, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.bo = bo
    return page


def use_link(page):
    page.goto("/sign-in")
    page.fill("#email", page.bo.email)
    page.press("#email", "Enter")
    page.wait_for_url("**/sign-in/sent")
    link = link_to(page.bo.email)
    db.session.commit()
    page.goto(link)
    page.click("main .primary")


def sign_out(page):
    page.context.clear_cookies()
    page.goto("/sign-in")


def test_one_adds_a_passkey_and_signs_in_with_it_alone_and_as_the_second_step(phone):
    use_link(phone)
    phone.goto("/my/account/sign-in")
    phone.fill("#name", "Mobilen i fickan")
    phone.click("[data-ask]")
    phone.wait_for_selector("main ol code")
    assert phone.locator("main ol code").count() == 10

    sign_out(phone)
    phone.wait_for_url(re.compile(r"/my$"))  # the browser offers it by itself, and this device shows its finger at once
    sign_out_and_stop_offering(phone)
    phone.click("form[data-passkey] [data-ask]")
    phone.wait_for_url(re.compile(r"/my$"))

    phone.context.clear_cookies()
    use_link(phone)
    phone.click("[data-ask]")
    phone.wait_for_url(re.compile(r"/my$"))
    assert queries.passkeys_of(phone.bo)[0].name == "Mobilen i fickan"
    assert queries.passkeys_of(phone.bo)[0].counter >= 3


def sign_out_and_stop_offering(page):
    page.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")
    sign_out(page)
