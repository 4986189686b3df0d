"""Everything that a person can do, once: menus, keys, palette, help and docs are made from these rows."""
