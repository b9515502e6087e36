"""When: the date and interval of an incident, from its sentences and the publication time."""
