"""The processors as long-running services: Faust around the pure cores of classify and deduplicate."""
