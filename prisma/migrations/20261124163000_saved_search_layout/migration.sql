-- How the table of a saved search is laid out: widths, pinned columns, groups.
ALTER TABLE "saved_searches" ADD COLUMN "layout" JSONB NOT NULL DEFAULT '{}';
