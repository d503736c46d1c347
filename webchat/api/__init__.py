"""HTTP edges: sign-in, search, health, pages."""
