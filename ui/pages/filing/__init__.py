"""The page 公司备案: archived papers sent to head office, and its receipts."""
