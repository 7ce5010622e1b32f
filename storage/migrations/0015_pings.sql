-- The role that a watch calls, on Discord.
ALTER TABLE watch ADD COLUMN ping TEXT NOT NULL DEFAULT '';
