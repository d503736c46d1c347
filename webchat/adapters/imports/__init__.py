"""Files that bring articles: Markdown, HTML pages, tables, pictures; alone, in folders or in a zip."""
