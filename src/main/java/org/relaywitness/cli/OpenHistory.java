package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.export.OfflineFileException;
import org.relaywitness.export.SqliteHistory;
import org.relaywitness.lookup.RelayHistory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The history that one command asks: the configured records, or an offline data set alone. */
final class OpenHistory implements AutoCloseable {
  private final @Nullable OpenRecords records;
  private final @Nullable SqliteHistory offline;
  private final RelayHistory history;

  private OpenHistory(OpenRecords records) {
    this.records = records;
    offline = null;
    history = records.store();
  }

  private OpenHistory(SqliteHistory offline) {
    records = null;
    this.offline = offline;
    history = offline;
  }

  /** Opens the offline data set where one is named; nothing else is touched then. */
  static OpenHistory open(OfflineOption option, Main main, CommandLine commandLine)
      throws IOException {
    if (option.file() == null) {
      return new OpenHistory(OpenRecords.openForReading(main.settings()));
    }
    try {
      return new OpenHistory(SqliteHistory.open(option.file()));
    } catch (OfflineFileException e) {
      throw new ParameterException(commandLine, "--offline: " + e.getMessage(), e);
    }
  }

  RelayHistory history() {
    return history;
  }

  /** The raw documents beside the history; an offline data set has none. */
  Documents documents() {
    return records == null ? Documents.NONE : records.documents();
  }

  /** Warns on stderr when nothing is held, so that an empty archive is not taken for a "no". */
  void warnWhenEmpty(PrintWriter err) {
    if (records != null) {
      records.warnWhenEmpty(err);
    } else if (history.read(snapshot -> snapshot.extent().lastConsensus()) == null) {
      err.println("relaywitness: no consensus is held in this offline data set");
      err.flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (records != null) {
      records.close();
    }
    if (offline != null) {
      offline.close();
    }
  }
}
