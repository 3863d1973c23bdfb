package org.relaywitness.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.CoverageJson;
import org.relaywitness.evidence.EvidenceBundle;
import org.relaywitness.evidence.ExitsJson;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExitsAt;
import org.relaywitness.lookup.InvalidQuestionException;

/** What the routes of the API answer. */
final class Api {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  private static final Map<String, String> VARY = Map.of("Vary", "Accept");

  private final Records records;

  Api(Records records) {
    this.records = records;
  }

  Reply lookup(Parameters sent) throws InvalidQuestionException {
    Answer answer =
        records.ask(
            sent.find("address"),
            sent.find("at"),
            sent.find("date"),
            sent.find("zone"),
            sent.find("tolerance"),
            sent.find("port"));
    return Reply.json(AnswerJson.bytes(answer, records.documents()), cacheControl(answer));
  }

  /** The same answer, asked with the parameters of the page. */
  Reply evidence(Parameters sent) throws InvalidQuestionException {
    Answer answer = Asked.answer(records, sent, TEXTS).by(null);
    return Reply.json(AnswerJson.bytes(answer, records.documents()), cacheControl(answer));
  }

  /** The answer with every document it rests on, as one file to check it with. */
  Reply bundle(Parameters sent) throws InvalidQuestionException {
    EvidenceBundle bundle =
        Asked.ask(
            records,
            sent,
            TEXTS,
            (question, state) -> EvidenceBundle.of(question, state.snapshot(), state.now()));
    if (!bundle.hasDocuments(records.documents())) {
      return ApiRoute.problem("documents_not_kept", 404);
    }
    return new Reply(
        200,
        "application/zip",
        new byte[0],
        cacheControl(bundle.answer()),
        Map.of("Content-Disposition", "attachment; filename=\"" + EvidenceBundle.FILE_NAME + "\""),
        out -> bundle.write(records.documents(), out));
  }

  /** Only what no later record can be expected to change is kept without asking again. */
  static String cacheControl(Answer answer) {
    return answer.provisional() || !answer.coverage().complete() ? Reply.REVALIDATE : Reply.SETTLED;
  }

  Reply coverage(Parameters sent) throws InvalidQuestionException {
    Instant from = ApiTime.required(sent, "from");
    Instant to = ApiTime.required(sent, "to");
    if (!from.isBefore(to)) {
      throw new InvalidQuestionException(
          "to", "out_of_range", TEXTS.text("error.parameter.interval"));
    }
    return Reply.json(CoverageJson.bytes(records.coverage(from, to)), Reply.REVALIDATE);
  }

  Reply exits(Parameters sent) throws InvalidQuestionException {
    Instant at = ApiTime.required(sent, "at");
    Integer port = ApiTime.port(sent);
    if (at.isAfter(records.clock().instant())) {
      throw new InvalidQuestionException("at", "future", TEXTS.text("error.parameter.future"));
    }
    ExitsAt.Exits exits = records.exits(at, port);
    return sent.accepts(Reply.JSON)
        ? new Reply(200, Reply.JSON, ExitsJson.bytes(exits), Reply.REVALIDATE, VARY)
        : lines(exits);
  }

  /** One address a line. A list has no place to say that records are missing, so headers do. */
  private static Reply lines(ExitsAt.Exits exits) {
    StringBuilder lines = new StringBuilder();
    exits.addresses().forEach(exit -> lines.append(Addresses.format(exit.address())).append('\n'));
    return new Reply(
        200,
        Reply.PLAIN,
        lines.toString().getBytes(StandardCharsets.UTF_8),
        Reply.REVALIDATE,
        Map.of(
            "Vary",
            "Accept",
            "Relay-Witness-Complete",
            Boolean.toString(exits.coverage().complete()),
            "Relay-Witness-IPv6-Complete",
            Boolean.toString(exits.ipv6Coverage().complete()),
            "Relay-Witness-Provisional",
            Boolean.toString(exits.provisional())));
  }

  static Reply live() {
    byte[] body =
        JsonBody.bytes(json -> json.put("status", "live").put("version", ProductVersion.current()));
    return Reply.json(body, Reply.NO_STORE);
  }
}
