"""The pages and the addresses that the bot answers over HTTP."""
