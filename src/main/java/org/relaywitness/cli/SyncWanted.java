package org.relaywitness.cli;

import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.collector.CollectorFile;
import org.relaywitness.archive.collector.CollectorFolder;

/**
 * What to fetch beside the ns consensuses, exit lists and certificates of the last 72 hours.
 *
 * @param since first month of the archives; {@code null}: no archives
 * @param certs whether the archive of certificates too
 * @param microdesc whether microdesc consensuses too
 * @param keep whether fetched files stay after their import
 */
record SyncWanted(@Nullable YearMonth since, boolean certs, boolean microdesc, boolean keep) {
  /** Whether to fetch it, where it is not held. */
  boolean wants(CollectorFile file, boolean noCertificates) {
    return switch (file.folder()) {
      case RECENT_CERTS, RECENT_CONSENSUSES, RECENT_EXIT_LISTS -> true;
      case RECENT_MICRODESC -> microdesc;
      // Recent ones are those that are new: without the older ones nothing would be verified.
      case ARCHIVE_CERTS -> certs || noCertificates;
      case ARCHIVE_CONSENSUSES, ARCHIVE_EXIT_LISTS -> isSince(file);
      case ARCHIVE_MICRODESC -> microdesc && isSince(file);
    };
  }

  private boolean isSince(CollectorFile file) {
    YearMonth first = since;
    return first != null && file.month().map(month -> !month.isBefore(first)).orElse(false);
  }

  /** Whether what cannot be fetched there is worth a word. */
  boolean watches(CollectorFolder folder) {
    return switch (folder) {
      case RECENT_MICRODESC -> microdesc;
      case ARCHIVE_CERTS -> certs;
      case ARCHIVE_CONSENSUSES, ARCHIVE_EXIT_LISTS -> since != null;
      case ARCHIVE_MICRODESC -> microdesc && since != null;
      case RECENT_CERTS, RECENT_CONSENSUSES, RECENT_EXIT_LISTS -> true;
    };
  }
}
