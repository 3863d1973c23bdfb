package org.relaywitness.netdoc;

import static org.relaywitness.netdoc.DocumentParseException.Kind.LIMIT;

import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearance;
import org.relaywitness.directory.PackedAppearances;

/** Packs the appearances of the entries listed as running, without making objects. */
final class EntryPacker implements EntrySink {
  private static final int LONGEST =
      PackedAppearance.ADDRESS_OFFSET + 16 + 1 + EntryScanner.LONGEST_NICKNAME + PolicyMemo.LONGEST;

  private final byte[] packed = new byte[LONGEST];
  private final PackedAppearances out;
  private final LineCursor cursor;
  private final long mostBytes;

  /** A packer for the document of this cursor. */
  EntryPacker(LineCursor cursor, PackedAppearances out) {
    this.cursor = cursor;
    this.out = out;
    // Real documents pack to less than their own length; one made of long policies and many
    // addresses could pack to many times that.
    this.mostBytes = out.length() + 65_536L + 4L * (cursor.end - cursor.start);
  }

  @Override
  public void take(EntryScanner entry) throws DocumentParseException {
    if (!entry.running) {
      return;
    }
    System.arraycopy(entry.identity, 0, packed, 0, Fingerprint.LENGTH);
    byte[] policy = entry.policy;
    int flags =
        (entry.exit ? PackedAppearance.EXIT : 0)
            | (entry.badExit ? PackedAppearance.BAD_EXIT : 0)
            | (policy == null ? 0 : PackedAppearance.HAS_POLICY);
    for (int i = 0; i < entry.addressCount; i++) {
      int addressLength = entry.addressLengths[i];
      packed[PackedAppearance.FLAGS_OFFSET] =
          (byte) (addressLength == 16 ? flags | PackedAppearance.IPV6 : flags);
      packed[PackedAppearance.PORT_OFFSET] = (byte) (entry.ports[i] >>> 8);
      packed[PackedAppearance.PORT_OFFSET + 1] = (byte) entry.ports[i];
      int position = PackedAppearance.ADDRESS_OFFSET;
      System.arraycopy(entry.addresses, 16 * i, packed, position, addressLength);
      position += addressLength;
      packed[position++] = (byte) entry.nicknameLength;
      System.arraycopy(entry.bytes(), entry.nicknameStart, packed, position, entry.nicknameLength);
      position += entry.nicknameLength;
      if (policy != null) {
        System.arraycopy(policy, 0, packed, position, policy.length);
        position += policy.length;
      }
      out.add(packed, 0, position);
    }
    if (out.length() > mostBytes) {
      throw cursor.error(
          LIMIT,
          out.length() + " bytes of appearances",
          "less than four times the document's length");
    }
  }
}
