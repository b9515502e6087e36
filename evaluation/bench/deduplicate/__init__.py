"""Deduplicate under load: what an account costs as more and more incidents are open, beside a matcher that compares
with all of them."""
