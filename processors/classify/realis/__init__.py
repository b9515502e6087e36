"""Whether a mention is the article's news, or what else it is."""
