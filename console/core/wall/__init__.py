"""The wall family: base layouts on monitors, hands, rewinds, and what each cell comes to show."""
