"""From a file to rows of cells: CSV and Excel, bounded, nothing understood yet."""
