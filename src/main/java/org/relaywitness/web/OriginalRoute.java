package org.relaywitness.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Problem;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.OriginalAnswer;
import org.relaywitness.lookup.OriginalAnswer.Match;
import org.relaywitness.lookup.OriginalQuestion;

/**
 * The original service's {@code /query.json}, format version 1.0: its fields, its status codes and
 * its error texts, so that its clients go on working. Unknown parameters are passed over, as they
 * were there; empty fields are left out, as they were there.
 */
final class OriginalRoute implements Route {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Records records;

  OriginalRoute(Records records) {
    this.records = records;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("ip", "timestamp");
  }

  @Override
  public Reply reply(Parameters sent) {
    OriginalQuestion question;
    try {
      question =
          OriginalQuestion.parse(sent.findRaw("ip"), sent.findRaw("timestamp"), records.clock());
    } catch (OriginalQuestion.RefusedException e) {
      return refused("invalid-question", 400, String.valueOf(e.getMessage()));
    }
    return Reply.json(json(records.original(question)), Reply.REVALIDATE);
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    if (reason == Failure.BUSY) {
      return refused(reason.key(), reason.status(), TEXTS.text("error.busy.detail"));
    }
    // The original said so with status 500, and its clients know these words.
    return reason == Failure.UNAVAILABLE
        ? refused("unavailable", 500, "Database error.")
        : refused("fault", 500, "General backend error.");
  }

  private static Reply refused(String type, int status, String detail) {
    String title =
        TEXTS.text(status == 400 ? "error.invalid_question.title" : "error." + type + ".title");
    return Reply.problem(new Problem(type, title, status, detail, List.of()));
  }

  private static byte[] json(OriginalAnswer answer) {
    return JsonBody.bytes(
        body -> {
          body.put("version", OriginalAnswer.VERSION)
              .put("query_address", Addresses.format(answer.queryAddress()))
              .put("query_date", answer.queryDate().toString());
          putDate(body, "first_date_in_database", answer.firstDateInDatabase());
          putDate(body, "last_date_in_database", answer.lastDateInDatabase());
          if (answer.relevantStatuses() != null) {
            body.put("relevant_statuses", answer.relevantStatuses());
          }
          if (!answer.matches().isEmpty()) {
            body.objects("matches", answer.matches(), OriginalRoute::write);
          }
          if (!answer.nearbyAddresses().isEmpty()) {
            body.addresses("nearby_addresses", answer.nearbyAddresses());
          }
        });
  }

  private static void putDate(JsonBody body, String name, @Nullable LocalDate date) {
    if (date != null) {
      body.put(name, date.toString());
    }
  }

  private static void write(JsonBody body, Match match) {
    body.put("timestamp", timestamp(match.timestamp()))
        .strings("addresses", match.addresses(), OriginalAnswer::format)
        .put("fingerprint", match.fingerprint().toString())
        .put("nickname", match.nickname());
    if (match.exit() != null) {
      body.put("exit", match.exit());
    }
  }

  private static String timestamp(Instant time) {
    return TIMESTAMP.format(time);
  }
}
