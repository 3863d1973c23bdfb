package org.relaywitness.evidence;

import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.CoverageReport.Missing;
import org.relaywitness.lookup.CoverageReport.Month;

/** A coverage report as JSON: which hours of a long interval are held and which are missing. */
public final class CoverageJson {
  private CoverageJson() {}

  /** The report in UTF-8, without line breaks. */
  public static byte[] bytes(CoverageReport report) {
    return JsonBody.bytes(
        body ->
            body.put("from", report.from())
                .put("to", report.to())
                .put("expected", report.expected())
                .put("known", report.known())
                .put("version", ProductVersion.current())
                .objects("months", report.months(), CoverageJson::writeMonth)
                .objects("missing", report.missing(), CoverageJson::writeMissing)
                .times("pending", report.pending())
                .objects(
                    "missing_exit_lists", report.missingExitLists(), CoverageJson::writeMissing)
                .put("first_consensus", report.extent().firstConsensus())
                .put("last_consensus", report.extent().lastConsensus())
                .put("first_exit_list", report.extent().firstExitList())
                .put("last_exit_list", report.extent().lastExitList()));
  }

  private static void writeMonth(JsonBody body, Month month) {
    body.put("month", month.month().toString())
        .put("expected", month.expected())
        .put("known", month.known())
        .put("ns", month.ns())
        .put("microdesc", month.microdesc())
        .put("missing", month.missing())
        .put("exit_list_hours_expected", month.listHours())
        .put("exit_list_hours_known", month.listHoursKnown())
        .put("exit_lists", month.exitLists());
  }

  private static void writeMissing(JsonBody body, Missing missing) {
    body.put("first", missing.first()).put("last", missing.last()).put("hours", missing.count());
  }
}
