# What the READMEs show between the marks; a test runs it as it stands.
# sample
import asyncio
import consilium

async def main() -> None:
    client = await consilium.open_client("anna", relay="relay.json", region="NL")
    async with consilium.unlocked(client, b"482915") as session:
        bram = next(who for who in await session.contacts() if who.name == "Bram")
        await session.send_text(bram.account, "Potassium 6.1, please look", consilium.Urgency.URGENT)
        await session.sync_now()
        print((await session.messages(bram.conversation))[-1].delivery)

asyncio.run(main())
# end of sample
