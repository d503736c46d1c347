"""Understanding and dialogue: the Rasa project's own components, channel and launcher."""
