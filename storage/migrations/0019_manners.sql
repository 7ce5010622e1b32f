-- How a watch tells, where it is not as its chat has it: when it tells nothing, in which language, at what length.
ALTER TABLE watch ADD COLUMN quiet_from INTEGER;
ALTER TABLE watch ADD COLUMN quiet_until INTEGER;
ALTER TABLE watch ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE watch ADD COLUMN length TEXT NOT NULL DEFAULT '';
ALTER TABLE chat ADD COLUMN length TEXT NOT NULL DEFAULT '';

-- A card is edited as it was told first, whatever becomes of the watch that told it.
ALTER TABLE card ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE card ADD COLUMN length TEXT NOT NULL DEFAULT '';
