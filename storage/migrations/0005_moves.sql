-- A feed's host is what Python calls so, and the poller with it: a second definition in SQL differed.
ALTER TABLE feed DROP COLUMN host;
ALTER TABLE feed ADD COLUMN host TEXT NOT NULL DEFAULT '';
UPDATE feed SET host = host_of(url);

-- The address under which a feed was added: the catalogue knows it by that, wherever it has moved to.
ALTER TABLE feed ADD COLUMN listed TEXT NOT NULL DEFAULT '';
UPDATE feed SET listed = url;
CREATE INDEX feed_listed ON feed (listed);

-- Since when its server says that it has moved; what was said before there was this column is forgotten.
ALTER TABLE feed ADD COLUMN moved_since TEXT;
UPDATE feed SET moved_to = '', moved_times = 0;

-- When its outlet's breaking story wants it, also where a visit that is under way plans otherwise.
ALTER TABLE feed ADD COLUMN hurried_to TEXT;
