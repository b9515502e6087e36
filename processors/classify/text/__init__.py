"""From an article as published to sentences and tokens with stable offsets."""

from processors.classify.text.read import read_document

__all__ = ["read_document"]
