"""The chat service: conversations, delivery, hand-off, agents, and the pages that show them."""
