"""E-mail to end users: what is owed (`outbox`), what is written (`letters`), who sends it (`postman`), links back."""
