"""How a layout is changed: places, shapes, contents and grids of its cells. Values in, values out."""
