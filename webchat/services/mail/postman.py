"""Take the mails that are owed to the mail server, one after the other, until it has them."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from webchat.adapters.mail import Mailer, MailRefused
from webchat.services.mail import letters
from webchat.services.work import Store

log = structlog.get_logger()


async def run(store: Store, mailer: Mailer, key: bytes) -> None:
    """Deliver until cancelled; without a mail server there is nothing to do."""
    settings = store.env.settings
    while settings.smtp_host is not None:
        try:
            await deliver(store, mailer, key)
        except Exception as error:
            log.error("mail_round_failed", error=repr(error))
        await asyncio.sleep(settings.tick_s)


async def deliver(store: Store, mailer: Mailer, key: bytes) -> int:
    """Deliver what is due now; returns how many letters were taken.

    A crash between the server's "yes" and ours sends a letter again, under the same Message-ID.
    """
    n_sent = 0
    for outbox_id in await store.read(partial(letters.due, now=store.env.clock.now())):
        letter = await store.write(partial(letters.write, outbox_id=outbox_id, key=key))
        if letter is None:
            continue
        try:
            await mailer.send(letter)
        except MailRefused as refused:
            log.warning("mail_refused", outbox_id=outbox_id, error=str(refused), is_final=refused.is_final)
            close = letters.settle if refused.is_final else letters.put_off
            await store.write(partial(close, outbox_id=outbox_id, error=f"refused: {refused}"))
        else:
            await store.write(partial(letters.settle, outbox_id=outbox_id))
            n_sent += 1
    return n_sent
