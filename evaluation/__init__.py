"""The public scorecard: gold sets in, figures out."""
