"""Workbooks: tables that the office gets, and the sheets that contributors fill in and send back."""
