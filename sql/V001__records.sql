-- The records: what directory documents said, as runs, with where each document came from.

create table source (
  id          integer     not null,
  location    text        not null,
  bytes       bigint      not null,
  sha256      bytea,
  complete    boolean     not null,
  documents   integer     not null default 0,
  imported_at timestamptz not null default now(),
  version     text        not null,
  constraint source_pkey primary key (id),
  constraint source_sha256_length check (octet_length(sha256) = 32),
  constraint source_complete_has_sha256 check (not complete or sha256 is not null)
);
create index source_sha256 on source (sha256) where complete;
comment on table source is 'Files and URLs that documents were read from: the chain of custody.';
comment on column source.id is 'Number, given by the importer.';
comment on column source.location is 'Path of the file, or URL.';
comment on column source.bytes is 'Size in bytes; -1 where it was not known.';
comment on column source.sha256 is 'SHA-256 of the whole file; null until it was read to its end.';
comment on column source.complete is 'Whether every document in it was taken in or rejected, and none of them was removed since.';
comment on column source.documents is 'How many documents it holds, those known before included; 0 until it is complete.';
comment on column source.imported_at is 'When its first documents were committed.';
comment on column source.version is 'Version of this software that read it.';

create table relay (
  id          integer not null,
  fingerprint bytea   not null,
  constraint relay_pkey primary key (id),
  constraint relay_fingerprint_key unique (fingerprint),
  constraint relay_fingerprint_length check (octet_length(fingerprint) = 20)
);
comment on table relay is 'Small numbers for relay fingerprints. A row alone says nothing.';
comment on column relay.id is 'Number, given by the importer.';
comment on column relay.fingerprint is 'SHA-1 of the relay''s identity key.';

create table policy (
  id      integer not null,
  summary text    not null,
  constraint policy_pkey primary key (id)
);
-- A hash index, since a summary has no length limit.
create index policy_summary on policy using hash (summary);
comment on table policy is 'Small numbers for exit policy summaries. A row alone says nothing.';
comment on column policy.id is 'Number, given by the importer.';
comment on column policy.summary is 'The p line without its keyword: accept or reject, and the ports.';

create table consensus (
  id            integer     not null,
  entries       integer     not null,
  valid_after   timestamptz not null,
  fresh_until   timestamptz not null,
  valid_until   timestamptz not null,
  method        integer     not null,
  good          integer     not null,
  needed        integer     not null,
  authorities   integer     not null,
  microdesc     boolean     not null,
  weak_keys     boolean     not null,
  undecided     boolean     not null,
  answers       boolean     not null,
  status        text        not null,
  signed_digest bytea       not null,
  constraint consensus_pkey primary key (id),
  constraint consensus_key unique (valid_after, microdesc, signed_digest),
  constraint consensus_times check (valid_after < fresh_until and fresh_until <= valid_until),
  constraint consensus_status check (
    status in ('verified', 'bad_signature', 'certificate_missing', 'insufficient')),
  constraint consensus_bad_never_answers check (not (answers and status = 'bad_signature')),
  constraint consensus_signed_digest_length check (octet_length(signed_digest) in (20, 32))
);
create unique index consensus_answering on consensus (microdesc, valid_after) where answers;
comment on table consensus is 'Consensuses held, told apart by flavour, valid-after and signed content. Which hours are covered is read here.';
comment on column consensus.id is 'Number, given by the importer.';
comment on column consensus.entries is 'How many relays it lists.';
comment on column consensus.valid_after is 'valid-after.';
comment on column consensus.fresh_until is 'fresh-until: the next one is due.';
comment on column consensus.valid_until is 'valid-until.';
comment on column consensus.method is 'Consensus method; 1 where the document names none.';
comment on column consensus.good is 'Authorities whose signature verifies.';
comment on column consensus.needed is 'Good signatures that make a majority at that date.';
comment on column consensus.authorities is 'Authorities recognised at that date.';
comment on column consensus.microdesc is 'Flavour: true for microdesc, false for ns.';
comment on column consensus.weak_keys is 'Whether a good signature was made under an identity retired on 2008-05-13.';
comment on column consensus.undecided is 'Whether a signature could not be checked for want of a valid certificate: worth another check when certificates arrive, even of a verified one, since the number of good signatures decides between two documents.';
comment on column consensus.answers is 'Whether it answers for its valid-after and flavour. Only then its entries are in the runs.';
comment on column consensus.status is 'What checking its signatures showed.';
comment on column consensus.signed_digest is 'The digest that the authorities sign: SHA-1 for ns, SHA-256 for microdesc.';

create table consensus_document (
  id           integer     not null,
  consensus_id integer     not null,
  source_id    integer     not null,
  crlf         boolean     not null,
  imported_at  timestamptz not null default now(),
  sha256       bytea       not null,
  path         text        not null,
  signatures   bytea       not null,
  constraint consensus_document_pkey primary key (id),
  constraint consensus_document_sha256_key unique (sha256),
  constraint consensus_document_sha256_length check (octet_length(sha256) = 32),
  constraint consensus_document_consensus foreign key (consensus_id) references consensus,
  constraint consensus_document_source foreign key (source_id) references source
);
create index consensus_document_consensus on consensus_document (consensus_id);
alter table consensus_document alter column signatures set storage external;
comment on table consensus_document is 'Copies of consensuses: same signed content, other bytes (annotation, line ends, signatures).';
comment on column consensus_document.id is 'Number, given by the importer.';
comment on column consensus_document.consensus_id is 'The consensus it is a copy of.';
comment on column consensus_document.source_id is 'The file or URL it was first read from.';
comment on column consensus_document.crlf is 'Whether this copy had CRLF line ends.';
comment on column consensus_document.imported_at is 'When it was committed.';
comment on column consensus_document.sha256 is 'SHA-256 of the copy as it stands in its file.';
comment on column consensus_document.path is 'The file''s name, or the member''s name in its archive.';
comment on column consensus_document.signatures is 'Its raw signatures in document order, packed; to check again when certificates arrive.';

create table consensus_entries (
  consensus_id integer not null,
  appearances  bytea   not null,
  constraint consensus_entries_pkey primary key (consensus_id),
  constraint consensus_entries_consensus foreign key (consensus_id) references consensus
);
alter table consensus_entries alter column appearances set storage external;
comment on table consensus_entries is 'The entries of consensuses that do not answer, kept whole beside the runs.';
comment on column consensus_entries.consensus_id is 'The consensus; its answers is false.';
comment on column consensus_entries.appearances is 'Packed appearances, each behind its length in two bytes, compressed (RFC 1950).';

create table run (
  first_valid_after timestamptz not null,
  last_valid_after  timestamptz not null,
  relay_id          integer     not null,
  policy_id         integer,
  or_port           integer     not null,
  exit              boolean     not null,
  bad_exit          boolean     not null,
  microdesc         boolean     not null,
  address           inet        not null,
  nickname          text        not null,
  constraint run_ends_after_it_begins check (first_valid_after <= last_valid_after),
  constraint run_or_port check (or_port between 0 and 65535)
) with (fillfactor = 95, autovacuum_vacuum_scale_factor = 0.05);
create index run_address on run (address, first_valid_after);
create index run_relay on run (relay_id, first_valid_after);
create index run_first on run using brin (first_valid_after)
  with (pages_per_range = 16, autosummarize = on);
comment on table run is 'Maximal stretches of the answering consensuses of one flavour and one calendar month (UTC) that all hold the same appearance. Hours without a record may lie within: always read against consensus. Rows are written by the importer alone.';
comment on column run.first_valid_after is 'valid-after of the first consensus.';
comment on column run.last_valid_after is 'valid-after of the last; infinity: through the newest one held of this month.';
comment on column run.relay_id is 'The relay.';
comment on column run.policy_id is 'Its exit policy summary; null: the document has none, exiting is unknown.';
comment on column run.or_port is 'OR port that goes with the address.';
comment on column run.exit is 'Whether it has the Exit flag.';
comment on column run.bad_exit is 'Whether it has the BadExit flag.';
comment on column run.microdesc is 'Flavour: true for microdesc, false for ns.';
comment on column run.address is 'OR address, from the r line or an a line.';
comment on column run.nickname is 'The relay''s nickname. In the row itself: as short as a reference, counting alignment.';

create table exit_list (
  id          integer     not null,
  source_id   integer     not null,
  entries     integer     not null,
  scans       integer     not null,
  listed_at   timestamptz not null,
  first_scan  timestamptz,
  last_scan   timestamptz,
  imported_at timestamptz not null default now(),
  sha256      bytea       not null,
  path        text        not null,
  constraint exit_list_pkey primary key (id),
  constraint exit_list_sha256_key unique (sha256),
  constraint exit_list_sha256_length check (octet_length(sha256) = 32),
  constraint exit_list_scan_times check (
    (scans = 0) = (first_scan is null) and (scans = 0) = (last_scan is null)),
  constraint exit_list_source foreign key (source_id) references source
);
create index exit_list_listed_at on exit_list (listed_at);
comment on table exit_list is 'Exit lists held.';
comment on column exit_list.id is 'Number, given by the importer; exit_scan.scans refers to it.';
comment on column exit_list.source_id is 'The file or URL it was first read from.';
comment on column exit_list.entries is 'How many relays it names.';
comment on column exit_list.scans is 'How many distinct scans it reports.';
comment on column exit_list.listed_at is 'Its time: the Downloaded line, else the file''s name, else its newest scan.';
comment on column exit_list.first_scan is 'Its earliest scan; null when it has none.';
comment on column exit_list.last_scan is 'Its latest scan; null when it has none.';
comment on column exit_list.imported_at is 'When it was committed.';
comment on column exit_list.sha256 is 'SHA-256 of the document as it stands in its file.';
comment on column exit_list.path is 'The file''s name, or the member''s name in its archive.';

create table exit_scan (
  relay_id integer not null,
  week     date    not null,
  address  inet    not null,
  scans    bytea   not null,
  constraint exit_scan_week_is_one check ((week - date '1970-01-01') % 7 = 0),
  constraint exit_scan_scans_not_empty check (octet_length(scans) > 0)
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
create index exit_scan_address on exit_scan (address, week);
create index exit_scan_relay on exit_scan (relay_id, week);
create index exit_scan_week on exit_scan using brin (week)
  with (pages_per_range = 16, autosummarize = on);
alter table exit_scan alter column scans set storage main;
comment on table exit_scan is 'Scans that saw traffic leave: one row for each relay, address and week. Rows are written by the importer alone.';
comment on column exit_scan.relay_id is 'The relay that was scanned.';
comment on column exit_scan.week is 'The first of the seven days of the scans (UTC), a Thursday as 1970-01-01 was.';
comment on column exit_scan.address is 'Where the traffic came from.';
comment on column exit_scan.scans is 'The scans of the week, each once: its second of the week and the exit lists that report it, packed.';

create table key_certificate (
  sha256             bytea       not null,
  identity           bytea       not null,
  signing_key_digest bytea       not null,
  source_id          integer     not null,
  version            integer     not null,
  signed_length      integer     not null,
  published          timestamptz not null,
  expires            timestamptz not null,
  imported_at        timestamptz not null default now(),
  path               text        not null,
  document           bytea       not null,
  identity_key       bytea       not null,
  signing_key        bytea       not null,
  crosscert          bytea       not null,
  certification      bytea       not null,
  constraint key_certificate_pkey primary key (sha256),
  constraint key_certificate_sha256_length check (octet_length(sha256) = 32),
  constraint key_certificate_identity_length check (octet_length(identity) = 20),
  constraint key_certificate_digest_length check (octet_length(signing_key_digest) = 20),
  constraint key_certificate_source foreign key (source_id) references source
);
create index key_certificate_identity on key_certificate (identity, signing_key_digest);
comment on table key_certificate is 'Directory authorities'' key certificates, as read: nothing here says that they are genuine.';
comment on column key_certificate.sha256 is 'SHA-256 of the document as it stands in its file.';
comment on column key_certificate.identity is 'The authority''s v3 identity, as its fingerprint line states it.';
comment on column key_certificate.signing_key_digest is 'SHA-1 of the signing key (PKCS#1).';
comment on column key_certificate.source_id is 'The file or URL it was first read from.';
comment on column key_certificate.version is 'The number on its first line.';
comment on column key_certificate.signed_length is 'How many bytes of document the certification signs.';
comment on column key_certificate.published is 'dir-key-published.';
comment on column key_certificate.expires is 'dir-key-expires.';
comment on column key_certificate.imported_at is 'When it was committed.';
comment on column key_certificate.path is 'The file''s name, or the member''s name in its archive.';
comment on column key_certificate.document is 'The document from its first line through the end of its certification, LF line ends.';
comment on column key_certificate.identity_key is 'dir-identity-key, PKCS#1 DER.';
comment on column key_certificate.signing_key is 'dir-signing-key, PKCS#1 DER.';
comment on column key_certificate.crosscert is 'dir-key-crosscert, raw; empty where it has none.';
comment on column key_certificate.certification is 'dir-key-certification, raw.';

create table rejected_document (
  sha256      bytea       not null,
  source_id   integer     not null,
  path        text        not null,
  reason      text        not null,
  rejected_at timestamptz not null default now(),
  constraint rejected_document_pkey primary key (sha256),
  constraint rejected_document_sha256_length check (octet_length(sha256) = 32),
  constraint rejected_document_source foreign key (source_id) references source
);
comment on table rejected_document is 'Documents that were not taken in, and why. They answer nothing and cover nothing.';
comment on column rejected_document.sha256 is 'SHA-256 of the document as it stands in its file.';
comment on column rejected_document.source_id is 'The file or URL it was last read from.';
comment on column rejected_document.path is 'The file''s name, or the member''s name in its archive.';
comment on column rejected_document.reason is 'What was found and what was expected.';
comment on column rejected_document.rejected_at is 'When it was last rejected.';
