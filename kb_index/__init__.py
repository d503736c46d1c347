"""Knowledge-base search: articles, passages, dense and lexical lists, calibrated confidence."""
