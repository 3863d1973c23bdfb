package org.relaywitness.export;

import java.util.Locale;

/** Ready queries, as views of the SQLite file. */
enum DataView {
  ANSWERING_CONSENSUS(
      "For each valid_after the consensus that answers: ns where one does, else microdesc.",
      """
      select * from consensus c
       where c.answers = 1
         and (c.flavor = 'ns' or not exists (
               select 1 from consensus n
                where n.valid_after = c.valid_after and n.flavor = 'ns' and n.answers = 1))"""),
  LISTED(
      "What each single consensus that answers lists: runs taken apart, hours without a record left"
          + " out. Always name an address, a fingerprint or a valid_after.",
      """
      select c.valid_after, c.fresh_until, c.valid_until, r.address, r.address_key, r.or_port,
             r.fingerprint, r.nickname, r.exit_flag, r.bad_exit_flag, r.policy, r.flavor
        from answering_consensus c
        join run r on r.flavor = c.flavor
         and r.first_valid_after <= c.valid_after and r.last_valid_after >= c.valid_after"""),
  EXIT_ADDRESS(
      "Each address from which scans saw traffic leave: when first and last, how often, by how many"
          + " relays.",
      """
      select address, address_key, min(time) as first_seen, max(time) as last_seen,
             count(*) as scans, count(distinct fingerprint) as relays
        from scan group by address, address_key"""),
  RECORD_GAP(
      "Between which consensuses one that was due is not held. Of these hours nothing is known.",
      """
      select valid_after as last_before, fresh_until as missing_from, next_held
        from (select valid_after, fresh_until,
                     lead(valid_after) over (order by valid_after) as next_held
                from answering_consensus)
       where next_held > fresh_until""");

  private final String description;
  private final String query;

  DataView(String description, String query) {
    this.description = description;
    this.query = query;
  }

  String viewName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  String query() {
    return query;
  }
}
