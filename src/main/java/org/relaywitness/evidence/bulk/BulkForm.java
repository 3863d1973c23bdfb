package org.relaywitness.evidence.bulk;

import java.util.List;
import org.relaywitness.evidence.Problem;

/** How answers are written: stateless, so that chunks can be put into form side by side. */
interface BulkForm {
  /** What stands before the first row. */
  String start();

  /**
   * Rows in their order.
   *
   * @param first whether nothing stands before them
   */
  String rows(List<BulkResult> results, boolean first);

  /** The last row of an answer that breaks off here, for whatever reason. */
  String failure(Problem problem, boolean first);

  /** What stands behind the last row. */
  String end();

  /** The form of this format. */
  static BulkForm of(BulkFormat format) {
    return switch (format) {
      case JSON -> new JsonForm(true);
      case NDJSON -> new JsonForm(false);
      case CSV -> new CsvForm();
      case ACCESS_LOG -> throw new IllegalArgumentException("no way to write answers");
    };
  }
}
