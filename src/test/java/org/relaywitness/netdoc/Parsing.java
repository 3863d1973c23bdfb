package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.PackedAppearances;

/** What tests of the parsers ask for again and again. */
final class Parsing {
  static final String NAME = "a-document";

  private Parsing() {}

  static Consensus parse(ConsensusText text) throws DocumentParseException {
    return new ConsensusParser().parse(text.raw(), NAME, new PackedAppearances(64));
  }

  static List<Appearance> appearances(ConsensusText text) throws DocumentParseException {
    PackedAppearances packed = new PackedAppearances(64);
    new ConsensusParser().parse(text.raw(), NAME, packed);
    return packed.toList();
  }

  /** Asserts that both paths refuse the consensus for this reason at this line. */
  static DocumentParseException refused(
      ConsensusText text, DocumentParseException.Kind kind, int line) {
    DocumentParseException hot = refused(kind, line, () -> parse(text));
    DocumentParseException cold =
        refused(kind, line, () -> new ConsensusParser().parseEntries(text.raw(), NAME));
    assertEquals(hot.getMessage(), cold.getMessage());
    return hot;
  }

  static DocumentParseException refused(
      DocumentParseException.Kind kind, int line, Executable parsing) {
    DocumentParseException refusal = assertThrows(DocumentParseException.class, parsing);
    assertEquals(kind, refusal.kind(), refusal.getMessage());
    assertEquals(line, refusal.line(), refusal.getMessage());
    assertEquals(NAME, refusal.document());
    return refusal;
  }
}
