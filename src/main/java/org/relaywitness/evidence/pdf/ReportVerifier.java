package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.evidence.pades.SignatureChecker;
import org.relaywitness.evidence.pades.SignatureFacts;
import org.relaywitness.evidence.pades.SignerTrust;
import org.relaywitness.evidence.pades.TrustedRoots;
import org.relaywitness.evidence.pdf.Finding.State;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a report in PDF offline, believing nothing in it: whether it is in the form that reports
 * have, whether the answer within it is the one that its sheets name, and what its signature shows.
 * Nothing is fetched, nothing is written, and neither memory nor time grows with what a hostile
 * file claims.
 */
public final class ReportVerifier {
  /** The longest file that is looked at, in bytes. */
  public static final int LONGEST = PdfForm.LONGEST;

  private static final int MOST_SHEETS = 2_000;
  private static final byte[] START = {'%', 'P', 'D', 'F', '-'};
  private static final JsonMapper JSON = new JsonMapper();

  private final byte[] file;
  private final SignatureChecker signatures;
  private final List<Finding> findings = new ArrayList<>();
  private byte @Nullable [] answer;
  private @Nullable ReportId id;
  private @Nullable SignatureFacts signature;

  private ReportVerifier(byte[] file, SignatureChecker signatures) {
    this.file = file;
    this.signatures = signatures;
  }

  /** Whether a file with these first bytes is a PDF at all. */
  public static boolean isPdf(byte[] start) {
    return start.length >= START.length
        && Arrays.equals(start, 0, START.length, START, 0, START.length);
  }

  /**
   * Checks a file.
   *
   * @param roots whom to believe in saying who signed; {@link TrustedRoots#NONE} for nobody
   * @param clock tells whether certificates have run out
   */
  public static ReportFindings verify(byte[] file, TrustedRoots roots, Clock clock) {
    ReportVerifier verifier = new ReportVerifier(file, new SignatureChecker(roots, clock));
    verifier.check();
    return new ReportFindings(verifier.answer, verifier.id, verifier.signature, verifier.findings);
  }

  private void check() {
    try {
      PdfForm form = PdfForm.parse(file);
      add("form.holds", State.HOLDS, Map.of());
      int signed = checkSignature(form);
      int known = form.revisions().get(signed).end();
      if (known < file.length) {
        add("appended", State.DIFFERS, Map.of("n", Integer.toString(file.length - known)));
      }
      checkContent(Arrays.copyOf(file, form.revisions().get(0).end()));
    } catch (ReportFormException e) {
      differs("form.differs", e);
    } catch (IOException | RuntimeException e) {
      // What a library says of a hostile file may hold anything.
      add("form.differs", State.DIFFERS, Map.of("reason", e.getClass().getSimpleName()));
    }
  }

  private void add(String code, State state, Map<String, String> values) {
    findings.add(new Finding(code, state, values));
  }

  private void differs(String code, ReportFormException e) {
    add(code, State.DIFFERS, Map.of("reason", Untrusted.shown(String.valueOf(e.getMessage()))));
  }

  /** Checks the signature; gives the number of the revision up to which the file is explained. */
  private int checkSignature(PdfForm form) throws IOException {
    if (form.revisions().size() == 1) {
      add("unsigned", State.NOTE, Map.of());
      return 0;
    }
    SignedRevision signed = SignedRevision.find(file, form);
    if (signed == null) {
      add("unsigned", State.NOTE, Map.of());
      return 0;
    }
    SignatureFacts facts =
        signatures.check(signed.container(), signed.content(), signed.signedAt());
    signature = facts;
    boolean intact =
        facts.intact() && signed.covers() && SignedRevision.addsOnlyTheSignature(file, form);
    String signer = facts.signer() == null ? "?" : Untrusted.shown(facts.signer());
    add(
        intact ? "signature.holds" : "signature.differs",
        intact ? State.HOLDS : State.DIFFERS,
        Map.of("time", JsonBody.time(facts.signedAt())));
    if (intact) {
      addTrust("signer.", facts.trust(), Map.of("signer", signer));
      addTimestamp(facts.timestamp());
    }
    return 1;
  }

  private void addTrust(String code, SignerTrust trust, Map<String, String> values) {
    switch (trust) {
      case TRUSTED -> add(code + "trusted", State.HOLDS, values);
      case NOT_CHECKED -> add(code + "not_checked", State.NOTE, values);
      case NOT_VALID_THEN -> add(code + "not_valid_then", State.DIFFERS, values);
      case UNKNOWN -> add(code + "unknown", State.DIFFERS, values);
    }
  }

  private void addTimestamp(SignatureFacts.@Nullable Timestamp timestamp) {
    if (timestamp == null) {
      add("timestamp.none", State.NOTE, Map.of());
      return;
    }
    Instant time = timestamp.time();
    String authority = timestamp.authority() == null ? "?" : Untrusted.shown(timestamp.authority());
    Map<String, String> values = Map.of("time", JsonBody.time(time), "authority", authority);
    if (timestamp.intact()) {
      if (timestamp.trust() == SignerTrust.UNKNOWN) {
        // The signature may be good all the same; only its time is then the signer's word.
        add("timestamp.unknown", State.NOTE, values);
      } else {
        addTrust("timestamp.", timestamp.trust(), values);
      }
    } else {
      add("timestamp.differs", State.DIFFERS, values);
    }
  }

  private void checkContent(byte[] report) throws IOException, ReportFormException {
    try (PDDocument document = Loader.loadPDF(report)) {
      EmbeddedFiles files = EmbeddedFiles.of(document);
      byte[] json = files.json();
      JsonNode read = read(json, files.isCase());
      if (read == null) {
        add("answer.differs", State.DIFFERS, Map.of());
        return;
      }
      ReportId called = ReportId.of(json);
      String digest = AnswerComparison.digest(json).toString();
      answer = json;
      id = called;
      add(
          "answer.holds",
          State.NOTE,
          Map.of(
              "id", called.toString(),
              "digest", digest,
              "version", shown(read.path("version"))));
      byte[] table = DigestTable.bytes(read);
      boolean digests = Arrays.equals(table, files.content(AnswerPdf.DIGESTS_NAME));
      add(
          digests ? "digests.hold" : "digests.differ",
          digests ? State.HOLDS : State.DIFFERS,
          Map.of("n", Integer.toString(DigestTable.records(table))));
      checkSheets(document, called, digest);
    }
  }

  private static String shown(JsonNode value) {
    return value.isString() ? Untrusted.shown(value.stringValue()) : "?";
  }

  private static @Nullable JsonNode read(byte[] json, boolean several) {
    try {
      JsonNode read = JSON.readTree(json);
      if (several) {
        return CaseJson.isCase(read) ? read : null;
      }
      return read.path("verdict").isString() && read.path("question").isObject() ? read : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private void checkSheets(PDDocument document, ReportId called, String digest)
      throws IOException, ReportFormException {
    SheetText text = new SheetText();
    int sheet = 0;
    for (PDPage page : document.getPages()) {
      sheet++;
      if (sheet > MOST_SHEETS) {
        throw new ReportFormException("more sheets than any report has");
      }
      String found = text.of(page);
      if (!found.contains(called.toString()) || !found.contains(digest)) {
        add(
            "sheets.differ",
            State.DIFFERS,
            Map.of("sheet", Integer.toString(sheet), "id", called.toString()));
        return;
      }
    }
    add(
        sheet == 0 ? "sheets.differ" : "sheets.hold",
        sheet == 0 ? State.DIFFERS : State.HOLDS,
        Map.of("n", Integer.toString(sheet), "sheet", "0", "id", called.toString()));
  }
}
