"""Edges to the outside: database, bot, knowledge base, clock, passwords."""
