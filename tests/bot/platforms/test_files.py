"""A file arrives as it is, with its words beside it, on both platforms."""

from bot.platforms.port import Address
from bot.replies import File, Reply, paragraph
from tests.bot.platforms import local_discord, local_telegram
from tests.bot.platforms.newsdesk import Desk

CONTENT = "actor,stance\nAda Roe,opposes\nІван Лінд,open\n"
EXPORT = Reply(blocks=(paragraph("2 positions"),), file=File(name="positions.csv", content=CONTENT))


async def test_telegram_gets_a_document_with_a_caption() -> None:
    async with local_telegram.connected(Desk(reply=EXPORT)) as (server, _):
        server.say("/export positions csv", chat=local_telegram.GROUP, kind="supergroup")
        [message] = await server.wait_for(1, chat=local_telegram.GROUP)
        assert server.violations == []
    assert message.document.decode() == CONTENT
    assert message.text == "2 positions"


async def test_discord_gets_an_attachment_under_the_words() -> None:
    async with local_discord.connected(Desk(reply=EXPORT)) as (server, _):
        await server.command("latest")
        [message] = await server.wait_for(1)
    [attachment] = message.attachments
    assert (attachment.filename, attachment.content.decode()) == ("positions.csv", CONTENT)
    assert "2 positions" in message.text


async def test_a_file_that_is_sent_unasked_arrives_as_well() -> None:
    async with local_telegram.connected() as (server, platform):
        await platform.send(Address(local_telegram.PRIVATE), EXPORT, nonce="n")
        [message] = server.messages()
    assert message.document.decode() == CONTENT
