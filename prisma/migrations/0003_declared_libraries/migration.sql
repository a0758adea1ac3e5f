-- Price: one column with a constant default: no row is rewritten. An ACCESS EXCLUSIVE lock on cluster for milliseconds.

-- { "orders-api": "Jedis 3.6.3" }: the library that the fleet file declares for a client group whose clients name none.
ALTER TABLE cluster ADD COLUMN libraries jsonb NOT NULL DEFAULT '{}';
