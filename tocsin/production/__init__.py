"""The production form's threads around producers and sinks. The processors' shells are in processors/services."""
