package org.relaywitness.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.RelayTimeline.History;
import org.relaywitness.lookup.RelayTimeline.RelayStretch;

/** The history of a relay, or of a block of addresses, as JSON. */
public final class HistoryJson {
  private HistoryJson() {}

  /** A whole history in UTF-8, without line breaks. */
  public static byte[] bytes(History history) {
    return bytes(history, null);
  }

  /**
   * A page of a history in UTF-8, without line breaks. A stretch that goes on behind the page's end
   * is continued on the next.
   *
   * @param next where the next page begins; {@code null}: this is the last
   */
  public static byte[] bytes(History history, @Nullable Instant next) {
    return JsonBody.bytes(
        body ->
            body.put("from", history.from())
                .put("to", history.to())
                .put("next_cursor", next)
                .put("version", ProductVersion.current())
                .put("consensuses", history.consensuses())
                .objects("listed", history.stretches(), HistoryJson::writeStretch)
                .objects("scans", history.scans(), HistoryJson::writeScan)
                .objects("missing", history.missing(), HistoryJson::writeMissing));
  }

  private static void writeStretch(JsonBody body, RelayStretch stretch) {
    body.put("fingerprint", stretch.fingerprint().toString())
        .put("first", stretch.first())
        .put("last", stretch.last())
        .put("consensuses", stretch.consensuses())
        .put("nickname", stretch.nickname())
        .addresses("or_addresses", stretch.orAddresses())
        .put("exit_flag", stretch.exitFlag())
        .put("bad_exit_flag", stretch.badExitFlag())
        .put("policy", stretch.policy() == null ? null : stretch.policy().toString());
  }

  private static void writeScan(JsonBody body, HeldScan scan) {
    body.put("fingerprint", scan.scan().fingerprint().toString())
        .put("address", Addresses.format(scan.scan().address()))
        .put("time", scan.scan().time())
        .put("exit_list", scan.list().toString());
  }

  private static void writeMissing(JsonBody body, CoverageReport.Missing missing) {
    body.put("first", missing.first()).put("last", missing.last()).put("count", missing.count());
  }
}
