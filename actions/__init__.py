"""What the bot does in a turn: rasa-sdk's action server and the logic behind it."""
