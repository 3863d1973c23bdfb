package org.relaywitness.evidence.bulk;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Problem;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Limit;

/** An object for each line: as an array, or each on a line of its own. */
final class JsonForm implements BulkForm {
  private static final String INVALID =
      Texts.of(Locale.ENGLISH).text("error.invalid_question.title");

  private final boolean array;

  JsonForm(boolean array) {
    this.array = array;
  }

  @Override
  public String start() {
    return array ? "[" : "";
  }

  @Override
  public String end() {
    return array ? "\n]\n" : "";
  }

  @Override
  public String rows(List<BulkResult> results, boolean first) {
    StringBuilder rows = new StringBuilder(512 * results.size());
    boolean nothingBefore = first;
    for (BulkResult result : results) {
      append(rows, JsonBody.bytes(body -> write(body, result)), nothingBefore);
      nothingBefore = false;
    }
    return rows.toString();
  }

  private void append(StringBuilder rows, byte[] object, boolean first) {
    if (array) {
      rows.append(first ? "\n" : ",\n");
    }
    rows.append(new String(object, StandardCharsets.UTF_8));
    if (!array) {
      rows.append('\n');
    }
  }

  @Override
  public String failure(Problem problem, boolean first) {
    StringBuilder row = new StringBuilder();
    append(
        row,
        JsonBody.bytes(
            body ->
                body.object(
                    "error",
                    error ->
                        error
                            .put("type", problem.type())
                            .put("title", problem.title())
                            .put("status", problem.status())
                            .put("detail", problem.detail()))),
        first);
    return row.toString();
  }

  private static void write(JsonBody body, BulkResult result) {
    body.put("line", result.line()).put("id", result.id());
    BulkResult.Essence answer = result.answer();
    if (answer == null) {
      body.object(
          "error",
          error ->
              error
                  .put("title", INVALID)
                  .objects(
                      "errors",
                      result.problems(),
                      (one, problem) ->
                          one.put("parameter", problem.parameter())
                              .put("code", problem.code())
                              .put("detail", problem.detail())));
      return;
    }
    AnswerJson.writeAsked(body, answer.question());
    AnswerJson.writeManner(body, answer.question());
    body.put("verdict", answer.verdict().code())
        .put("in_force", answer.inForce())
        .put("provisional", answer.provisional())
        .put("complete", answer.complete())
        .object(
            "missing",
            missing ->
                missing
                    .put("consensuses", (long) answer.missingConsensuses())
                    .put("exit_lists", (long) answer.missingExitLists()))
        .put("as_of", answer.asOf())
        .objects("relays", answer.relays(), JsonForm::writeRelay)
        .strings("limits", answer.limits(), Limit::code);
  }

  private static void writeRelay(JsonBody body, BulkResult.Relay relay) {
    body.put("fingerprint", relay.fingerprint().toString())
        .put("nickname", relay.nickname())
        .strings("matched", relay.matched(), by -> by.name().toLowerCase(Locale.ROOT))
        .put("exit_flag", relay.exitFlag())
        .put("port_allowed", relay.portAllowed());
  }
}
