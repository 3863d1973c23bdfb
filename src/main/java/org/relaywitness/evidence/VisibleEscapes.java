package org.relaywitness.evidence;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Writes what {@link Untrusted#isHarmless} refuses as {@code \\u} and four digits (RFC 8259, 7).
 */
final class VisibleEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;
  private static final int DELETE = 0x7f;

  private final int[] ascii = standardAsciiEscapesForJSON();

  VisibleEscapes() {
    ascii[DELETE] = ESCAPE_STANDARD;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii;
  }

  /** Asked for each UTF-16 unit beyond ASCII; halves of pairs are left to the writer. */
  @Override
  public @Nullable SerializableString getEscapeSequence(int unit) {
    return Untrusted.isHarmless(unit) || Character.isSurrogate((char) unit)
        ? null
        : new SerializedString("\\u%04X".formatted(unit));
  }
}
