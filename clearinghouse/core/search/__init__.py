"""Search with operators: words and `key:value` terms in one box, kept in the address."""
