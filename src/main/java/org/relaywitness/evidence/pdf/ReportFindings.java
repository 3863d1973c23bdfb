package org.relaywitness.evidence.pdf;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pades.SignatureFacts;
import org.relaywitness.evidence.pades.SignerTrust;

/**
 * What checking a report showed.
 *
 * @param answer the answer's JSON as the file holds it, believed in nothing; {@code null}: none
 *     could be read
 * @param id what the report on that answer is called; {@code null}: as before
 * @param signature what its signature shows; {@code null}: it has none
 * @param findings in the order in which they were made
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record ReportFindings(
    byte @Nullable [] answer,
    @Nullable ReportId id,
    @Nullable SignatureFacts signature,
    List<Finding> findings) {
  public ReportFindings {
    findings = List.copyOf(findings);
  }

  /**
   * Whether nothing differs. That alone proves nothing of a report without a signature: whoever
   * makes such a file can make all of it fit.
   */
  public boolean holds() {
    return answer != null
        && findings.stream().noneMatch(finding -> finding.state() == Finding.State.DIFFERS);
  }

  /** What was found, a sentence each. */
  public List<String> sentences(Texts texts) {
    return findings.stream().map(finding -> finding.text(texts)).toList();
  }

  /** All in words and in a line each, the conclusion last. */
  public String text(Texts texts) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(
              switch (finding.state()) {
                case HOLDS -> "holds    ";
                case DIFFERS -> "DIFFERS  ";
                case NOTE -> "note     ";
              })
          .append(finding.text(texts))
          .append('\n');
    }
    return text.append(texts.text("check.pdf.conclusion." + conclusion())).append('\n').toString();
  }

  /** The same for programs. */
  public byte[] json(Texts texts) {
    return JsonBody.bytes(
        body ->
            body.put("holds", holds())
                .put("conclusion", conclusion())
                .put("report", id == null ? null : id.toString())
                .put("sha256", answer == null ? null : AnswerComparison.digest(answer).toString())
                .put("version", ProductVersion.current())
                .objects(
                    "checks",
                    findings,
                    (json, finding) ->
                        json.put("check", finding.code())
                            .put("state", finding.state().name().toLowerCase(Locale.ROOT))
                            .put("detail", finding.text(texts))));
  }

  /** In a word what the findings come to: {@code differs}, {@code proved}, ... */
  public String conclusion() {
    if (!holds()) {
      return "differs";
    }
    if (signature == null) {
      return "unsigned";
    }
    return isProved() ? "proved" : "signer_unknown";
  }

  /** Whether it is signed, unchanged since, by a signer whom a trusted root vouches for. */
  public boolean isProved() {
    return holds() && signature != null && signature.trust() == SignerTrust.TRUSTED;
  }
}
