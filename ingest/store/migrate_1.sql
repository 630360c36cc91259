-- From version 1: renditions of one notice make a family. Until its files are
-- read again, which the newer version of the readers brings about, every
-- notice is a family of its own.
ALTER TABLE source ADD COLUMN owns INTEGER NOT NULL DEFAULT 0;
UPDATE source SET owns = 1 WHERE id IN (SELECT min(id) FROM source WHERE digest <> '' AND state <> 'duplicate' GROUP BY digest);
ALTER TABLE notice ADD COLUMN placed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN family TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN block TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN body_print TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN facts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE notice ADD COLUMN sketch BLOB;
UPDATE notice SET placed = live, family = id;
UPDATE notice SET first = coalesce((SELECT min(id) FROM source WHERE source.digest = notice.digest), 0);
