package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pades.TimestampException;
import org.relaywitness.files.WholeFile;

/**
 * Where a report in PDF goes, and what is said when there is none.
 *
 * @param file {@code null}: standard output
 */
record ReportOutput(@Nullable Path file) {
  void write(byte[] pdf) throws IOException {
    if (file == null) {
      System.out.write(pdf);
      System.out.flush();
    } else {
      WholeFile.write(
          file,
          out -> {
            out.write(pdf);
            return pdf.length;
          });
    }
  }

  /** Says why a report could not be made, and what to do. */
  static void tellNoTimestamp(TimestampException e, PrintWriter err) {
    err.println("relaywitness: no report was written: " + e.getMessage());
    err.println(
        "relaywitness: with timestamp-required = false reports are signed without a timestamp"
            + " when none can be had");
  }
}
