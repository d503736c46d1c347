"""Set-up and serving of the whole product: standard library only, since it runs before any environment exists."""
