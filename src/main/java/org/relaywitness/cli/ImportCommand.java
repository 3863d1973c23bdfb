package org.relaywitness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.importer.DocumentImport;
import org.relaywitness.importer.ImportSummary;
import org.relaywitness.trust.AuthorityList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code import PATH...}. */
@Command(
    name = "import",
    description = {
      "Imports CollecTor archives (.tar.xz, .tar.bz2, .tar.gz, .tar.zst, .tar), single documents"
          + " plain or compressed, folders of these, or - for standard input.",
      "Importing again is harmless: what is held is skipped."
    })
final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Archives, documents and folders; - reads standard input.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--json",
      description = "Prints one JSON summary as the last line of standard output.")
  private boolean json;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many workers parse documents (default: as many as there are processors).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--no-documents",
      description = "Keeps no raw documents on disk; answers cannot be proved from here then.")
  private boolean noDocuments;

  @Option(
      names = "--max-document-bytes",
      paramLabel = "N",
      description = "Longest document accepted, in bytes unpacked (default: ${DEFAULT-VALUE}).")
  private int maxDocumentBytes = ArchiveLimits.defaults().maxDocumentBytes();

  @Option(
      names = "--max-unpacked-bytes",
      paramLabel = "N",
      description = "Most bytes that one archive may unpack to (default: ${DEFAULT-VALUE}).")
  private long maxUnpackedBytes = ArchiveLimits.defaults().maxUnpackedBytes();

  @Option(
      names = "--max-members",
      paramLabel = "N",
      description = "Most members that one archive may have (default: ${DEFAULT-VALUE}).")
  private int maxMembers = ArchiveLimits.defaults().maxMembers();

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command = Checks.set(spec);
    if (jobs < 1 || jobs > 64) {
      throw new ParameterException(
          command.commandLine(), "--jobs: found " + jobs + ", expected 1 to 64");
    }
    List<Path> files = files();
    boolean fromStandardInput = paths.contains(STANDARD_INPUT);
    Settings settings = main.settings();
    AuthorityList authorities = Authorities.of(settings, command.commandLine());
    PrintWriter err = command.commandLine().getErr();
    ArchiveReader sizes = new ArchiveReader(limits());
    GivingWay giving = GivingWay.begin();
    try (OpenRecords records = OpenRecords.open(settings);
        TerminalProgress progress = TerminalProgress.of(err, sizes, files, fromStandardInput)) {
      giving.goOn();
      InputStream standardInput = fromStandardInput ? System.in : null;
      ImportSummary summary =
          new DocumentImport(records.store(), authorities, limits(), jobs, progress)
              .keepingDocuments(
                  settings.documents() && !noDocuments ? records.documentsFolder() : null)
              .run(files, standardInput);
      progress.end();
      report(summary, command);
      return summary.rejected() > 0 || summary.badSignatures() > 0
          ? ExitCode.REJECTED
          : ExitCode.DONE;
    }
  }

  private ArchiveLimits limits() {
    return ArchiveLimits.defaults()
        .withMaxDocumentBytes(maxDocumentBytes)
        .withMaxUnpackedBytes(maxUnpackedBytes)
        .withMaxMembers(maxMembers, ArchiveLimits.defaults().maxNameLength());
  }

  private List<Path> files() throws NoSuchFileException {
    List<Path> files = new ArrayList<>();
    for (String path : paths) {
      if (path.equals(STANDARD_INPUT)) {
        continue;
      }
      Path file = Path.of(path);
      if (!Files.exists(file)) {
        throw new NoSuchFileException(path);
      }
      files.add(file);
    }
    return files;
  }

  private void report(ImportSummary summary, CommandSpec command) {
    PrintWriter err = command.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "imported %,d consensuses with %,d entries, %,d exit lists with %,d new scans, %,d key"
            + " certificates in %.1f s%n",
        summary.consensuses(),
        summary.entries(),
        summary.exitLists(),
        summary.scans(),
        summary.certificates(),
        summary.seconds());
    if (summary.known() > 0 || summary.skipped() > 0) {
      err.printf(
          Locale.ROOT,
          "held before: %,d; skipped, as they are no consensus, exit list or key certificate: %,d%n",
          summary.known(),
          summary.skipped());
    }
    warn(summary, err);
    err.flush();
    if (json) {
      PrintWriter out = command.commandLine().getOut();
      out.println(new String(JsonBody.bytes(body -> put(body, summary)), StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /** Says what the operator should look at. */
  static void warn(ImportSummary summary, PrintWriter err) {
    if (summary.unverified() > 0) {
      err.printf(
          Locale.ROOT,
          "%,d consensuses are not verified: certificates are missing, too few authorities signed,"
              + " or a signature is bad; import certs.tar.xz, or name the network's authorities"
              + " with --authorities%n",
          summary.unverified());
    }
    if (summary.badSignatures() > 0) {
      err.printf(
          Locale.ROOT,
          "%,d consensuses have a bad signature: kept, but they neither list nor cover%n",
          summary.badSignatures());
    }
    if (summary.rejected() > 0) {
      err.printf(Locale.ROOT, "rejected: %,d (named above)%n", summary.rejected());
    }
    err.flush();
  }

  /** Adds the members of the summary. */
  static void put(JsonBody body, ImportSummary summary) {
    body.object(
            "documents",
            documents ->
                documents
                    .put("consensuses", summary.consensuses())
                    .put("exit_lists", summary.exitLists())
                    .put("certificates", summary.certificates())
                    .put("skipped", summary.skipped())
                    .put("known", summary.known())
                    .put("rejected", summary.rejected()))
        .put("entries", summary.entries())
        .object(
            "runs",
            runs -> runs.put("added", summary.runsAdded()).put("removed", summary.runsRemoved()))
        .put("scans", summary.scans())
        .put("verified", summary.verified())
        .put("unverified", summary.unverified())
        .put("seconds", Math.round(summary.seconds() * 1000) / 1000.0);
  }
}
