"""`python -m webchat`."""

from webchat.cli import main

main()
