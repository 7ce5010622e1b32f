-- Which articles have changed in what clustering compares, so that whoever keeps them in memory can keep up.
-- A row that was undone leaves its number to another: the mark tells the two apart.
CREATE TABLE recent_change (
    id      INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    mark    BLOB NOT NULL DEFAULT (randomblob(8))
) STRICT;
INSERT INTO recent_change (article) VALUES (0);

CREATE TRIGGER recent_article_kept AFTER INSERT ON article BEGIN
    INSERT INTO recent_change (article) VALUES (new.id);
END;
CREATE TRIGGER recent_article_changed
AFTER UPDATE OF story, origin, outlet, published, label, credit, signature ON article BEGIN
    INSERT INTO recent_change (article) VALUES (new.id);
END;
CREATE TRIGGER recent_article_gone AFTER DELETE ON article BEGIN
    INSERT INTO recent_change (article) VALUES (old.id);
END;
CREATE TRIGGER recent_article_judged AFTER INSERT ON correction BEGIN
    INSERT INTO recent_change (article) VALUES (new.article);
END;
CREATE TRIGGER recent_article_judged_anew AFTER UPDATE ON correction BEGIN
    INSERT INTO recent_change (article) VALUES (new.article);
END;
CREATE TRIGGER recent_article_not_judged AFTER DELETE ON correction BEGIN
    INSERT INTO recent_change (article) VALUES (old.article);
END;
