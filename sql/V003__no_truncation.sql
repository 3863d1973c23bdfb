-- To cut empty pages off a table's end, vacuum shuts everybody out of it meanwhile. They are few, and
-- the next import fills them again; a lookup should not wait for that.

alter table source             set (vacuum_truncate = off);
alter table relay              set (vacuum_truncate = off);
alter table policy             set (vacuum_truncate = off);
alter table consensus          set (vacuum_truncate = off);
alter table consensus_document set (vacuum_truncate = off);
alter table consensus_entries  set (vacuum_truncate = off, toast.vacuum_truncate = off);
alter table run                set (vacuum_truncate = off);
alter table exit_list          set (vacuum_truncate = off);
alter table exit_scan          set (vacuum_truncate = off, toast.vacuum_truncate = off);
alter table key_certificate    set (vacuum_truncate = off);
alter table rejected_document  set (vacuum_truncate = off);
alter table record_state       set (vacuum_truncate = off);
alter table record_day         set (vacuum_truncate = off);
