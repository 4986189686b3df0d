"""The numbered log: entries, the store on disk, checkpoints, and who feeds it."""
