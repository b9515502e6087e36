"""From an article as published to sentences and tokens with stable offsets."""

from processors.classify.text.read import read_document, with_all_tokens

__all__ = ["read_document", "with_all_tokens"]
