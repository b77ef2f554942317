-- Nothing reads these: polled channels keep no place of their own, and public answers are found by the search index (0005).

ALTER TABLE answer DROP COLUMN public_folded;
DROP TABLE channel_cursor;
