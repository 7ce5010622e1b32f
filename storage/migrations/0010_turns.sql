-- A reversal is told by whose it is, on what matter, from which article on and on which day: as JSON.
UPDATE alert SET
    notice = json_object('actor', notice, 'matter', 'sending troops', 'before', 0, 'day', substr(owed, 1, 10))
WHERE kind = 'reversal';
DROP INDEX alert_one_reversal;
CREATE INDEX alert_of_reversal ON alert (chat) WHERE kind = 'reversal';

-- What somebody said, by date.
CREATE INDEX position_of_actor_by_day ON position (actor, said DESC) WHERE counts;
CREATE INDEX position_of_country_by_day ON position (country, said DESC) WHERE counts;
