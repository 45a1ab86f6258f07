"""导入: a workbook becomes customers, by steps that can all be gone back."""
