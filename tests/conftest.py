"""Being here, it puts this folder on the import path, so that tests can `import invented`."""
