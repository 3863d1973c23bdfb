package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentWriter;
import org.relaywitness.store.Forgotten;
import org.relaywitness.store.ImportSession;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code forget SHA256}. */
@Command(
    name = "forget",
    description = "Takes one document out again, as if it had never been imported.")
final class ForgetCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "SHA256",
      description = "Digest of the document as it stands in its file, 64 hex digits.")
  private String digest = "";

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    Sha256 sha256 = Sha256.findHex(digest.strip());
    if (sha256 == null) {
      throw new ParameterException(
          command.commandLine(), "SHA256: expected 64 hex digits, as sha256sum prints them");
    }
    Settings settings = main.settings();
    KeyCertificates certificates = new KeyCertificates();
    ConsensusSignatures signatures =
        new ConsensusSignatures(Authorities.of(settings, command.commandLine()), certificates);
    PrintWriter err = command.commandLine().getErr();
    try (OpenRecords records = OpenRecords.open(settings);
        ImportSession session = records.store().beginImport(signatures)) {
      for (KeyCertificate held : session.certificates()) {
        if (!held.sha256().equals(sha256)) {
          certificates.add(held);
        }
      }
      Optional<Forgotten> forgotten = session.forget(sha256);
      if (forgotten.isEmpty()) {
        err.println("relaywitness: no document with this digest is held");
        return ExitCode.REJECTED;
      }
      if (forgotten.get().kind() == Forgotten.Kind.KEY_CERTIFICATE) {
        session.recheckAll(signatures);
      }
      if (Files.isDirectory(records.documentsFolder())) {
        try (DocumentWriter documents = DocumentWriter.open(records.documentsFolder())) {
          documents.remove(sha256);
        }
      }
      err.println("forgot " + forgotten.get().path() + " of " + forgotten.get().source());
    }
    return ExitCode.DONE;
  }
}
