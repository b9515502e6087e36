"""`python -m evaluation.bench.kafka`: the services over a real broker, in articles a second and milliseconds."""
