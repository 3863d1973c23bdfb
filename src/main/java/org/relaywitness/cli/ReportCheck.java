package org.relaywitness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pades.TrustedRoots;
import org.relaywitness.evidence.pdf.ReportFindings;
import org.relaywitness.evidence.pdf.ReportVerifier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code verify} of a report in PDF. */
final class ReportCheck {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);
  private static final int START = 8;

  private final Path file;
  private final CommandLine commandLine;

  ReportCheck(Path file, CommandLine commandLine) {
    this.file = file;
    this.commandLine = commandLine;
  }

  /** Whether the file is there and is a PDF. */
  static boolean isReport(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return ReportVerifier.isPdf(in.readNBytes(START));
    }
  }

  /** Prints what checking shows, and gives the exit code. */
  int run(@Nullable Path trust, boolean json) throws IOException {
    TrustedRoots roots = trust == null ? TrustedRoots.NONE : roots(trust);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(ReportVerifier.LONGEST + 1);
    }
    ReportFindings found = ReportVerifier.verify(bytes, roots, Clock.systemUTC());
    PrintWriter out = commandLine.getOut();
    out.print(
        json ? new String(found.json(TEXTS), StandardCharsets.UTF_8) + "\n" : found.text(TEXTS));
    out.flush();
    return found.holds() ? ExitCode.DONE : ExitCode.REJECTED;
  }

  private TrustedRoots roots(Path trust) {
    try {
      return TrustedRoots.parse(Files.readAllBytes(trust));
    } catch (IOException | GeneralSecurityException e) {
      throw new ParameterException(
          commandLine, "--trust: no certificates can be read from " + trust, e);
    }
  }
}
