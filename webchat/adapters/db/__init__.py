"""The database: tables, engine, the one writer, migrations. Everything SQLite-only is here."""
