package org.relaywitness.documents;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of raw document that are kept; documents of one kind resemble each other. */
public enum DocumentKind {
  /** A consensus of the ns flavour. */
  CONSENSUS(1),
  /** A consensus of the microdesc flavour. */
  CONSENSUS_MICRODESC(2),
  /** An exit list. */
  EXIT_LIST(3);

  /** Its number in the files; never to be given to another kind. */
  private final int number;

  DocumentKind(int number) {
    this.number = number;
  }

  byte number() {
    return (byte) number;
  }

  static @Nullable DocumentKind find(int number) {
    for (DocumentKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    return null;
  }

  /** The name of its folder: {@code consensus-microdesc}. */
  String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
