package org.relaywitness.documents;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Which pack a document belongs to: one for each kind and UTC day. */
record PackName(DocumentKind kind, LocalDate day) {
  static final String ENDING = ".pack";

  static PackName of(DocumentKind kind, Instant time) {
    return new PackName(kind, LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  /** Whether a name below the folder is exactly one that {@link #in} gives. */
  static boolean isOne(String name) {
    for (DocumentKind kind : DocumentKind.values()) {
      String[] parts = name.split("/", -1);
      if (parts.length == 3 && parts[0].equals(kind.folder()) && parts[2].endsWith(ENDING)) {
        String day = parts[2].substring(0, parts[2].length() - ENDING.length());
        try {
          return new PackName(kind, LocalDate.parse(day)).in(Path.of("")).equals(Path.of(name));
        } catch (DateTimeParseException e) {
          return false;
        }
      }
    }
    return false;
  }

  /** The file: {@code consensus/2024-03/2024-03-06.pack} below the folder. */
  Path in(Path folder) {
    return folder
        .resolve(kind.folder())
        .resolve(YearMonth.from(day).toString())
        .resolve(day + ENDING);
  }
}
