package org.relaywitness.documents;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Which pack a document belongs to: one for each kind and UTC day. */
record PackName(DocumentKind kind, LocalDate day) {
  static final String ENDING = ".pack";

  static PackName of(DocumentKind kind, Instant time) {
    return new PackName(kind, LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  /** The file: {@code consensus/2024-03/2024-03-06.pack} below the folder. */
  Path in(Path folder) {
    return folder
        .resolve(kind.folder())
        .resolve(String.format(Locale.ROOT, "%04d-%02d", day.getYear(), day.getMonthValue()))
        .resolve(day + ENDING);
  }
}
