-- Columns that are generated from others, so that they can be in an index: schema.prisma knows them as plain ones.

-- DropIndex
DROP INDEX "series_key_last_idx";

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "archived_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "note" TEXT,
ADD COLUMN     "sort_name" TEXT GENERATED ALWAYS AS (lower("name")) STORED;

-- AlterTable
-- A text is taken as a number only where float8 holds whatever fits the pattern.
ALTER TABLE "params" ADD COLUMN     "number" DOUBLE PRECISION GENERATED ALWAYS AS (
  CASE
    WHEN jsonb_typeof("value") = 'number' THEN ("value" #>> '{}')::float8
    WHEN jsonb_typeof("value") = 'string'
      AND ("value" #>> '{}') ~ '^[+-]?([0-9]{1,40}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,2})?$'
      THEN ("value" #>> '{}')::float8
  END
) STORED,
ADD COLUMN     "prefix" TEXT GENERATED ALWAYS AS (left("value" #>> '{}', 250)) STORED;

-- AlterTable
ALTER TABLE "tags" ADD COLUMN     "folded" TEXT GENERATED ALWAYS AS (lower("key" || '=' || "value")) STORED,
ADD COLUMN     "prefix" TEXT GENERATED ALWAYS AS (left("value", 250)) STORED;

-- AlterTable
ALTER TABLE "blobs" ADD COLUMN     "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "saved_searches" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sort" JSONB NOT NULL,
    "columns" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_searches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_searches_name_key" ON "saved_searches"("name");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_page_name_key" ON "saved_views"("page", "name");

-- CreateIndex
CREATE INDEX "runs_status_id_idx" ON "runs"("status", "id");

-- CreateIndex
CREATE INDEX "runs_started_at_id_idx" ON "runs"("started_at", "id");

-- CreateIndex
CREATE INDEX "runs_sort_name_id_idx" ON "runs"("sort_name", "id");

-- CreateIndex
CREATE INDEX "runs_deleted_at_idx" ON "runs"("deleted_at");

-- CreateIndex
CREATE INDEX "params_key_number_run_id_idx" ON "params"("key", "number", "run_id");

-- CreateIndex
CREATE INDEX "params_key_prefix_run_id_idx" ON "params"("key", "prefix", "run_id");

-- CreateIndex
CREATE INDEX "tags_key_prefix_run_id_idx" ON "tags"("key", "prefix", "run_id");

-- CreateIndex
CREATE INDEX "series_key_last_run_id_idx" ON "series"("key", "last", "run_id");

-- CreateIndex
CREATE INDEX "series_key_min_run_id_idx" ON "series"("key", "min", "run_id");

-- CreateIndex
CREATE INDEX "series_key_max_run_id_idx" ON "series"("key", "max", "run_id");
