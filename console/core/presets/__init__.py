"""The presets family: what whole walls show, kept by name and number, loaded by people and by rules."""
