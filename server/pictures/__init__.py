"""Pictures from plain SPARQL: a SELECT result as a map, a network, flows, a timeline or bars.

Pure functions: they ask nothing, keep nothing, and the same table gives the same picture.

    from klynge.server.pages.rows import Row, Table, Term
    from klynge.server.pictures.drawing import alone, draw
    from klynge.server.pictures.sheet import NARROW, WIDE, Sheet

    table = Table(("label", "value"), rows)            # as `rows.read_table` gives it, or by hand
    sheet = Sheet("nb", base, WIDE, name="members")    # language, base of the catalogue, width
    picture = draw(table, "bars", sheet)               # raises UnknownView, UnfitColumns
    picture.svg                                        # markup, as it may stand on a page
    picture.summary, picture.notes                     # what to say of it, in words

What a picture is drawn as depends on the names of its columns (`columns.py`):

| view | columns it needs | columns it can use |
|---|---|---|
| map | `?lat ?long`, or `?wkt` | `?label ?value ?group ?link` |
| network | `?source ?target` | both with `Label` or `Group` after, `?kind ?weight` |
| sankey | `?source ?target ?value` | `?sourceLabel ?targetLabel ?label` |
| timeline | `?label`, and `?start` or `?end` | `?group ?link` |
| bars | `?label ?value` | `?group` (stacks them) `?link` |

`columns.views_of` tells which views a result fits. What cannot be drawn (no number, no place, an
end before its start, more than the most marks of a view) is counted in `notes`, never dropped in
silence. A page takes `pages/figures.py: figure`, which draws for wide and narrow screens and knows
the addresses of the files, and the template `figure.html`. Colours are in `static/pictures.css`;
`drawing.alone` makes a file of its own of a picture, `png.Rasteriser` a PNG of that file.
"""
