"""查重: pairs of customers that may be one, compared, merged, told apart, split again."""
