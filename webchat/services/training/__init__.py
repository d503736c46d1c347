"""Training runs and models: from labels to what the bot serves."""
