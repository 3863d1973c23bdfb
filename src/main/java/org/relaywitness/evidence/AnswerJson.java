package org.relaywitness.evidence;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.MatchedBy;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Question;
import org.relaywitness.netdoc.EntryQuotation;

/**
 * An answer as JSON: the stable form that programs read. Equal answers over equal documents give
 * equal bytes.
 */
public final class AnswerJson {
  private static final int BYTES = 8_192;
  private static final int BYTES_OF_A_RECORD = 400;

  private AnswerJson() {}

  /**
   * The answer in UTF-8, without line breaks.
   *
   * @param documents what the verbatim lines are quoted from
   */
  public static byte[] bytes(Answer answer, Documents documents) {
    return bytes(answer, Quotations.of(answer, documents));
  }

  /** The same with lines that were quoted already, so that no document is read twice. */
  public static byte[] bytes(Answer answer, List<Quotation> quotations) {
    int expected =
        BYTES + BYTES_OF_A_RECORD * (answer.consensuses().size() + answer.exitLists().size());
    return JsonBody.bytes(expected, body -> write(body, answer, quotations));
  }

  private static void write(JsonBody body, Answer answer, List<Quotation> quotations) {
    body.put("verdict", answer.verdict().code())
        .put("in_force", answer.inForce())
        .put("provisional", answer.provisional())
        .put("final_from", answer.finalFrom())
        .put("as_of", answer.asOf())
        .put("version", ProductVersion.current())
        .object("question", question -> writeQuestion(question, answer.question()))
        .objects("relays", answer.relays(), AnswerJson::writeRelay)
        .objects("consensuses", answer.consensuses(), RecordJson::of)
        .objects("exit_lists", answer.exitLists(), RecordJson::of)
        .object("coverage", coverage -> writeCoverage(coverage, answer.coverage()))
        .addresses("nearby", answer.nearby())
        .strings("limits", answer.limits(), Limit::code)
        .objects("quotations", lines(quotations), AnswerJson::writeQuotedLine);
  }

  private record QuotedLine(Quotation quotation, EntryQuotation.Line line) {}

  private static List<QuotedLine> lines(List<Quotation> quotations) {
    return quotations.stream()
        .flatMap(
            quotation -> quotation.lines().stream().map(line -> new QuotedLine(quotation, line)))
        .toList();
  }

  private static void writeQuotedLine(JsonBody body, QuotedLine quoted) {
    Quotation quotation = quoted.quotation();
    body.put("fingerprint", quotation.relay().toString())
        .put("document", quotation.document().toString())
        .put("path", quotation.path())
        .put(quotation.consensus() ? "valid_after" : "time", quotation.time())
        .put("line", quoted.line().number())
        .put("text", quoted.line().text());
  }

  private static void writeQuestion(JsonBody body, Question question) {
    writeAsked(body, question);
    body.put("from", question.from()).put("to", question.to());
    writeManner(body, question);
  }

  /** Writes what was asked: the address, and the instant or the day. */
  public static void writeAsked(JsonBody body, Question question) {
    body.put("address", Addresses.format(question.address()));
    if (question.date() != null) {
      body.put("date", question.date().toString());
    } else {
      body.put("at", question.at());
    }
  }

  /** Writes how it was asked: the time zone, the tolerance, the port. */
  public static void writeManner(JsonBody body, Question question) {
    body.put("zone", Moments.zoneId(question.zone()))
        .put("tolerance", question.tolerance().toString())
        .put("port", question.port());
  }

  private static void writeRelay(JsonBody body, RelayMatch relay) {
    body.put("fingerprint", relay.fingerprint().toString())
        .put("nickname", relay.nickname())
        // A set has no order of its own; the enum's is the stable one.
        .strings("matched", relay.matched().stream().sorted().toList(), AnswerJson::code)
        .addresses("or_addresses", relay.orAddresses())
        .put("exit_flag", relay.exitFlag())
        .put("bad_exit_flag", relay.badExitFlag())
        .put("policy", policy(relay.policy()))
        .put("port_allowed", relay.portAllowed())
        .objects("listed", relay.listed(), AnswerJson::writeListed)
        .objects("scans", relay.scans(), AnswerJson::writeScan);
  }

  private static String code(MatchedBy matched) {
    return matched.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String policy(@Nullable ExitPolicySummary policy) {
    return policy == null ? null : policy.toString();
  }

  private static void writeListed(JsonBody body, ListedStretch listed) {
    body.put("first", listed.first())
        .put("last", listed.last())
        .put("consensuses", listed.consensuses())
        .put("when", listed.when().name().toLowerCase(Locale.ROOT))
        .put("nickname", listed.nickname())
        .addresses("or_addresses", listed.orAddresses())
        .put("exit_flag", listed.exitFlag())
        .put("bad_exit_flag", listed.badExitFlag())
        .put("policy", policy(listed.policy()))
        .put("port_allowed", listed.portAllowed());
  }

  private static void writeScan(JsonBody body, ScanSeen scan) {
    body.put("address", Addresses.format(scan.address()))
        .put("time", scan.time())
        .put("when", scan.atTheTime() ? "at" : "near");
  }

  /** Writes the members of a coverage into an object. */
  static void writeCoverage(JsonBody body, Coverage coverage) {
    body.put("complete", coverage.complete())
        .object(
            "consensuses",
            consensuses ->
                consensuses
                    .put("expected", coverage.consensuses().expected())
                    .put("known", coverage.consensuses().known())
                    .times("missing", coverage.consensuses().missing())
                    .times("pending", coverage.consensuses().pending()))
        .object(
            "exit_lists",
            lists ->
                lists
                    .put("expected", coverage.exitLists().expected())
                    .put("known", coverage.exitLists().known())
                    .times("missing", coverage.exitLists().missing()))
        .put("first", coverage.first())
        .put("last", coverage.last());
    Coverage.Replica replica = coverage.replica();
    if (replica != null) {
      body.object("replica", copy -> copy.put("delay_seconds", seconds(replica.delay())));
    }
  }

  private static @Nullable Integer seconds(@Nullable Duration delay) {
    return delay == null ? null : (int) Math.min(Integer.MAX_VALUE, delay.toSeconds());
  }
}
