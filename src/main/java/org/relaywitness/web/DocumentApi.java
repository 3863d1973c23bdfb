package org.relaywitness.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException;

/**
 * The raw documents of the API, byte for byte. Only what the records hold is served: a document
 * that was taken out of them is not, even where its bytes are still there.
 */
final class DocumentApi {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  /** The last part of a path, where it can stand in a header and name a file anywhere. */
  private static final Pattern FILE_NAME =
      Pattern.compile("(?:.*/)?([A-Za-z0-9][A-Za-z0-9._-]{0,119})");

  private final Records records;

  DocumentApi(Records records) {
    this.records = records;
  }

  /** {@code /api/v1/documents/SHA256}. */
  Reply document(Parameters sent) throws InvalidQuestionException {
    Sha256 sha256 = Sha256.findHex(sent.rest());
    if (sha256 == null) {
      throw new InvalidQuestionException(
          "sha256", "malformed", TEXTS.text("error.parameter.sha256"));
    }
    Optional<String> path = records.findPath(sha256);
    if (path.isEmpty()) {
      return ApiRoute.problem("document_unknown", 404);
    }
    Optional<byte[]> bytes = records.documents().find(sha256);
    if (bytes.isEmpty()) {
      return ApiRoute.problem("document_not_kept", 404);
    }
    return new Reply(
        200,
        Reply.PLAIN,
        bytes.get(),
        Reply.FOR_EVER,
        Map.of(
            "Content-Disposition",
            "attachment; filename=\"" + fileName(path.get(), sha256) + "\""));
  }

  /** The document's own name; its digest where that is not fit to be a file's name. */
  static String fileName(String path, Sha256 sha256) {
    Matcher name = FILE_NAME.matcher(path);
    return name.matches() ? name.group(1) : sha256 + ".txt";
  }
}
