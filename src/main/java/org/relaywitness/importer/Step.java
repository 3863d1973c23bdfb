package org.relaywitness.importer;

import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.Container;
import org.relaywitness.archive.ContainerEnd;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.netdoc.RawDocument;

/** What the reading side hands to the storing side, in the order of the archives. */
sealed interface Step {
  /** A container begins. */
  record Begun(Container container) implements Step {}

  /** A container ends. */
  record Ended(ContainerEnd end) implements Step {}

  /** A container whose digest says that all of it is held. */
  record KnownContainer(Container container, int documents) implements Step {}

  /** A consensus, parsed and checked. */
  record ParsedConsensus(
      String path,
      Consensus consensus,
      PackedAppearances appearances,
      ConsensusCheck check,
      RawDocument raw)
      implements Step {}

  /** An exit list. */
  record ParsedExitList(String path, ExitList list, RawDocument raw) implements Step {}

  /** A key certificate. */
  record ParsedCertificate(String path, KeyCertificate certificate) implements Step {}

  /** A document that is held already. */
  record Known(Sha256 sha256) implements Step {}

  /** A document of another type, or a file that is no directory document. */
  record Skipped() implements Step {}

  /**
   * A document or archive that cannot be read.
   *
   * @param sha256 of the document; {@code null} where its bytes could not be read
   * @param corrupt whether the bytes of the archive contradict its format or its checksum
   */
  record Rejected(@Nullable Sha256 sha256, String path, String reason, boolean corrupt)
      implements Step {}

  /** Nothing more comes. */
  record Finished() implements Step {}
}
