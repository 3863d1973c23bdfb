package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.importer.ImportListener;

/**
 * Shows how an import goes on: a progress bar when stderr is a terminal, nothing otherwise; notes
 * go to stderr either way, so many in full and the rest counted.
 */
final class TerminalProgress implements ImportListener, AutoCloseable {
  private static final int MOST_NOTES = 100;

  private final PrintWriter err;
  private final @Nullable ProgressBar bar;
  private int notes;

  private TerminalProgress(PrintWriter err, @Nullable ProgressBar bar) {
    this.err = err;
    this.bar = bar;
  }

  /** Progress over these files; without a bar where their size cannot be known. */
  static TerminalProgress of(
      PrintWriter err, ArchiveReader archives, List<Path> files, boolean standardInput)
      throws IOException, InterruptedException {
    if (!isTerminal()) {
      return new TerminalProgress(err, null);
    }
    long size = standardInput ? -1 : 0;
    for (Path file : files) {
      size = size < 0 ? size : size + archives.size(file);
    }
    return new TerminalProgress(err, bar("import", size));
  }

  /** Progress towards so many bytes fetched. */
  static TerminalProgress ofFetch(PrintWriter err, long size) {
    return new TerminalProgress(err, isTerminal() ? bar("fetch", size) : null);
  }

  private static ProgressBar bar(String task, long size) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(size)
        .setUnit(" MB", 1_000_000)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(250)
        .continuousUpdate()
        .build();
  }

  /**
   * Whether stderr is a terminal. The launcher says so; without it Linux does. (What {@code
   * System.console()} says of it changed with JDK 22.)
   */
  private static boolean isTerminal() {
    if (Boolean.getBoolean("relaywitness.terminal")) {
      return true;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public void progress(long bytesRead, String what) {
    if (bar != null) {
      bar.stepTo(bytesRead);
      bar.setExtraMessage(shortened(what));
    }
  }

  private static String shortened(String what) {
    int slash = what.lastIndexOf('/');
    return slash < 0 ? what : what.substring(slash + 1);
  }

  @Override
  public void note(String message) {
    notes++;
    if (notes <= MOST_NOTES) {
      err.println("relaywitness: " + message);
      err.flush();
    }
  }

  /** Takes the bar away and counts what was not shown. */
  void end() {
    if (bar != null) {
      bar.close();
    }
    if (notes > MOST_NOTES) {
      err.println("relaywitness: " + (notes - MOST_NOTES) + " more notes of this kind");
      notes = 0;
    }
  }

  @Override
  public void close() {
    end();
  }
}
