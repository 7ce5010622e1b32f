-- What the ledger asks of a position. `said` and `counts` follow its article, by triggers.
ALTER TABLE position ADD COLUMN condition TEXT; -- a span, as JSON
ALTER TABLE position ADD COLUMN troops TEXT NOT NULL DEFAULT 'any';
ALTER TABLE position ADD COLUMN official INTEGER NOT NULL DEFAULT 0;
ALTER TABLE position ADD COLUMN said TEXT NOT NULL DEFAULT '';
ALTER TABLE position ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE position ADD COLUMN matter TEXT NOT NULL AS (
    CASE WHEN stance IN ('denies', 'claims-present') THEN 'troops there now'
         WHEN troops = 'others' THEN 'troops of others'
         ELSE 'sending troops' END) VIRTUAL;
ALTER TABLE position ADD COLUMN rank INTEGER NOT NULL AS ( -- whose word goes first
    CASE chain WHEN 'self-stated' THEN 0 WHEN 'reported' THEN 1 WHEN 'anonymous' THEN 2 ELSE 3 END) VIRTUAL;

UPDATE position SET
    official = actor = country,
    said = (SELECT published FROM article WHERE article.id = position.article),
    counts = (SELECT label <> 'NO' FROM article WHERE article.id = position.article);

CREATE TRIGGER position_kept AFTER INSERT ON position BEGIN
    UPDATE position SET
        said = (SELECT published FROM article WHERE id = new.article),
        counts = (SELECT label <> 'NO' FROM article WHERE id = new.article)
    WHERE article = new.article AND ordinal = new.ordinal;
END;
CREATE TRIGGER position_judged AFTER UPDATE OF label, published ON article BEGIN
    UPDATE position SET said = new.published, counts = new.label <> 'NO' WHERE article = new.id;
END;

CREATE UNIQUE INDEX alert_one_reversal ON alert (chat, story, notice) WHERE kind = 'reversal';

DROP INDEX position_actor;
DROP INDEX position_country;
CREATE INDEX position_of_actor ON position (actor, matter, rank, said DESC) WHERE counts;
CREATE INDEX position_of_country ON position (country, matter, official, rank, said DESC) WHERE counts;
