"""The self-service portal: activation, sign-in, one's own services. Its pages know `bot.portal` alone."""
