"""Trained parts, judged through the whole pipeline on articles that did not train them."""
