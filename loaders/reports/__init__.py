"""The faces of a report: one file for each way that findings are shown or handed on."""
