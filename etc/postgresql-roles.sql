-- The roles of Relay Witness on a PostgreSQL server (14 or later), and what they may do.
--
-- Run it as a superuser in the database that is to hold the records, before the first import; it may
-- be run again. It sets no passwords: use \password relaywitness, \password relaywitness_read.
--
--   createdb --owner=postgres relaywitness
--   psql -d relaywitness -f etc/postgresql-roles.sql

do $$
begin
  if not exists (select from pg_roles where rolname = 'relaywitness') then
    create role relaywitness;
  end if;
  if not exists (select from pg_roles where rolname = 'relaywitness_read') then
    create role relaywitness_read;
  end if;
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect, temporary on database %I to relaywitness', current_database());
  execute format('grant connect on database %I to relaywitness_read', current_database());
end
$$;

-- Migrations and imports: owns the tables.
alter role relaywitness login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

-- Everything else: reads them.
alter role relaywitness_read
  login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 100;

revoke all on schema public from public;
grant usage, create on schema public to relaywitness;
grant usage on schema public to relaywitness_read;
grant select on all tables in schema public to relaywitness_read;
alter default privileges for role relaywitness in schema public
  grant select on tables to relaywitness_read;

-- Even where the server's own limits are lost: readers cannot write, and nothing waits for ever.
alter role relaywitness_read set default_transaction_read_only = on;
alter role relaywitness_read set statement_timeout = '60s';
alter role relaywitness_read set lock_timeout = '10s';
alter role relaywitness_read set idle_in_transaction_session_timeout = '5min';

-- What is looked up reaches the server as parameters of these statements. They stay out of its log,
-- whatever the server logs of others.
alter role relaywitness_read set log_statement = 'none';
alter role relaywitness_read set log_min_duration_statement = -1;
alter role relaywitness_read set log_min_duration_sample = -1;
alter role relaywitness_read set log_transaction_sample_rate = 0;
alter role relaywitness_read set log_duration = off;
alter role relaywitness_read set log_parameter_max_length = 0;
alter role relaywitness_read set log_parameter_max_length_on_error = 0;
alter role relaywitness_read set log_min_error_statement = 'panic';
