"""Clients of the services that actions call."""
