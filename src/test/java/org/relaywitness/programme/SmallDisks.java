package org.relaywitness.programme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The part of the fault programme with small file systems: full and read-only ones, under the raw
 * documents and under the database. They need the right to mount: root, or user namespaces.
 */
final class SmallDisks {
  private final FaultProgramme programme;
  private final Path folder;
  private final String clean;

  /**
   * Disks.
   *
   * @param clean the digest of an import that nothing disturbed
   */
  SmallDisks(FaultProgramme programme, Path folder, String clean) {
    this.programme = programme;
    this.folder = folder;
    this.clean = clean;
  }

  void run() throws IOException, InterruptedException {
    documentsFull();
    documentsReadOnly();
    dataFull();
    dataReadOnly();
  }

  static boolean canMount() throws IOException, InterruptedException {
    return Served.run(shell("mount -t tmpfs -o size=1m none /mnt && umount /mnt")).exitCode() == 0;
  }

  /** A shell that may mount, and whose mounts end with it. */
  private static List<String> shell(String script) {
    boolean root = "root".equals(System.getProperty("user.name"));
    return List.of("unshare", root ? "-m" : "-Urm", "sh", "-c", script);
  }

  private static String line(List<String> command) {
    StringBuilder line = new StringBuilder();
    command.forEach(part -> line.append('\'').append(part).append("' "));
    return line.toString();
  }

  /** Fails, is mended, and is done again; then the content must be that of a clean import. */
  private void mended(String what, Path data, String spoil, String mend)
      throws IOException, InterruptedException {
    String run = line(programme.importCommand(data));
    String digest = line(Served.command("256m", "coverage", "--digest", "--data", data.toString()));
    Served.Ended ended =
        Served.run(
            shell(
                String.join(
                    "\n",
                    spoil,
                    run,
                    "echo \"first $?\"",
                    mend,
                    run,
                    "echo \"second $?\"",
                    digest,
                    "echo \"third $?\"")));
    String output = ended.output();
    int second = output.indexOf("first ");
    String said = second < 0 ? output : output.substring(0, second).strip();
    boolean good =
        output.contains("first " + FaultProgramme.FAULT)
            && output.contains("second 0")
            && FaultProgramme.digest(output.substring(Math.max(0, second))).equals(clean)
            && FaultProgramme.isClear(said);
    programme.note(
        what
            + ": "
            + (good
                ? "said \"" + FaultProgramme.last(said) + "\"; whole after it was mended"
                : "BAD"));
    if (!good) {
      programme.faults().add(what + ":\n" + output);
    }
  }

  private void documentsFull() throws IOException, InterruptedException {
    Path data = folder.resolve("documents-full");
    Path documents = Files.createDirectories(data.resolve("documents"));
    mended(
        "disk of the documents full",
        data,
        "mount -t tmpfs -o size=256k none '" + documents + "'",
        "mount -o remount,size=200m '" + documents + "'");
  }

  private void documentsReadOnly() throws IOException, InterruptedException {
    Path data = folder.resolve("documents-read-only");
    Path documents = Files.createDirectories(data.resolve("documents"));
    mended(
        "disk of the documents read-only",
        data,
        "mount -t tmpfs -o size=200m,ro none '" + documents + "'",
        "mount -o remount,rw '" + documents + "'");
  }

  /** Its tables find no room to grow; the documents beside it do. */
  private void dataFull() throws IOException, InterruptedException {
    Path data = folder.resolve("data-full");
    Path database = Files.createDirectories(data.resolve("postgres"));
    Path filler = database.resolve("filler");
    String start = line(Served.command("256m", "coverage", "--data", data.toString()));
    mended(
        "disk of the database full",
        data,
        String.join(
            "\n",
            "mount -t tmpfs -o size=400m none '" + database + "'",
            start + " >/dev/null 2>&1",
            "dd if=/dev/zero of='" + filler + "' bs=64k 2>/dev/null",
            "truncate -s -256k '" + filler + "'"),
        "rm '" + filler + "'");
  }

  private void dataReadOnly() throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data-read-only"));
    mended(
        "disk of the database read-only",
        data,
        "mount -t tmpfs -o size=400m,ro none '" + data + "'",
        "mount -o remount,rw '" + data + "'");
  }
}
