-- Which state of the consensuses and exit lists a reader sees, so that it may keep what it read of
-- them for exactly as long as they stay the same. A version is a random number: it never comes
-- again, neither after a restored backup nor on another server. Triggers write it, within the
-- transaction of the change, whatever made the change.

create table record_state (
  one     boolean not null default true,
  version uuid    not null default gen_random_uuid(),
  constraint record_state_pkey primary key (one),
  constraint record_state_is_one_row check (one)
);
comment on table record_state is 'One row: changes with any change of a consensus, of a copy of one, or of an exit list.';
comment on column record_state.one is 'Always true, so that there is one row.';
comment on column record_state.version is 'Two equal ones were read from states that hold the same consensuses and exit lists.';
insert into record_state default values;

create table record_day (
  day     date not null,
  version uuid not null default gen_random_uuid(),
  constraint record_day_pkey primary key (day)
);
comment on table record_day is 'For each day (UTC) that has or had consensuses or exit lists: changes when one of them does, or a copy. A day without a row never had any.';
comment on column record_day.day is 'The day of valid-after, and of an exit list''s time.';
comment on column record_day.version is 'Two equal ones were read from states that hold the same consensuses and exit lists of the day.';
insert into record_day (day)
  select (valid_after at time zone 'UTC')::date from consensus
  union select (listed_at at time zone 'UTC')::date from exit_list;

create function note_consensus_days() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then
    insert into record_day (day)
      select distinct (valid_after at time zone 'UTC')::date from changed
      on conflict (day) do update set version = gen_random_uuid();
    update record_state set version = gen_random_uuid();
  end if;
  return null;
end
$$;

create function note_copy_days() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then
    insert into record_day (day)
      select distinct (c.valid_after at time zone 'UTC')::date
        from changed d join consensus c on c.id = d.consensus_id
      on conflict (day) do update set version = gen_random_uuid();
    update record_state set version = gen_random_uuid();
  end if;
  return null;
end
$$;

create function note_exit_list_days() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then
    insert into record_day (day)
      select distinct (listed_at at time zone 'UTC')::date from changed
      on conflict (day) do update set version = gen_random_uuid();
    update record_state set version = gen_random_uuid();
  end if;
  return null;
end
$$;

-- Where documents were first read from is part of what is said of each of them.
create function note_every_day() returns trigger language plpgsql as $$
begin
  update record_day set version = gen_random_uuid();
  update record_state set version = gen_random_uuid();
  return null;
end
$$;

create trigger note_inserted after insert on consensus
  referencing new table as changed for each statement execute function note_consensus_days();
create trigger note_deleted after delete on consensus
  referencing old table as changed for each statement execute function note_consensus_days();
create trigger note_updated_from after update on consensus
  referencing old table as changed for each statement execute function note_consensus_days();
create trigger note_updated_to after update on consensus
  referencing new table as changed for each statement execute function note_consensus_days();
create trigger note_truncated after truncate on consensus
  for each statement execute function note_every_day();

create trigger note_inserted after insert on consensus_document
  referencing new table as changed for each statement execute function note_copy_days();
create trigger note_deleted after delete on consensus_document
  referencing old table as changed for each statement execute function note_copy_days();
create trigger note_updated_from after update on consensus_document
  referencing old table as changed for each statement execute function note_copy_days();
create trigger note_updated_to after update on consensus_document
  referencing new table as changed for each statement execute function note_copy_days();
create trigger note_truncated after truncate on consensus_document
  for each statement execute function note_every_day();

create trigger note_inserted after insert on exit_list
  referencing new table as changed for each statement execute function note_exit_list_days();
create trigger note_deleted after delete on exit_list
  referencing old table as changed for each statement execute function note_exit_list_days();
create trigger note_updated_from after update on exit_list
  referencing old table as changed for each statement execute function note_exit_list_days();
create trigger note_updated_to after update on exit_list
  referencing new table as changed for each statement execute function note_exit_list_days();
create trigger note_truncated after truncate on exit_list
  for each statement execute function note_every_day();

create trigger note_relocated after update of location on source
  for each statement execute function note_every_day();
