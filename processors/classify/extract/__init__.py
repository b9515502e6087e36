"""Who, what, how many and says who: the fields of one incident, read from the sentences that speak of it."""
