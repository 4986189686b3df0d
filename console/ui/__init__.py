"""Windows: the wall displays and the operator desk. The only home of PySide6."""
