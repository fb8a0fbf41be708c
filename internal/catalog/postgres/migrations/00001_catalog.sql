-- The catalog's one row: which catalog this is, and how often it was written to.
-- Whoever writes locks it first.
CREATE TABLE siterecovery_catalog (
    one         integer PRIMARY KEY CHECK (one = 1),
    incarnation text    NOT NULL,
    revision    bigint  NOT NULL
);

-- An object's latest content; the body of a deleted object is null.
CREATE TABLE siterecovery_objects (
    key      text   PRIMARY KEY,
    id       text   NOT NULL,
    revision bigint NOT NULL,
    body     text
);

CREATE INDEX siterecovery_objects_by_revision ON siterecovery_objects (revision);

-- Who made the latest revisions. Who lost the connection while committing looks
-- here whether it was committed.
CREATE TABLE siterecovery_writes (
    revision bigint PRIMARY KEY,
    writer   text   NOT NULL
);
