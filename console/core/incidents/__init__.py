"""The incidents family: their life, and the director that switches cameras up for them."""
