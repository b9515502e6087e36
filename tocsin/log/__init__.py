"""The log: the topics as every stage sees them, embedded (SQLite) or Kafka."""
