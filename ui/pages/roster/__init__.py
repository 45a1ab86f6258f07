"""扫街花名册: a market's shops in walking order, how far each is, and whom nobody has met yet."""
