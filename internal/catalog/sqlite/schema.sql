-- The catalog's one row: which catalog this is, and how often it was written to.
CREATE TABLE catalog (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    incarnation TEXT    NOT NULL,
    revision    INTEGER NOT NULL
);

-- An object's latest content; the body of a deleted object is null.
CREATE TABLE objects (
    key      TEXT    PRIMARY KEY,
    id       TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    body     TEXT
) WITHOUT ROWID;

CREATE INDEX objects_by_revision ON objects (revision);
