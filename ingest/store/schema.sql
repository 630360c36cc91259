-- The store is the truth: what was read, what it said, what was found. All of
-- the index can be made again from it.

-- What an index has to carry to be known as that of this store: an index left
-- from another one would follow the wrong sequence.
CREATE TABLE IF NOT EXISTS meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('id', lower(hex(randomblob(16))));

CREATE TABLE IF NOT EXISTS run (
	id       INTEGER PRIMARY KEY,
	started  TEXT NOT NULL,
	finished TEXT,                -- NULL: still running, or killed
	version  TEXT NOT NULL,
	args     TEXT NOT NULL,       -- JSON array of the paths
	summary  TEXT                 -- JSON
);

-- A source is a leaf file, or a container that could not be opened. One row a
-- place, with what became of the file there the last time.
CREATE TABLE IF NOT EXISTS source (
	id        INTEGER PRIMARY KEY,
	path      TEXT NOT NULL UNIQUE,
	container TEXT NOT NULL DEFAULT '',
	raw_name  BLOB,               -- member name as stored, where it was decoded
	size      INTEGER NOT NULL,
	mtime     INTEGER NOT NULL,   -- nanoseconds since 1970
	state     TEXT NOT NULL,      -- pending, imported, duplicate, skipped, failed
	stage     TEXT NOT NULL DEFAULT '',
	code      TEXT NOT NULL DEFAULT '',
	message   TEXT NOT NULL DEFAULT '',
	seen      TEXT NOT NULL DEFAULT '', -- digest of the bytes read last
	digest    TEXT NOT NULL DEFAULT '', -- digest of the document this place stands for
	owns      INTEGER NOT NULL DEFAULT 0, -- 1: this place gave the document, others of the digest are copies
	reader    INTEGER NOT NULL DEFAULT 0, -- version of the program parts that read it
	tries     INTEGER NOT NULL DEFAULT 0,
	run       INTEGER NOT NULL REFERENCES run(id)
);
CREATE INDEX IF NOT EXISTS source_digest ON source(digest);
CREATE INDEX IF NOT EXISTS source_state ON source(state);

CREATE TABLE IF NOT EXISTS document (
	digest TEXT PRIMARY KEY,
	size   INTEGER NOT NULL,
	body   TEXT NOT NULL,         -- gongshi.Document as JSON, the text left out that a notice of it has
	reader INTEGER NOT NULL
) WITHOUT ROWID;

-- Renditions of one notice (the same as a web page, as PDF, as Word file) are a
-- family: the best text that has a place is live, the others are kept.
CREATE TABLE IF NOT EXISTS notice (
	id      TEXT PRIMARY KEY,
	digest  TEXT NOT NULL REFERENCES document(digest),
	ordinal INTEGER NOT NULL,
	placed  INTEGER NOT NULL,     -- 0: no place holds this document any more
	live    INTEGER NOT NULL,     -- 1: part of the corpus: placed, and the best of its family
	family  TEXT NOT NULL,        -- the same for all renditions
	rank    INTEGER NOT NULL,     -- how faithful the text is, 0 best
	first   INTEGER NOT NULL,     -- the source that it was first read from
	text    TEXT NOT NULL,        -- see rendition.Print for these
	block   TEXT NOT NULL,
	body_print TEXT NOT NULL,
	facts   TEXT NOT NULL,        -- JSON array
	sketch  BLOB,
	body    TEXT NOT NULL         -- gongshi.Notice as JSON, the texts left out that its text has already
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS notice_digest ON notice(digest);
CREATE INDEX IF NOT EXISTS notice_family ON notice(family, placed, rank, first, ordinal);
CREATE INDEX IF NOT EXISTS notice_live ON notice(family) WHERE live = 1;
CREATE INDEX IF NOT EXISTS notice_text ON notice(text);
CREATE INDEX IF NOT EXISTS notice_block ON notice(block) WHERE live = 1 AND block <> '';

-- Originals that are kept, compressed: those of archive members mostly, which
-- nobody can open otherwise.
CREATE TABLE IF NOT EXISTS original (
	digest TEXT PRIMARY KEY,
	size   INTEGER NOT NULL,      -- before compression
	body   BLOB NOT NULL          -- zstd
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS finding (
	notice   TEXT NOT NULL REFERENCES notice(id) ON DELETE CASCADE,
	ordinal  INTEGER NOT NULL,
	rule     TEXT NOT NULL,
	severity TEXT NOT NULL,
	body     TEXT NOT NULL,       -- gongshi.Finding as JSON
	PRIMARY KEY (notice, ordinal)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS finding_rule ON finding(rule);

-- What an index has to follow, newest change of each notice only.
CREATE TABLE IF NOT EXISTS change (
	seq    INTEGER PRIMARY KEY AUTOINCREMENT,
	notice TEXT NOT NULL UNIQUE
);

-- An archive on disk as it was when it was last read to its end. One that is
-- still so holds what it held.
CREATE TABLE IF NOT EXISTS container (
	id      INTEGER PRIMARY KEY,
	path    TEXT NOT NULL UNIQUE,
	size    INTEGER NOT NULL,
	mtime   INTEGER NOT NULL,   -- nanoseconds since 1970
	changed INTEGER NOT NULL,   -- the same, of the last change to the file; 0: not known
	inode   INTEGER NOT NULL,
	device  INTEGER NOT NULL
);

-- The sources that were found in it then.
CREATE TABLE IF NOT EXISTS container_source (
	container INTEGER NOT NULL REFERENCES container(id) ON DELETE CASCADE,
	source    INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
	PRIMARY KEY (container, source)
) WITHOUT ROWID;

-- Queries that people keep, with how far they have looked.
CREATE TABLE IF NOT EXISTS saved_query (
	name    TEXT PRIMARY KEY,
	query   TEXT NOT NULL,
	filters TEXT NOT NULL,        -- JSON, as the command keeps them
	saved   TEXT NOT NULL,
	looked  TEXT NOT NULL,        -- when they looked last, for people
	seq     INTEGER NOT NULL      -- the newest change then: what comes after is new
);

-- Findings that somebody looked at and that do not count. They hang on the
-- fingerprint alone: the notice can be read again, or be gone for a while.
CREATE TABLE IF NOT EXISTS dismissal (
	fingerprint TEXT PRIMARY KEY,
	reason      TEXT NOT NULL,
	until       TEXT NOT NULL, -- last day on which it holds, 2024-06-30; '' for ever
	made        TEXT NOT NULL  -- time, RFC 3339
) WITHOUT ROWID;

-- Who may use a server of the corpus. Of the secret there is the SHA-256 only.
CREATE TABLE IF NOT EXISTS token (
	name   TEXT PRIMARY KEY,
	role   TEXT NOT NULL,
	digest TEXT NOT NULL UNIQUE,
	made   TEXT NOT NULL      -- time, RFC 3339
) WITHOUT ROWID;
