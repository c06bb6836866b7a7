-- Indexes of three characters each for words that occur anywhere in a name or a tag. pg_trgm comes with Postgres, and an
-- owner of the database may install it. Where it is missing or someone else's, words are found by reading all names and
-- tags, which takes longer and finds the same.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  -- No list of pending entries: each search would read it.
  CREATE INDEX "runs_sort_name_trigrams_idx" ON "runs" USING gin ("sort_name" gin_trgm_ops) WITH (fastupdate = off);
  CREATE INDEX "tags_folded_trigrams_idx" ON "tags" USING gin ("folded" gin_trgm_ops) WITH (fastupdate = off);
EXCEPTION
  WHEN feature_not_supported OR undefined_file OR insufficient_privilege OR undefined_object THEN
    RAISE NOTICE 'without pg_trgm: %', SQLERRM;
END
$$;
