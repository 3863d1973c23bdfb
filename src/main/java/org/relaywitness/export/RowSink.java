package org.relaywitness.export;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the rows of one table after the other. */
interface RowSink {
  /** Ends the table before, if there was one. */
  void begin(DataTable table) throws IOException;

  /** Adds a row to the table begun last; values are texts, numbers or null. */
  void row(@Nullable Object... values) throws IOException;
}
