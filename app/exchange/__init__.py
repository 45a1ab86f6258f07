"""The archive as a workbook: what its sheets hold, writing it for any number of customers, the template to fill in."""
